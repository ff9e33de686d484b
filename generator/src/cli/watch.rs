//! `faircopy watch`: changes of files to runs of `generate`, one for each burst of changes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::Generate;
use super::outcome::{FAULT, misuse};

/// How long nothing may change for a burst of changes to count as over.
const QUIET: Duration = Duration::from_millis(150);

impl Generate {
    /// Generates, and again after every change of the document's folder, until it is stopped.
    pub(super) fn watch(&self) -> ExitCode {
        if self.input.spec.as_os_str() == "-" {
            return misuse("`watch` needs a file: standard input has no changes");
        }
        if self.input.address().is_some() {
            return misuse("`watch` needs a file: an address tells nobody of its changes");
        }
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // The receiver is gone when the process is about to end.
            let _ = sender.send(event);
        });
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => return failed(&error),
        };
        for folder in self.folders() {
            if let Err(error) = watcher.watch(&folder, RecursiveMode::Recursive) {
                return failed(&error);
            }
        }
        loop {
            let _ = self.run();
            eprintln!("waiting for changes of {}", self.input.spec.display());
            if let Err(error) = self.changed(&events) {
                return failed(&error);
            }
        }
    }

    /// The folders whose files matter: the document's, the configuration's and the overlays'.
    fn folders(&self) -> Vec<PathBuf> {
        let input = &self.input;
        let files = [Some(input.spec.clone()), input.config_file()];
        let files = files.into_iter().flatten().chain(input.overlay.clone());
        let mut folders: Vec<PathBuf> = files
            .filter_map(|file| match file.parent() {
                Some(folder) if folder.as_os_str().is_empty() => Some(PathBuf::from(".")),
                other => other.map(Path::to_path_buf),
            })
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// Waits for a change that matters, and for the changes that come with it.
    fn changed(&self, events: &Receiver<notify::Result<Event>>) -> notify::Result<()> {
        loop {
            let Ok(event) = events.recv() else {
                return Err(notify::Error::generic("the watcher has ended"));
            };
            if is_relevant(&event?, &self.out) {
                break;
            }
        }
        while let Ok(event) = events.recv_timeout(QUIET).map_err(|error| match error {
            RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected => error,
        }) {
            event?;
        }
        Ok(())
    }
}

/// Whether an event changes a file that can be part of a document, outside what is generated.
fn is_relevant(event: &Event, out: &Path) -> bool {
    let is_change = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Any
    );
    let out = out.canonicalize().unwrap_or_else(|_| out.to_path_buf());
    let is_source = |path: &PathBuf| {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_readable = matches!(
            extension.map(str::to_ascii_lowercase).as_deref(),
            Some("yaml" | "yml" | "json" | "toml")
        );
        is_readable && !path.starts_with(&out)
    };
    is_change && event.paths.iter().any(is_source)
}

fn failed(error: &notify::Error) -> ExitCode {
    eprintln!("error: cannot watch: {error}");
    ExitCode::from(FAULT)
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, ModifyKind};

    use super::*;

    #[test]
    fn only_changes_of_sources_count() {
        let out = Path::new("/home/zoe/client");
        let event = |kind, path: &str| Event::new(kind).add_path(PathBuf::from(path));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(is_relevant(&event(written, "/home/zoe/api.yaml"), out));
        assert!(is_relevant(&event(written, "/home/zoe/faircopy.toml"), out));
        let created = EventKind::Create(CreateKind::File);
        assert!(is_relevant(
            &event(created, "/home/zoe/schemas/pet.JSON"),
            out
        ));
        assert!(!is_relevant(
            &event(written, "/home/zoe/client/Cargo.toml"),
            out
        ));
        assert!(!is_relevant(&event(written, "/home/zoe/api.yaml~"), out));
        let read = EventKind::Access(AccessKind::Read);
        assert!(!is_relevant(&event(read, "/home/zoe/api.yaml"), out));
    }
}
