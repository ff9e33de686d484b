//! The laws of growth: for families of documents that make work multiply, the work of `lint`,
//! `generate`, `diff`, `bundle` and `docs` at n, 2n and 4n grows no worse than n log n. Work is counted in allocations, and in the
//! steps of what allocates nothing, all on one thread, so that the machine has no say. (`explain` of a place is
//! `generate`, and a look-up.)
//!
//! That a law can fail is shown on a quadratic step planted into the measured work.

#[path = "growth/families.rs"]
mod families;
#[path = "growth/overlays.rs"]
mod overlays;
#[path = "growth/pairs.rs"]
mod pairs;
#[path = "growth/places.rs"]
mod places;
#[path = "growth/references.rs"]
mod references;
#[path = "growth/slips.rs"]
mod slips;
#[path = "growth/wide.rs"]
mod wide;

use std::process::ExitCode;

use faircopy::diff::{self, Options};
use faircopy::internals::{one_thread, spent};
use faircopy::source::{MapLoader, Overlay};
use faircopy::{Config, Version, bundle, check, generate, report};
use families::{FAMILIES, Family, WAYS};
use libtest_mimic::{Arguments, Failed, Trial};
use overlays::OVERLAID;
use pairs::{PAIRS, Pairs};
use wide::WIDE;

/// What is done with a document.
type Command = fn(&[u8], &Config);

const COMMANDS: &[(&str, Command)] = &[
    ("lint", lint),
    ("generate", write),
    ("diff", compare),
    ("bundle", join),
    #[cfg(feature = "cli")]
    ("docs", document),
];

/// All that is to be said of it, and how it is said.
fn lint(document: &[u8], config: &Config) {
    let (diagnostics, sources) = check(&loader(document), "spec.yaml", config);
    let options = report::Options {
        verbose: true,
        ..report::Options::default()
    };
    drop(report::text(&diagnostics, &sources, &options));
}

fn write(document: &[u8], config: &Config) {
    drop(generate(&loader(document), "spec.yaml", config));
}

/// Joins it, in the newest version.
fn join(document: &[u8], config: &Config) {
    let bundled = bundle(&loader(document), "spec.yaml", config, Some(Version::V3_2));
    drop(bundled.map(|bundled| (bundled.yaml(), bundled.json())));
}

/// Makes the reference of it.
#[cfg(feature = "cli")]
fn document(document: &[u8], config: &Config) {
    let read = faircopy::read(&loader(document), "spec.yaml", config);
    drop(read.map(|read| faircopy::internals::docs::files(&read, "growth")));
}

/// Compares it with itself, edited in its last schema.
fn compare(document: &[u8], config: &Config) {
    let text = String::from_utf8_lossy(document);
    let at = text.rfind("\"object\"").map(|at| at..at + 8);
    let edited = match at {
        Some(range) => format!("{}\"array\"{}", &text[..range.start], &text[range.end..]),
        None => text.replace("\"ok\"", "\"fine\""),
    };
    compared([document, edited.as_bytes()], false, config);
}

fn compared(documents: [&[u8]; 2], rust: bool, config: &Config) {
    let loaded = documents.map(|text| diff::load(&loader(text), "spec.yaml", config));
    if let [Ok(old), Ok(new)] = loaded {
        let options = Options {
            today: "2026-01-01".to_owned(),
            rust,
        };
        drop(diff::compare(&old, &new, &options));
    }
}

/// The law for documents in which much differs, in Rust too.
fn law_of_pairs(pairs: &Pairs) -> Result<(), String> {
    let config = Config::default();
    let sizes = [1, 2, 4].map(|factor| pairs.size * factor);
    let documents = sizes.map(|size| [false, true].map(|is_new| (pairs.document)(size, is_new)));
    let compare = |[old, new]: &[String; 2]| {
        compared([old.as_bytes(), new.as_bytes()], true, &config);
    };
    // Tables are made once, at the first use.
    compare(&documents[0]);
    let measured = [0, 1, 2].map(|index| work(|| compare(&documents[index])));
    match is_worse(measured, documents.map(|[old, _]| old.len() as u64)) {
        true => Err(format!(
            "at {} and twice and four times that: {measured:?}",
            pairs.size
        )),
        false => Ok(()),
    }
}

fn loader(document: &[u8]) -> MapLoader {
    MapLoader::from_iter([("spec.yaml", document.to_vec())])
}

fn work(step: impl FnOnce()) -> u64 {
    let before = spent();
    let allocations = allocation_counter::measure(step).count_total;
    allocations + spent() - before
}

