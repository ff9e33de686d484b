//! Runs samples by the tools of their languages, where these are on the machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use faircopy::internals::snippet::Language;

/// What a program runs with: the credentials of the samples, and no proxy on the way to loopback.
pub type Environment<'e> = BTreeMap<&'e str, &'e str>;

/// Why a language is left out; none where its samples can be run.
pub fn missing(language: Language) -> Option<&'static str> {
    let works = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    let (is_there, what) = match language {
        Language::Curl => (works("curl", &["--version"]), "curl"),
        Language::JavaScript | Language::NodeJs => {
            (works("node", &["-e", "fetch"]), "node with fetch")
        }
        Language::Python => (
            works("python3", &["-c", "import requests"]),
            "python3 with requests",
        ),
        Language::Php => (
            works("php", &["-r", "curl_init() ?: exit(1);"]),
            "php with curl",
        ),
        Language::Java => (
            works("java", &["--version"]) && works("javac", &["--version"]),
            "java",
        ),
        Language::CSharp => (
            works("mcs", &["--version"]) && works("mono", &["--version"]),
            "mono",
        ),
        Language::Go => (works("go", &["version"]), "go"),
        Language::Rust => (false, "a crate of the client, which other tests run"),
    };
    (!is_there).then_some(what)
}

/// What the file of a sample is called.
fn name(language: Language) -> &'static str {
    match language {
        Language::Curl => "sample.sh",
        Language::JavaScript | Language::NodeJs => "sample.mjs",
        Language::Python => "sample.py",
        Language::Php => "sample.php",
        Language::Java => "Main.java",
        Language::CSharp => "Program.cs",
        Language::Go => "main.go",
        Language::Rust => "main.rs",
    }
}

/// Has the language's tool read a sample, without running it.
///
/// # Errors
///
/// What the tool said.
#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
pub fn check(language: Language, sample: &str, folder: &Path) -> Result<(), String> {
    let name = name(language);
    fs::write(folder.join(name), sample).map_err(|error| error.to_string())?;
    let arguments: &[&str] = match language {
        Language::Curl => &["sh", "-n", name],
        Language::JavaScript | Language::NodeJs => &["node", "--check", name],
        Language::Python => &["python3", "-m", "py_compile", name],
        Language::Php => &["php", "-l", name],
        Language::Java => &["javac", "-encoding", "UTF-8", name],
        Language::CSharp => &["mcs", "-r:System.Net.Http.dll", name],
        Language::Go => &["go", "vet", name],
        Language::Rust => return Ok(()),
    };
    let (program, rest) = arguments.split_first().expect("there is a program");
    let command = Command::new(program)
        .args(rest)
        .env("GO111MODULE", "off")
        .current_dir(folder)
        .output();
    let output = command.map_err(|error| format!("{program}: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => {
            let errors = String::from_utf8_lossy(&output.stderr);
            let out = String::from_utf8_lossy(&output.stdout);
            Err(format!("{program}: {out}{errors}\n{sample}"))
        }
    }
}

/// Runs a sample in a folder, which has the files that it reads. Gives what it prints.
///
/// # Errors
///
/// The program, and what it said, where it failed.
pub fn run(
    language: Language,
    sample: &str,
    folder: &Path,
    environment: &Environment<'_>,
) -> Result<String, String> {
    let name = name(language);
    let mut sample = sample.to_owned();
    if language == Language::JavaScript {
        for (name, value) in environment {
            sample = sample.replace(&format!("\"YOUR_{name}\""), &format!("{value:?}"));
        }
    }
    fs::write(folder.join(name), &sample).map_err(|error| error.to_string())?;
    let output = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        for proxy in [
            "http_proxy",
            "HTTP_PROXY",
            "all_proxy",
            "ALL_PROXY",
            "JAVA_TOOL_OPTIONS",
        ] {
            command.env_remove(proxy);
        }
        let command = command
            .args(arguments)
            .envs(environment)
            .env("GO111MODULE", "off")
            .current_dir(folder);
        let output = command
            .output()
            .map_err(|error| format!("{program}: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!(
                "{program}: {}{}\n{sample}",
                text(&output.stdout),
                text(&output.stderr)
            )),
        }
    };
    match language {
        Language::Curl => output("sh", &[name]),
        Language::JavaScript | Language::NodeJs => output("node", &[name]),
        Language::Python => output("python3", &[name]),
        Language::Php => output("php", &[name]),
        Language::Java => output("java", &["-Dfile.encoding=UTF-8", name]),
        Language::CSharp => {
            output("mcs", &["-r:System.Net.Http.dll", name])?;
            output("mono", &["Program.exe"])
        }
        Language::Go => {
            let unformatted = output("gofmt", &["-l", name])?;
            match unformatted.is_empty() {
                true => output("go", &["run", name]),
                false => Err(format!("gofmt would lay it out otherwise:\n{sample}")),
            }
        }
        Language::Rust => Err("is run by other tests".to_owned()),
    }
}
