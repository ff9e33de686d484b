//! What node says of patterns and texts.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::Judged;

/// A verdict for each text, unless node takes too long for one; nothing where the pattern is not
/// ECMA-262's.
pub(super) type Verdicts = Option<Vec<Option<bool>>>;

/// With the flag `u` where the pattern is valid with it, else as annex B has it; not at all where
/// other languages mean something that annex B takes for plain letters. Without the flag, node
/// counts pairs of surrogates as two characters, so that texts with such tell nothing.
const PROGRAM: &str = r#"
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(line => line);
const ofOthers = /\\[pP][{LMNPSZC]|\\[AzZRQaehHGKX]|\[\[:|&&\[|\(\?[#imsPx>']|\\x\{/;
const vm = require('vm');
const box = vm.createContext({});
const all = new vm.Script('texts.map(text => regex.test(text))');
const one = new vm.Script('regex.test(text)');
const within = (timeout, script) => {
  try { return script.runInContext(box, { timeout }); } catch { return null; }
};
for (const line of lines) {
  const { source, texts } = JSON.parse(line);
  let regex = null;
  try { regex = new RegExp(source, 'u'); } catch {}
  if (!regex && !ofOthers.test(source)) {
    try { regex = new RegExp(source); } catch {}
  }
  Object.assign(box, { regex, texts });
  const alone = text => (box.text = text, within(20, one));
  const found = regex && (within(500, all) || texts.map(alone));
  const tells = text => regex.unicode || !/[\ud800-\udfff]/.test(text);
  console.log(JSON.stringify(found && found.map((verdict, at) => tells(texts[at]) ? verdict : null)));
}
"#;

/// Lets node judge the same texts.
///
/// # Errors
///
/// Why node could not be run.
pub(super) fn verdicts(judged: &[Judged]) -> Result<Vec<Verdicts>, String> {
    let failed = |error: std::io::Error| format!("node: {error}");
    let mut child = Command::new("node")
        .args(["--stack-size=4000", "-e", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take().ok_or("node reads nothing")?;
    // It reads all before it writes anything, so neither waits for the other.
    for one in judged {
        let line = json!({ "source": one.source, "texts": one.texts });
        writeln!(stdin, "{line}").map_err(failed)?;
    }
    drop(stdin);
    let output = child.wait_with_output().map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let found: Vec<Verdicts> = text.lines().map(parsed).collect();
    match found.len() == judged.len() {
        true => Ok(found),
        false => Err(format!("node judged {} of {}", found.len(), judged.len())),
    }
}

fn parsed(line: &str) -> Verdicts {
    let value: Value = serde_json::from_str(line).ok()?;
    Some(value.as_array()?.iter().map(Value::as_bool).collect())
}
