//! What patterns mean, by the engines that generated crates run.

use faircopy_runtime::pattern::{Backtracking, Linear, positions};
use faircopy_runtime::pattern::{Pattern as _, TooManySteps};

use super::*;

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn step(of: &Step) -> positions::Step {
    let steps = |steps: &[Step]| -> &'static [positions::Step] {
        Box::leak(
            steps
                .iter()
                .map(step)
                .collect::<Vec<_>>()
                .into_boxed_slice(),
        )
    };
    match of {
        Step::Over(slot) => positions::Step::Over(*slot),
        Step::In(slot) => positions::Step::In(*slot),
        Step::NotIn(slot) => positions::Step::NotIn(*slot),
        Step::Start => positions::Step::Start,
        Step::End => positions::Step::End,
        Step::Sequence(parts) => positions::Step::Sequence(steps(parts)),
        Step::Choice(options) => positions::Step::Choice(steps(options)),
        Step::Repeat(inner, min, max) => {
            let inner = Box::leak(Box::new(step(inner)));
            positions::Step::Repeat(inner, *min, max.unwrap_or(u32::MAX))
        }
    }
}

fn by_positions(plan: &Positions, text: &str) -> Result<bool, TooManySteps> {
    let slots = plan.slots.iter().map(|slot| match slot {
        Slot::Class(ranges) => positions::Slot::Class(leaked(ranges)),
        Slot::Ahead(inner) => positions::Slot::Ahead(step(inner)),
        Slot::Behind(inner) => positions::Slot::Behind(step(inner)),
    });
    let slots = Box::leak(slots.collect::<Vec<_>>().into_boxed_slice());
    let whole = Box::leak(Box::new(step(&plan.whole)));
    positions::Positions::new("", slots, whole).judge(text)
}

fn judge(source: &str, text: &str) -> Result<bool, TooManySteps> {
    let pattern = translate(source).unwrap_or_else(|reason| panic!("{source}: {reason}"));
    match &pattern.program {
        Program::Linear(translated) => {
            regex::Regex::new(translated).unwrap_or_else(|error| panic!("{source}: {error}"));
            Linear::new("", leaked(translated)).judge(text)
        }
        Program::Positions(plan) => by_positions(plan, text),
        Program::Backtracking(translated) => Backtracking::new("", leaked(translated)).judge(text),
    }
}

#[track_caller]
fn all_mean(expected: &[(&str, &str, bool)]) {
    for (source, text, matches) in expected {
        assert_eq!(judge(source, text), Ok(*matches), "{source} on {text:?}");
        // What has no back-references can be run by its positions as well.
        if let Ok(plan) = super::positions::plan(&parse(source).expect("a pattern")) {
            assert_eq!(
                by_positions(&plan, text),
                Ok(*matches),
                "{source} on {text:?}, by positions"
            );
        }
    }
}

#[test]
fn patterns_mean_what_ecma_262_says() {
    all_mean(&[
        (r"^\d$", "5", true),
        (r"^\d$", "\u{0665}", false),
        (r"^\w$", "_", true),
        (r"^\w$", "é", false),
        (r"^\W$", "é", true),
        (r"^\s$", "\u{a0}", true),
        (r"^\s$", "\u{feff}", true),
        (r"^\s$", "\u{85}", false),
        (r"^\S$", "\u{85}", true),
        (r"^[^\d]$", "\u{0665}", true),
        (r"^[\w-]$", "-", true),
        (r"^.$", "\u{2028}", false),
        (r"^.$", "\r", false),
        (r"^.$", "🐲", true),
        (r"^a$", "a\n", false),
        (r"a", "bab", true),
        (r"^\u0041$", "A", true),
        (r"^\x41$", "A", true),
        (r"^\u{1F432}$", "🐲", true),
        (r"^\uD83D\uDC32$", "🐲", true),
        (r"^[\uD83D\uDC32]$", "🐲", true),
        (r"^\cA$", "\u{1}", true),
        (r"^\/$", "/", true),
        (r"^[a\]b]$", "]", true),
        (r"^[[]$", "[", true),
        (r"^[a&&b]+$", "a&b", true),
        (r"^\p{Lu}$", "É", true),
        (r"^\P{Lu}$", "É", false),
        (r"^\p{Script=Greek}+$", "αβγ", true),
        (r"^[^\p{L}]+$", "12", true),
        (r"^[^\p{C}]{1,2048}$", "a\u{7}", false),
        (r"[]", "a", false),
        (r"^[^]$", "\n", true),
        (r"^()$", "", true),
        (r"^(?:|a)+$", "aa", true),
        (r"^a{0}$", "", true),
        (r"\bé", "aé", true),
        (r"a\Bé", "aé", false),
        (r"^a\Bb$", "ab", true),
        (r"^(?=.*\d)(?=.*[a-z]).{3,}$", "ab1", true),
        (r"^(?=.*\d)(?=.*[a-z]).{3,}$", "abc", false),
        (r"^(?!\d)\w+$", "a1", true),
        (r"^(?!\d)\w+$", "1a", false),
        (r"^(?!\d).+$", "\u{0665}", true),
        (r"^(?:(?!--)[a-z-])+$", "a-b-c", true),
        (r"^(?:(?!--)[a-z-])+$", "a--c", false),
        (r"^(?!.*(\d).*x)a", "a1x", false),
        (r"(?<=\$)\d+", "$5", true),
        (r"(?<=a+b)c", "aabc", true),
        (r"(?<!a+b)c", "aabc", false),
        (r"^(?=a(?!b))a", "ab", false),
        (r"^(a|b)\1$", "aa", true),
        (r"^(a|b)\1$", "ab", false),
        (r"^(?<one>a|b)\k<one>$", "bb", true),
        // A group that has matched nothing is the empty text.
        (r"^(a)?b\1$", "b", true),
        (r"^(a)?b\1$", "aba", true),
        (r"^(a)?b\1$", "ab", false),
        (r"(?!\s*$)[ -~]*", "  ", false),
        (r"(?!\s*$)[ -~]*", " a", true),
    ]);
}

