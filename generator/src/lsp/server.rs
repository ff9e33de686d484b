//! Messages of a client to what they change, and what is answered.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, select_biased, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeParams,
    PublishDiagnosticsParams, RenameOptions, ServerCapabilities, TextDocumentContentChangeEvent,
    TextDocumentSyncKind,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Open;
use super::answer;
use super::check::{self, Checked, Found, Job};
use super::guard::guarded;
use super::state::State;
use super::text::{Encoding, Text};
use super::uri;
use super::workspace::{Document, Workspace};

/// The stack of the thread that checks: that of the thread on which the command does.
const STACK: usize = 8 << 20;

/// A server, and what goes on in it.
struct Server {
    known: State,
    /// Counts the states of all texts.
    state: u64,
    /// The state in which each document was last asked to be checked.
    asked: BTreeMap<PathBuf, u64>,
    jobs: Sender<Job>,
    out: Sender<Message>,
}

/// Serves a client on standard input and output until it says that it is done.
///
/// # Errors
///
/// What broke the connection.
pub(crate) fn serve(open: &Open) -> Result<(), String> {
    let (connection, threads) = Connection::stdio();
    let served = converse(&connection, open);
    // The threads end when nobody can send any more.
    drop(connection);
    served?;
    threads.join().map_err(|error| error.to_string())
}

fn converse(connection: &Connection, open: &Open) -> Result<(), String> {
    let (id, params) = connection
        .initialize_start()
        .map_err(|error| error.to_string())?;
    let client: InitializeParams =
        serde_json::from_value(params).map_err(|error| format!("`initialize`: {error}"))?;
    let general = client.capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref());
    let encoding = Encoding::negotiated(offered.unwrap_or_default());
    let result = json!({
        "capabilities": capabilities(encoding),
        "serverInfo": { "name": "faircopy", "version": env!("CARGO_PKG_VERSION") },
    });
    let finished = connection.initialize_finish(id, result);
    finished.map_err(|error| error.to_string())?;

    let (jobs, asked) = unbounded();
    let (told, results) = unbounded();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("check".to_owned())
            .stack_size(STACK);
        let thread = thread.spawn_scoped(scope, move || check::run(open, &asked, &told));
        thread.map_err(|error| error.to_string())?;
        let mut server = Server::new(&client, encoding, jobs, connection.sender.clone());
        server.run(connection, &results)
    })
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncKind::Incremental.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["\"", "'", "/", "#", ":", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        rename_provider: Some(
            RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            }
            .into(),
        ),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    }
}

impl Server {
    fn new(
        client: &InitializeParams,
        encoding: Encoding,
        jobs: Sender<Job>,
        out: Sender<Message>,
    ) -> Server {
        // Asked for by name, so that what a client says otherwise does not matter.
        let asked = serde_json::to_value(client).unwrap_or_default();
        let texts = &asked["capabilities"]["textDocument"];
        let folders = asked["workspaceFolders"].as_array().into_iter().flatten();
        let folders = folders.filter_map(|folder| folder["uri"].as_str());
        let root = asked["rootUri"].as_str().into_iter();
        let folders = folders.chain(root).map(|uri| uri::path(&uri.into()));
        let folders = folders.filter(|folder| folder.is_dir()).collect();
        let most_ranges = texts["foldingRange"]["rangeLimit"].as_u64();
        Server {
            known: State {
                workspace: Workspace::new(encoding, folders),
                found: BTreeMap::new(),
                understood: BTreeMap::new(),
                takes_snippets: texts["completion"]["completionItem"]["snippetSupport"] == true,
                most_ranges: most_ranges
                    .and_then(|most| usize::try_from(most).ok())
                    .unwrap_or(RANGES),
                around: RefCell::default(),
            },
            state: 0,
            asked: BTreeMap::new(),
            jobs,
            out,
        }
    }

