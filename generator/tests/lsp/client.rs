//! An editor, as far as the protocol has it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A server, the folder that it works in, and the texts that are open.
pub struct Client {
    pub folder: TempDir,
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<std::process::ChildStdout>,
    next: i64,
    /// By name in the folder, the version and the text.
    texts: BTreeMap<String, (i64, String)>,
    /// What was told of files, newest last.
    pub told: Vec<Value>,
    pub server_capabilities: Value,
}

/// What stands for the place that a test is about.
const MARK: char = '‸';

impl Client {
    /// A client in a folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Client {
        Self::with(files, json!({}))
    }

    /// The same, with capabilities of its own.
    pub fn with(files: &[(&str, &str)], capabilities: Value) -> Client {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_faircopy"))
            .args(["lsp", "--stdio"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut client = Client {
            input: server.stdin.take(),
            output: BufReader::new(server.stdout.take().unwrap()),
            server,
            folder,
            next: 0,
            texts: BTreeMap::new(),
            told: Vec::new(),
            server_capabilities: Value::Null,
        };
        let root = client.uri("");
        let folders = json!([{ "uri": root, "name": "test" }]);
        let params = json!({
            "processId": null, "rootUri": root, "workspaceFolders": folders,
            "capabilities": capabilities,
        });
        client.server_capabilities = client.request("initialize", params)["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// The address of a file of the folder.
    pub fn uri(&self, name: &str) -> String {
        let path = self.folder.path().canonicalize().unwrap();
        format!("file://{}", path.join(name).display())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    /// The next message of the server; `None` where it has ended.
    pub fn read(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(stated) = line.strip_prefix("Content-Length: ") {
                length = stated.parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        Some(serde_json::from_slice(&text).unwrap())
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request, which is no error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.attempt(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The answer to a request, with what went wrong.
    pub fn attempt(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read().expect("the server has not ended");
            if message["id"] == id {
                return message;
            }
            self.keep(message);
        }
    }

    fn keep(&mut self, message: Value) {
        assert_ne!(message["method"], "window/logMessage", "{message}");
        if message["method"] == "textDocument/publishDiagnostics" {
            self.told.push(message["params"].clone());
        }
    }

    /// Opens a text; a mark in it is left out, and its position returned.
    pub fn open(&mut self, name: &str, text: &str) -> Value {
        let (text, position) = unmarked(text);
        self.texts.insert(name.to_owned(), (1, text.clone()));
        let item =
            json!({ "uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
        position
    }

    /// Opens a file as it is on disk.
    pub fn open_saved(&mut self, name: &str) {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        self.open(name, &text);
    }

    pub fn text(&self, name: &str) -> &str {
        &self.texts[name].1
    }

    /// Puts a text in the place of some bytes.
    pub fn edit(&mut self, name: &str, bytes: std::ops::Range<usize>, new: &str) {
        let uri = self.uri(name);
        let (version, text) = self.texts.get_mut(name).unwrap();
        *version += 1;
        let range = range(text, bytes.clone());
        text.replace_range(bytes, new);
        let params = json!({
            "textDocument": { "uri": uri, "version": *version },
            "contentChanges": [{ "range": range, "text": new }],
        });
        self.notify("textDocument/didChange", params);
    }

    /// Puts another text in the place of all.
    pub fn replace(&mut self, name: &str, new: &str) -> Value {
        let (new, position) = unmarked(new);
        let uri = self.uri(name);
        let (version, text) = self.texts.get_mut(name).unwrap();
        *version += 1;
        text.clone_from(&new);
        let params = json!({
            "textDocument": { "uri": uri, "version": *version },
            "contentChanges": [{ "text": new }],
        });
        self.notify("textDocument/didChange", params);
        position
    }

    pub fn close(&mut self, name: &str) {
        self.texts.remove(name);
        let uri = self.uri(name);
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }

    /// What is told of the newest version of an open text.
    pub fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        let version = self.texts[name].0;
        self.told_of(name, |told| told["version"] == version)
    }

    /// What is told of a file, once it is as a test waits for.
    pub fn told_of(&mut self, name: &str, is_it: impl Fn(&Value) -> bool) -> Vec<Value> {
        let uri = self.uri(name);
        loop {
            let found = self
                .told
                .iter()
                .rposition(|told| told["uri"] == *uri && is_it(told));
            if let Some(found) = found {
                let told = self.told[found].clone();
                return told["diagnostics"].as_array().unwrap().clone();
            }
            let message = self.read().expect("the server has not ended");
            self.keep(message);
        }
    }

    /// A request about a position of a text.
    pub fn at(&mut self, method: &str, name: &str, position: &Value) -> Value {
        let params = self.place(name, position);
        self.request(&format!("textDocument/{method}"), params)
    }

    pub fn place(&self, name: &str, position: &Value) -> Value {
        json!({ "textDocument": { "uri": self.uri(name) }, "position": position })
    }

    /// Says that it is done; whether the server ended well.
    pub fn done(mut self) -> bool {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.input.take();
        while self.read().is_some() {}
        self.server.wait().unwrap().success()
    }

    /// Ends the connection without a word; whether the server ended well.
    pub fn hang_up(mut self) -> bool {
        self.input.take();
        while self.read().is_some() {}
        self.server.wait().unwrap().success()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A text without its mark, and the position of that.
pub fn unmarked(text: &str) -> (String, Value) {
    let at = text.find(MARK).unwrap_or(0);
    let text = text.replace(MARK, "");
    let position = position(&text, at);
    (text, position)
}

/// The position of a byte, in the units of UTF-16.
pub fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

pub fn range(text: &str, bytes: std::ops::Range<usize>) -> Value {
    json!({ "start": position(text, bytes.start), "end": position(text, bytes.end) })
}

/// The byte at a position.
fn byte(text: &str, position: &Value) -> usize {
    let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = position["character"].as_u64().unwrap();
    let mut at = start;
    for letter in text[start..].chars() {
        if units == 0 {
            break;
        }
        units -= letter.len_utf16() as u64;
        at += letter.len_utf8();
    }
    at
}

/// The part of a text that a range marks.
pub fn marked<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[byte(text, &range["start"])..byte(text, &range["end"])]
}

/// A text after the edits of an answer.
pub fn edited(text: &str, edits: &Value) -> String {
    let edits = edits.as_array().unwrap().iter();
    let mut edits: Vec<_> = edits
        .map(|edit| {
            let range = &edit["range"];
            let bytes = byte(text, &range["start"])..byte(text, &range["end"]);
            (bytes, edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|(bytes, _)| std::cmp::Reverse((bytes.start, bytes.end)));
    let mut text = text.to_owned();
    for (bytes, new) in edits {
        text.replace_range(bytes, new);
    }
    text
}