#[test]
fn patterns_mean_what_annex_b_says() {
    all_mean(&[
        (r"^{a}$", "{a}", true),
        (r"^(?:{[0-9a-f]{2}}|x{2,})$", "{0a}", true),
        (r"^(?:{[0-9a-f]{2}}|x{2,})$", "xxx", true),
        (r"^[{}]\p{Lu}{2}$", "{AB", true),
        (r"^a{,5}$", "a{,5}", true),
        (r"^]}$", "]}", true),
        (r"^[\w-.]+$", "a-.b", true),
        (r"^[\w-.]+$", "a/b", false),
        (r"^[a-\d]+$", "a-5", true),
        (r"^[A-Za-z\d-_/]+$", "a-_/", true),
        (r"^[a-zA-Z0-9\s-_()\[\]]+$", "a (b)[c]-_", true),
        (r"^[\w--z]+$", "-z", true),
        (r"^\-\_\@\é\y$", "-_@éy", true),
        (r"^[^/:|\000-\037]+$", "a\u{1f}", false),
        (r"^[^/:|\000-\037]+$", "a b", true),
        (r"^\101\8$", "A8", true),
        (r"^\x\u\c$", "xu\\c", true),
        (r"^[\c1]$", "\u{11}", true),
        (r"^[\c_]$", "\u{1f}", true),
        (r"^[\c1]$", "c", false),
        (r"^[\c-]$", "\\", true),
        (r"^\c1$", "\\c1", true),
        (r"^(?!\.)+b$", "b", true),
        (r"^\k<a>$", "k<a>", true),
        (r"^[^\p\{C\}]*\+$", "a+", true),
        (r"^[^\p\{C\}]*\+$", "p+", false),
    ]);
}

#[test]
fn what_other_languages_agree_on_is_run() {
    all_mean(&[
        (r"\A\S[\p{Print}]*\z", "a b", true),
        (r"\A\S[\p{Print}]*\z", "a\u{7}", false),
        (r"\Aa\Z", "a\n", true),
        (r"\Aa\Z", "a\nb", false),
        (r"^\p{XDigit}{2}$", "fF", true),
        (r"^[\p{XDigit}{2}:?]*$", "0f:{", true),
        (r"^[\p{Print}&&[^|:/]]+$", "a b", true),
        (r"^[\p{Print}&&[^|:/]]+$", "a:b", false),
        (r"^[a-z&&[^aeiou]&&[^x]]+$", "bcd", true),
        (r"^[a-z&&[^aeiou]&&[^x]]+$", "bxd", false),
        (r"^[[:alpha:]_]+$", "a_b", true),
        (r"^[[:alpha:]_]+$", "a1", false),
        (r"^[^[:space:]]+$", "a b", false),
        (r"^(\p{LD}|\p{Punct}| )+$", "a 1!", true),
        (r"^[\p{all}]*$", "\n🐲", true),
        (r"^\pL+$", "é", true),
        (r"^(?i)abc$", "aBc", true),
        (r"^a(?i:b)c$", "aBC", false),
        (r"^(?i)[^a]$", "A", false),
        (r"^(?i)(a)\1$", "aA", true),
        (r"^(?s).$", "\n", true),
        (r"(?m)^b$", "a\nb\nc", true),
        (r"^(?P<n>a)(?P=n)$", "aa", true),
        (r"^a++b$", "aab", true),
        (r"^a++ab$", "aab", false),
        (r"^\Qa.b\E$", "a.b", true),
        (r"^\Qa.b\E$", "axb", false),
        (r"^\x{1F432}$", "🐲", true),
        (r"^a(?# a comment)b$", "ab", true),
    ]);
}