    fn run(&mut self, connection: &Connection, results: &Receiver<Checked>) -> Result<(), String> {
        loop {
            let message = select_biased! {
                // What the client says may make a result void.
                recv(connection.receiver) -> message => message,
                recv(results) -> checked => {
                    if let Ok(checked) = checked {
                        self.checked(checked)?;
                    }
                    continue;
                }
            };
            let Ok(message) = message else {
                return Err("the client is gone".to_owned());
            };
            match message {
                Message::Request(request) => {
                    let shutdown = connection.handle_shutdown(&request);
                    if shutdown.map_err(|error| error.to_string())? {
                        return Ok(());
                    }
                    let response = self.answered(request);
                    self.send(response.into())?;
                }
                Message::Notification(notification) if notification.method == "exit" => {
                    return Err("the client left without a word".to_owned());
                }
                Message::Notification(notification) => self.notified(notification)?,
                // Nothing is asked of the client.
                Message::Response(_) => {}
            }
        }
    }

    fn send(&self, message: Message) -> Result<(), String> {
        self.out
            .send(message)
            .map_err(|_| "the client is gone".to_owned())
    }

    fn answered(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answer = guarded(|| answer::to(&self.known, &method, params));
        match answer.unwrap_or_else(|bug| Err((ErrorCode::InternalError, bug))) {
            Ok(Some(result)) => Response::new_ok(id, result),
            Ok(None) => Response::new_ok(id, Value::Null),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        }
    }

