//! `pet-shop.yaml` of the guide into the crate that its pages use, and the blocks of Rust of all pages into
//! functions and tests.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use faircopy::source::DirLoader;
use faircopy::{
    Config, PageStyle, Paged, Pages, Runtime, RuntimeSource, Sides, generate, output, report,
};

const GUIDE: &str = "../../guide";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={GUIDE}");
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(folder.join("blocks.rs"), blocks()?)?;
    let pages = Pages {
        style: PageStyle::Cursor,
        parameter: Some("after".to_owned()),
        next: Some("/next".to_owned()),
        items: "/items".to_owned(),
        more: None,
        first: None,
    };
    let config = Config {
        runtime: Runtime::Shared(RuntimeSource::default()),
        sides: Sides::Both,
        pagination: [("listPets".to_owned(), Paged::Stated(pages))].into(),
        ..Config::default()
    };
    let loader = DirLoader::new(GUIDE, 1 << 20);
    let generated = match generate(&loader, "pet-shop.yaml", &config) {
        Ok(generated) => generated,
        Err(refused) => {
            let options = report::Options::default();
            let text = report::text(&refused.diagnostics, &refused.sources, &options);
            return Err(text.into());
        }
    };
    output::plan_modules(&generated.files, &folder)?.apply()?;
    Ok(())
}

/// A module for each page. A block that holds tests stands there as it is, and is run; any other is the
/// body of a function, which a client is given to.
fn blocks() -> Result<String, Box<dyn Error>> {
    let pages = std::fs::read_dir(GUIDE)?.map(|entry| Ok(entry?.path()));
    let mut pages: Vec<PathBuf> = pages.collect::<Result<_, std::io::Error>>()?;
    pages.sort_unstable();
    let mut out = String::new();
    for page in pages {
        if page.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let blocks = rust(&std::fs::read_to_string(&page)?);
        if blocks.is_empty() {
            continue;
        }
        let name = page.file_stem().and_then(|name| name.to_str());
        let name = name.unwrap_or_default().replace('-', "_").to_lowercase();
        writeln!(out, "mod {name} {{")?;
        for (line, block) in blocks {
            let place = Path::new(GUIDE).join(&page);
            writeln!(out, "// {}:{line}", place.display())?;
            if block.contains("::test]\n") || block.contains("#[test]\n") {
                writeln!(out, "mod line_{line} {{\n{block}}}")?;
            } else {
                writeln!(
                    out,
                    "pub async fn line_{line}(client: &pet_shop::Client) \
                     -> Result<(), pet_shop::BoxError> {{\n{block}let _ = client;\nOk(())\n}}"
                )?;
            }
        }
        writeln!(out, "}}")?;
    }
    Ok(out)
}

/// The blocks of Rust, each with the line that it begins on.
fn rust(text: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        open = match (open.take(), line.trim().strip_prefix("```")) {
            (None, Some(language)) => Some((language == "rust", index + 2, String::new())),
            (Some((is_rust, line, block)), Some(_)) => {
                if is_rust {
                    blocks.push((line, block));
                }
                None
            }
            (Some((is_rust, at, mut block)), None) => {
                block.push_str(line);
                block.push('\n');
                Some((is_rust, at, block))
            }
            (None, None) => None,
        };
    }
    blocks
}