#[test]
fn large_repetitions_are_counted() {
    let long = "a".repeat(8192);
    for (source, text, matches) in [
        (r"^.{1,8192}$", long.clone(), true),
        (r"^.{1,8191}$", long.clone(), false),
        (r"^.{1,2097152}$", long.clone(), true),
        (r"^.{1,2097152}$", String::new(), false),
        (r"\S{1,8192}", long.clone(), true),
        (r"^\S{8193,}$", long.clone(), false),
        (r"^(?:ab|c){2,50000}$", "ab".repeat(4096), true),
        (r"^(?:ab|c){2,50000}$", "ab".repeat(4096) + "a", false),
        (r"^([a-z]{1,5000}\.){1,5000}$", "ab.".repeat(5000), true),
        (r"^([a-z]{1,5000}\.){1,5000}$", "ab.".repeat(5001), false),
        (r"^(?!aws:)[\s\S]{1,2097152}$", "aws:".repeat(9), false),
        (r"^\p{L}{1,4000}$", "é".repeat(4000), true),
    ] {
        let start = text.get(..9).unwrap_or_default();
        assert_eq!(judge(source, &text), Ok(matches), "{source} on {start}…");
    }
}

#[test]
fn each_pattern_has_the_cheapest_engine_that_can_run_it() {
    let engine = |source: &str| match translate(source).expect("a pattern").program {
        Program::Linear(_) => "linear",
        Program::Positions(_) => "positions",
        Program::Backtracking(_) => "backtracking",
    };
    for (source, expected) in [
        (r"^\d+$", "linear"),
        (r"^(a+)+$", "linear"),
        (r"^(\w+\s?)*$", "linear"),
        (r"^[a-z]{1,1000}$", "linear"),
        (r"^(?!x)", "positions"),
        (r"^.{1,5000}$", "positions"),
        (r"(a)\1", "backtracking"),
    ] {
        assert_eq!(engine(source), expected, "{source}");
    }
}

#[test]
fn what_takes_too_many_steps_is_told() {
    let text = "a".repeat(40) + "c!";
    let found = judge(r"^(?:(a+)+\1)+[bc]$", &text);
    assert_eq!(found, Err(TooManySteps));
    let text = "ab".repeat(100_000);
    let found = judge(r"(?=.)(?:ab|ba){3000}c", &text);
    assert_eq!(found, Err(TooManySteps));
}

#[test]
fn what_has_no_clear_meaning_is_refused() {
    for source in [
        "(",
        ")",
        "[a",
        "a{2,1}",
        "[z-a]",
        "*.json",
        "a**",
        r"a\",
        r"(?<n>a)(?<n>b)",
        r"(?<n>a)\k<m>",
        r"\p{Nonsense}",
        r"\h+",
        "(?x) a",
        "(?R)",
        "^*",
    ] {
        assert!(translate(source).is_err(), "{source}");
    }
}

#[test]
fn hostile_patterns_are_refused_soon() {
    for source in [
        "(".repeat(100_000),
        "[[:".repeat(100_000),
        "[a&&".repeat(100_000),
        "(?:".repeat(100_000) + &")".repeat(100_000),
        r"\p{L}".repeat(100_000),
        r"[\p{L}a]".repeat(20_000),
        "(?=a)".repeat(1_000) + r"(a)\1{4000000000}",
    ] {
        let start = std::time::Instant::now();
        assert!(translate(&source).is_err(), "{}…", &source[..9]);
        assert!(start.elapsed().as_secs() < 5, "{}…", &source[..9]);
    }
}

#[test]
fn halves_of_pairs_mean_the_characters_that_they_make() {
    all_mean(&[
        (r"^[\uD800-\uDBFF][\uDC00-\uDFFF]$", "\u{1F600}", true),
        (r"^[\uD800-\uDBFF][\uDC00-\uDFFF]$", "a", false),
        (
            r"^(?:[\u0020-\uD7FF]|[\uD800-\uDBFF][\uDC00-\uDFFF])+$",
            "a\u{1F600}b\u{10FFFF}",
            true,
        ),
        (
            r"^(?:[\u0020-\uD7FF]|[\uD800-\uDBFF][\uDC00-\uDFFF])+$",
            "a\u{1}",
            false,
        ),
        (r"^\uD83D[\uDE00-\uDE4F]{2}$", "\u{1F600}\u{1F64F}", true),
        (r"^\uD83D[\uDE00-\uDE4F]$", "\u{1F650}", false),
        (r"^[\uD83C\uD83D][\uDC00-\uDFFF]$", "\u{1F5FF}", true),
        (r"^[\uD83C\uD83D][\uDC00-\uDFFF]$", "\u{1F900}", false),
        (r"^\uD83D\uDE00$", "\u{1F600}", true),
    ]);
}