/// Whether work of three documents, each about twice as large as the one before, grows worse than
/// n log n by their sizes. What it takes for any document cancels out.
fn is_worse(work: [u64; 3], size: [u64; 3]) -> bool {
    let grown = |[one, two, four]: [u64; 3]| (two.saturating_sub(one), four.saturating_sub(two));
    let ((first, second), (less, more)) = (grown(work), grown(size));
    // Where the size grows by 1 and by 2, n log n grows by 1 and by about 2.3, and n² by 1 and by 4.
    second.saturating_sub(3_000) > first * more * 5 / (less.max(1) * 4)
}

fn law(family: &Family, command: Command, planted: impl Fn(usize)) -> Result<(), String> {
    let config = Config {
        overlays: family.overlay.map_or_else(Vec::new, |overlay| {
            vec![Overlay {
                name: "overlay.yaml".to_owned(),
                bytes: overlay.as_bytes().to_vec(),
            }]
        }),
        ..Config::default()
    };
    let sizes = [1, 2, 4].map(|factor| family.size * factor);
    let documents = sizes.map(|size| (family.document)(size).into_bytes());
    // Tables are made once, at the first use.
    command(&documents[0], &config);
    let measured = [0, 1, 2].map(|index| {
        work(|| {
            command(&documents[index], &config);
            planted(sizes[index]);
        })
    });
    match is_worse(measured, documents.map(|document| document.len() as u64)) {
        true => Err(format!(
            "at {} and twice and four times that: {measured:?}",
            family.size
        )),
        false => Ok(()),
    }
}

/// How many allocations a byte of a document may take.
const A_BYTE: u64 = 50;

fn is_in_proportion(family: &Family, command: Command) -> Result<(), String> {
    let document = (family.document)(family.size).into_bytes();
    let work = work(|| command(&document, &Config::default()));
    match work > A_BYTE * document.len() as u64 {
        true => Err(format!("{work} for {} bytes", document.len())),
        false => Ok(()),
    }
}

/// How many steps a schema may take that only leads to the next of a long chain: fewer than there are
/// schemas that are read into each other.
const A_LINK: u64 = 64;

fn takes_few_steps(family: &Family) -> Result<(), String> {
    let links = 1_000;
    let document = (family.document)(links).into_bytes();
    let mut config = Config::default();
    config.limits.steps = Some(A_LINK * links as u64);
    let (diagnostics, _) = check(&loader(&document), "spec.yaml", &config);
    match diagnostics.has_errors() {
        true => Err(format!("more than {A_LINK} for each of {links} schemas")),
        false => Ok(()),
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    one_thread();
    let mut trials = vec![Trial::test("a_planted_quadratic_step_is_found", || {
        planted_steps_are_found().map_err(Failed::from)
    })];
    for family in FAMILIES.iter().chain(OVERLAID) {
        for (name, command) in COMMANDS {
            let name = format!("{name}::{}", family.name);
            trials.push(Trial::test(name, move || {
                on_ample_stack(move || law(family, *command, |_| {})).map_err(Failed::from)
            }));
        }
    }
    for family in WAYS {
        for (name, command) in COMMANDS {
            let name = format!("{name}::{}", family.name);
            trials.push(Trial::test(name, move || {
                on_ample_stack(move || is_in_proportion(family, *command)).map_err(Failed::from)
            }));
        }
    }
    for family in FAMILIES {
        if [
            "chain of references",
            "chain of all_of",
            "chain of described all_of",
        ]
        .contains(&family.name)
        {
            trials.push(Trial::test(format!("steps::{}", family.name), move || {
                on_ample_stack(move || takes_few_steps(family)).map_err(Failed::from)
            }));
        }
    }
    for pairs in PAIRS.iter().chain(WIDE) {
        trials.push(Trial::test(format!("diff::{}", pairs.name), move || {
            on_ample_stack(move || law_of_pairs(pairs)).map_err(Failed::from)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Unoptimised code takes several times the stack of what is released.
fn on_ample_stack<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(16 << 20);
        let test = builder.spawn_scoped(scope, test);
        test.unwrap().join().unwrap()
    })
}

fn planted_steps_are_found() -> Result<(), String> {
    let quadratic = |size: usize| {
        for _ in 0..size * size / 4 {
            std::hint::black_box(Box::new(0_u8));
        }
    };
    for family in FAMILIES {
        let few = Family {
            size: 100,
            ..*family
        };
        if few.name == "wide enum" && law(&few, lint, quadratic).is_ok() {
            return Err(format!("a quadratic step beside {} passes", family.name));
        }
    }
    let linear = |n: u64| 1_000_000 + 50 * n;
    let n_log_n = |n: u64| 1_000_000 + 50 * n * u64::from(n.ilog2());
    let square = |n: u64| 1_000_000 + n * n;
    let sizes = [1_000, 2_000, 4_000];
    let at = |work: &dyn Fn(u64) -> u64| is_worse(sizes.map(work), sizes);
    match (at(&linear), at(&n_log_n), at(&square)) {
        (false, false, true) => Ok(()),
        found => Err(format!("linear, n log n and square are judged {found:?}")),
    }
}