    fn notified(&mut self, notification: Notification) -> Result<(), String> {
        let Notification { method, params } = notification;
        match method.as_str() {
            "textDocument/didOpen" => {
                let Some(params) = self.read::<DidOpenTextDocumentParams>(params)? else {
                    return Ok(());
                };
                let item = params.text_document;
                let path = uri::path(&item.uri);
                let text = Text::new(item.text, self.known.workspace.encoding);
                let document = Document::new(item.uri, item.version, text);
                self.known
                    .workspace
                    .documents
                    .insert(path.clone(), document);
                self.known.around.take();
                self.changed(&path)?;
                if self.known.root_of(&path).is_none() {
                    // What looks for it may not have found it before.
                    self.check_all();
                }
                Ok(())
            }
            "textDocument/didChange" => {
                let Some(params) = self.read::<DidChangeTextDocumentParams>(params)? else {
                    return Ok(());
                };
                let path = uri::path(&params.text_document.text_document_identifier.uri);
                let Some(document) = self.known.workspace.documents.get_mut(&path) else {
                    return self.log("a text was edited that is not open");
                };
                for change in params.content_changes {
                    match change {
                        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                            document.text.edit(Some(part.range), &part.text);
                        }
                        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(
                            whole,
                        ) => document.text.edit(None, &whole.text),
                    }
                }
                document.edited(params.text_document.version);
                self.changed(&path)
            }
            "textDocument/didClose" => {
                let Some(params) = self.read::<DidCloseTextDocumentParams>(params)? else {
                    return Ok(());
                };
                self.closed(&uri::path(&params.text_document.uri))
            }
            // What is on disk may be what a document refers to, or its configuration.
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.known.around.take();
                self.state += 1;
                self.check_all();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What a notification says; it is not answered, so that what is wrong with it is only noted.
    fn read<P: DeserializeOwned>(&self, params: Value) -> Result<Option<P>, String> {
        match serde_json::from_value(params) {
            Ok(params) => Ok(Some(params)),
            Err(error) => {
                self.log(&format!("a notification cannot be read: {error}"))?;
                Ok(None)
            }
        }
    }

    fn log(&self, message: &str) -> Result<(), String> {
        const ERROR: u8 = 1;
        let params = json!({ "type": ERROR, "message": message });
        self.send(Notification::new("window/logMessage".to_owned(), params).into())
    }

    /// That a text was opened or edited.
    fn changed(&mut self, path: &Path) -> Result<(), String> {
        self.state += 1;
        let is_root = self
            .known
            .workspace
            .documents
            .get(path)
            .is_some_and(|document| document.is_root);
        let mut roots = self.known.roots_of(path);
        if is_root {
            roots.push(path.to_owned());
        } else if roots.is_empty() {
            match self.known.document_around(path) {
                Some(root) => roots.push(root),
                None => return Ok(()),
            }
        }
        roots.sort();
        roots.dedup();
        self.check(roots);
        Ok(())
    }

    fn closed(&mut self, path: &Path) -> Result<(), String> {
        self.known.workspace.documents.remove(path);
        self.known.around.take();
        self.state += 1;
        let mut roots = self.known.roots_of(path);
        let is_left = |root: &PathBuf| {
            let files = self
                .known
                .found
                .iter()
                .filter(|(_, by_root)| by_root.contains_key(root));
            let mut files = files.map(|(file, _)| file);
            !files.any(|file| self.known.workspace.documents.contains_key(file))
        };
        let left: Vec<_> = roots.iter().filter(|root| is_left(root)).cloned().collect();
        for root in &left {
            // Nobody looks at it any more.
            self.asked.remove(root);
            self.known.understood.remove(root);
            self.found_in(root, BTreeMap::new())?;
        }
        roots.retain(|root| !left.contains(root));
        self.check(roots);
        Ok(())
    }

    fn roots(&self) -> Vec<PathBuf> {
        self.asked.keys().cloned().collect()
    }

    fn check_all(&mut self) {
        self.check(self.roots());
    }

    fn check(&mut self, roots: Vec<PathBuf>) {
        if roots.is_empty() {
            return;
        }
        let texts = self.known.workspace.documents.iter();
        let texts = texts
            .map(|(path, document)| (path.clone(), (document.uri.clone(), document.text.clone())));
        let texts = Arc::new(texts.collect());
        for root in roots {
            self.asked.insert(root.clone(), self.state);
            let job = Job {
                folder: self.known.workspace.folder(&root),
                root,
                state: self.state,
                texts: Arc::clone(&texts),
                encoding: self.known.workspace.encoding,
            };
            // It ends only after this.
            let _ = self.jobs.send(job);
        }
    }

    /// Tells what was found, unless the texts have changed since.
    fn checked(&mut self, checked: Checked) -> Result<(), String> {
        let Checked {
            root,
            state,
            found,
            read,
            failure,
        } = checked;
        if let Some(failure) = failure {
            self.log(&failure)?;
        }
        if self.asked.get(&root) != Some(&state) {
            return Ok(());
        }
        if let Some(read) = read {
            self.known.understood.insert(root.clone(), read);
        }
        self.found_in(&root, found)
    }

    /// Takes what was found for a document, and tells it of every file that it concerns.
    fn found_in(
        &mut self,
        root: &Path,
        found: BTreeMap<PathBuf, Vec<Found>>,
    ) -> Result<(), String> {
        let known = self
            .known
            .found
            .iter()
            .filter(|(_, by_root)| by_root.contains_key(root));
        let mut files: Vec<PathBuf> = known.map(|(file, _)| file.clone()).collect();
        files.extend(found.keys().cloned());
        files.sort();
        files.dedup();
        let mut found = found;
        for file in files {
            let by_root = self.known.found.entry(file.clone()).or_default();
            let before = by_root.remove(root);
            let now = found.remove(&file);
            let is_silent = |found: &Option<Vec<Found>>| found.as_ref().is_none_or(Vec::is_empty);
            let is_open = self.known.workspace.documents.contains_key(&file);
            let is_told = is_open || !is_silent(&before) || !is_silent(&now);
            if let Some(now) = now {
                by_root.insert(root.to_owned(), now);
            }
            let mut diagnostics = Vec::new();
            for found in by_root.values().flatten() {
                if !diagnostics.contains(&found.told) {
                    diagnostics.push(found.told.clone());
                }
            }
            if by_root.is_empty() {
                self.known.found.remove(&file);
            }
            if is_told {
                self.publish(&file, diagnostics)?;
            }
        }
        Ok(())
    }

    fn publish(&self, file: &Path, diagnostics: Vec<lsp_types::Diagnostic>) -> Result<(), String> {
        let document = self.known.workspace.documents.get(file);
        let params = PublishDiagnosticsParams {
            uri: document.map_or_else(|| uri::of(file), |document| document.uri.clone()),
            version: document.map(|document| document.version),
            diagnostics,
        };
        let method = "textDocument/publishDiagnostics".to_owned();
        self.send(Notification::new(method, params).into())
    }
}

/// The most ranges to fold, where the client names no number.
const RANGES: usize = 5000;
