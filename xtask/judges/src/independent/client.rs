//! The clients of others: how each is installed, and how it calls all cases.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::case::{Case, Got};
use super::source;
use crate::program::{install_python, python, run as ran};

/// A client that is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Caller {
    OpenapiFetch,
    OpenapiPythonClient,
    Curl,
}

/// The version of the one that is installed by name alone.
const OPENAPI_PYTHON_CLIENT: &str = "openapi-python-client==0.29.1";

impl Caller {
    pub(super) const ALL: [Self; 3] = [Self::OpenapiFetch, Self::OpenapiPythonClient, Self::Curl];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OpenapiFetch => "openapi-fetch",
            Self::OpenapiPythonClient => "openapi-python-client",
            Self::Curl => "curl",
        }
    }

    fn folder(self, folder: &Path) -> PathBuf {
        folder.join(self.name())
    }

    /// Installs it, and makes its client of the document.
    pub(super) fn install(self, folder: &Path) -> Result<(), String> {
        let folder = &self.folder(folder);
        let files: &[&str] = match self {
            Self::OpenapiFetch => &["calls.ts", "openapi.yaml", "package.json", "tsconfig.json"],
            Self::OpenapiPythonClient => &["calls.py", "openapi.yaml"],
            Self::Curl => &[],
        };
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        for file in files {
            xtask::write(&folder.join(file), &source(file)?)?;
        }
        match self {
            Self::OpenapiFetch => {
                let mut npm = Command::new("npm");
                ran(
                    npm.args(["install", "--no-audit", "--no-fund", "--silent"]),
                    folder,
                )?;
                let binary = |name: &str| Command::new(folder.join("node_modules/.bin").join(name));
                let mut types = binary("openapi-typescript");
                ran(
                    types.args(["openapi.yaml", "--output", "schema.d.ts"]),
                    folder,
                )?;
                ran(binary("tsc").args(["--project", "."]), folder)
            }
            Self::OpenapiPythonClient => {
                if !python(folder, "openapi-python-client").exists() {
                    install_python(folder, &[OPENAPI_PYTHON_CLIENT])?;
                }
                let choices = "package_name_override: independent\npost_hooks: []\n";
                xtask::write(&folder.join("choices.yaml"), choices)?;
                let mut generate = Command::new(python(folder, "openapi-python-client"));
                generate.args(["generate", "--path", "openapi.yaml", "--meta", "none"]);
                generate.args([
                    "--config",
                    "choices.yaml",
                    "--output-path",
                    "independent",
                    "--overwrite",
                ]);
                ran(&mut generate, folder)
            }
            Self::Curl => ran(Command::new("curl").arg("--version"), folder),
        }
    }

    /// Calls all cases, and gives what it got, by case.
    pub(super) fn call(self, folder: &Path, cases: &[Case], address: &str) -> Result<Got, String> {
        let folder = &self.folder(folder);
        xtask::write(&folder.join("cases.json"), &Case::written(cases))?;
        let mut command = match self {
            Self::OpenapiFetch => {
                let mut node = Command::new("node");
                node.arg(folder.join("calls.js"));
                node
            }
            Self::OpenapiPythonClient => {
                let mut command = Command::new(python(folder, "python"));
                command.arg(folder.join("calls.py"));
                command
            }
            Self::Curl => {
                let call = |case: &Case| Ok((case.name.clone(), curl(case, folder, address)?));
                return cases.iter().map(call).collect();
            }
        };
        let text = output(command.arg(address).current_dir(folder))?;
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        Ok(lines
            .filter_map(|line| Some((line["case"].as_str()?.to_owned(), line)))
            .collect())
    }
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.stderr(Stdio::inherit()).output();
    let failed = |reason: String| format!("{}: {reason}", command.get_program().display());
    let output = output.map_err(|error| failed(error.to_string()))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(failed(output.status.to_string())),
    }
}

/// Calls a case by curl, with its bodies and files where the arguments look for them.
fn curl(case: &Case, folder: &Path, address: &str) -> Result<Value, String> {
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
    };
    let body = &case.values["body"];
    put("body", body.to_string().as_bytes())?;
    put("text", body.as_str().unwrap_or_default().as_bytes())?;
    put("bytes", &unhexed(body))?;
    for (index, file) in case.values["files"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        put(&format!("file{index}"), &unhexed(&file["hex"]))?;
    }
    let Some((path, arguments)) = case.curl.split_last() else {
        return Err(format!("{}: no path for curl", case.name));
    };
    let mut command = Command::new("curl");
    command
        .args(["--silent", "--show-error", "--output", "reply"])
        .args(["--write-out", "%{http_code}\n%{header_json}"])
        .arg("--header")
        .arg(format!("X-Case: {}", case.name))
        .args(arguments)
        .arg(format!("{address}{path}"));
    put("reply", b"")?;
    let text = output(command.current_dir(folder))?;
    let (status, headers) = text.split_once('\n').unwrap_or_default();
    let headers: Value = serde_json::from_str(headers).unwrap_or_default();
    let headers = headers.as_object().into_iter().flatten();
    let headers: Value = headers
        .map(|(name, lines)| (name.clone(), lines[0].clone()))
        .collect();
    let reply = std::fs::read(folder.join("reply")).map_err(|error| error.to_string())?;
    let media_type = headers["content-type"].as_str().unwrap_or_default();
    let got = match media_type {
        "" => Value::Null,
        it if it.ends_with("json") => serde_json::from_slice(&reply).unwrap_or_default(),
        "application/octet-stream" => hexed(&reply).into(),
        _ => String::from_utf8_lossy(&reply).into(),
    };
    let status = status.parse::<u16>().unwrap_or_default();
    Ok(json!({ "status": status, "got": got, "headers": headers }))
}

fn hexed(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhexed(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap_or_default();
    let digits = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).filter_map(digits).collect()
}
