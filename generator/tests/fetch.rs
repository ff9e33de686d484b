//! Documents from addresses, by a server on this machine: what is fetched and what is not, what is kept,
//! and what is shown.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

const PETS: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet: { type: object, properties: { name: { type: string } } }\n";

/// What a path answers with.
#[derive(Clone)]
enum Answer {
    Text(String),
    Redirect(String),
    Status(u16),
    /// Headers, and then nothing.
    Silence,
    /// Bytes without an end.
    Flood,
}

/// A server, with what it was asked for.
struct Server {
    port: u16,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answers: &[(&str, Answer)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = answers.iter().cloned();
        let answers = answers.map(|(path, answer)| (path.to_owned(), answer));
        let answers = Arc::new(Mutex::new(answers.collect::<BTreeMap<_, _>>()));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = Self {
            port,
            answers: Arc::clone(&answers),
            asked: Arc::clone(&asked),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answers, asked) = (Arc::clone(&answers), Arc::clone(&asked));
                std::thread::spawn(move || answer(stream.unwrap(), &answers, &asked));
            }
        });
        server
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn change(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// The paths that it was asked for since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(
    mut stream: TcpStream,
    answers: &Mutex<BTreeMap<String, Answer>>,
    asked: &Mutex<Vec<String>>,
) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    for line in lines {
        if line.unwrap().is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let answer = answers.lock().unwrap().get(&path).cloned();
    asked.lock().unwrap().push(path);
    // Whoever asked may be gone already.
    let mut send = |text: String| stream.write_all(text.as_bytes()).is_ok();
    match answer.unwrap_or(Answer::Status(404)) {
        Answer::Text(text) => {
            let length = text.len();
            send(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}"
            ));
        }
        Answer::Redirect(location) => {
            send(format!(
                "HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ));
        }
        Answer::Status(status) => {
            send(format!(
                "HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ));
        }
        Answer::Silence => {
            send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_owned());
            // Until the other side closes.
            let _ = std::io::Read::read(&mut stream, &mut [0]);
        }
        Answer::Flood => {
            send("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_owned());
            while send("# and on it goes\n".repeat(100)) {}
        }
    }
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn faircopy(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn generate(folder: &Path, address: &str, more: &[&str]) -> (i32, String) {
    let arguments = [&["generate", "--spec", address, "--out", "out"], more].concat();
    let output = faircopy(folder, &arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), errors)
}

/// The errors of a run that fails, after which nothing is there.
#[track_caller]
fn refused(address: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (code, errors) = generate(folder.path(), address, more);
    assert_ne!(code, 0, "{errors}");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "something was written: {errors}");
    errors
}

/// The copies of what was fetched; beside them git is told to leave the ends of their lines alone.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join(".faircopy")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let (attributes, copies): (Vec<_>, Vec<_>) =
        paths.partition(|path| path.ends_with(".gitattributes"));
    assert_eq!(fs::read_to_string(&attributes[0]).unwrap(), "* -text\n");
    copies
}

#[test]
fn what_was_fetched_is_kept_and_not_fetched_again() {
    let server = Server::new(&[("/pets.yaml", text(PETS))]);
    let address = server.address("/pets.yaml");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (code, errors) = generate(folder, &address, &[]);
    assert_eq!((code, server.asked().len()), (0, 1), "{errors}");
    let types = fs::read_to_string(folder.join("out/src/generated/types.rs")).unwrap();
    assert!(types.contains("pub struct Pet"));
    let lock = fs::read_to_string(folder.join("faircopy.lock")).unwrap();
    assert!(lock.contains(&format!("address = \"{address}\"")), "{lock}");

    server.change("/pets.yaml", text("nothing of the kind"));
    let (code, errors) = generate(folder, &address, &["--check"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let (code, errors) = generate(folder, &address, &["--offline"]);
    assert_eq!((code, errors.as_str()), (0, "out is up to date\n"));
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn what_is_not_kept_is_fetched_only_as_the_lock_says() {
    let server = Server::new(&[("/pets.yaml", text(PETS))]);
    let address = server.address("/pets.yaml");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(generate(folder, &address, &[]).0, 0);
    let kept = folder.join(".faircopy");
    let copy = || copies(folder).pop().unwrap();

    // A copy that somebody has changed.
    fs::write(copy(), "paths: {}").unwrap();
    let (code, errors) = generate(folder, &address, &[]);
    assert_eq!(code, 1);
    assert!(
        errors.contains("is not what `faircopy.lock` says; remove it"),
        "{errors}"
    );

    // None at all.
    fs::remove_dir_all(&kept).unwrap();
    let (code, errors) = generate(folder, &address, &["--offline"]);
    assert_eq!(code, 1);
    assert!(errors.contains("there is no copy of it"), "{errors}");
    server.asked();
    let (code, errors) = generate(folder, &address, &[]);
    assert_eq!((code, server.asked().len()), (0, 1), "{errors}");
    assert_eq!(fs::read_to_string(copy()).unwrap(), PETS);

    // The server has another document by now.
    fs::remove_dir_all(&kept).unwrap();
    server.change("/pets.yaml", text(&PETS.replace("Pet:", "Cat:")));
    let (code, errors) = generate(folder, &address, &[]);
    assert_eq!(code, 1);
    assert!(
        errors.contains("its SHA-256 is") && errors.contains("`--update`"),
        "{errors}"
    );
    let types = || fs::read_to_string(folder.join("out/src/generated/types.rs")).unwrap();
    assert!(types().contains("pub struct Pet"));
    let (code, errors) = generate(folder, &address, &["--update"]);
    assert_eq!(code, 0, "{errors}");
    assert!(types().contains("pub struct Cat"));
    assert_eq!(copies(folder).len(), 1);
}

#[test]
fn an_update_drops_the_copy_that_it_replaces() {
    let server = Server::new(&[("/pets.yaml", text(PETS))]);
    let address = server.address("/pets.yaml");
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(generate(folder.path(), &address, &[]).0, 0);
    server.change("/pets.yaml", text(&PETS.replace("Pet:", "Cat:")));
    assert_eq!(generate(folder.path(), &address, &["--update"]).0, 0);
    assert_eq!(copies(folder.path()).len(), 1);
}

#[test]
fn references_stay_with_the_host_unless_another_is_allowed() {
    let pet = "type: object\nproperties: { name: { $ref: '../name.yaml' } }\n";
    let other = Server::new(&[
        ("/v1/pet.yaml", text(pet)),
        ("/name.yaml", text("type: string")),
    ]);
    let away = format!("http://localhost:{}/v1/pet.yaml", other.port);
    let document = |reference: &str| {
        let (head, _) = PETS.split_once("    Pet:").unwrap();
        text(&format!(
            "{head}    Pet: {{ $ref: '{reference}' }}\n    Owner: {{ properties: {{ pet: {{ $ref: '#/components/schemas/Pet' }} }} }}\n"
        ))
    };
    let server = Server::new(&[
        ("/a/near.yaml", document("../b/pet.yaml")),
        ("/b/pet.yaml", text(pet)),
        ("/name.yaml", text("type: string")),
        ("/a/far.yaml", document(&away)),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (code, errors) = generate(folder.path(), &server.address("/a/near.yaml"), &[]);
    assert_eq!(code, 0, "{errors}");
    assert_eq!(
        server.asked(),
        ["/a/near.yaml", "/b/pet.yaml", "/name.yaml"]
    );

    let errors = refused(&server.address("/a/far.yaml"), &[]);
    assert!(
        errors.contains("without `--allow-host localhost`"),
        "{errors}"
    );
    assert_eq!(other.asked(), [""; 0]);
    let allowed = ["--allow-host", "localhost"];
    let (code, errors) = generate(folder.path(), &server.address("/a/far.yaml"), &allowed);
    assert_eq!(code, 0, "{errors}");
    assert_eq!(other.asked(), ["/v1/pet.yaml", "/name.yaml"]);

    // A document on disk may refer to it as well.
    let Answer::Text(local) = document(&away) else {
        unreachable!()
    };
    fs::write(folder.path().join("local.yaml"), local).unwrap();
    let output = faircopy(folder.path(), &["lint", "--spec", "local.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let output = faircopy(
        folder.path(),
        &["lint", "--spec", "local.yaml", "--allow-host", "localhost"],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn redirects_are_followed_where_they_may_lead_and_counted() {
    let server = Server::new(&[
        ("/pets.yaml", text(PETS)),
        ("/moved", Answer::Redirect("/pets.yaml".to_owned())),
        ("/round", Answer::Redirect("/round".to_owned())),
        (
            "/plain",
            Answer::Redirect("http://example.com/pets.yaml".to_owned()),
        ),
        (
            "/away",
            Answer::Redirect("https://example.com/pets.yaml".to_owned()),
        ),
        (
            "/user",
            Answer::Redirect("https://me:hunter2@example.com/".to_owned()),
        ),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (code, errors) = generate(folder.path(), &server.address("/moved"), &[]);
    assert_eq!(code, 0, "{errors}");
    server.asked();
    let errors = refused(&server.address("/round"), &[]);
    assert!(errors.contains("redirected more than 5 times"), "{errors}");
    assert_eq!(server.asked().len(), 6);
    let errors = refused(&server.address("/plain"), &[]);
    assert!(
        errors.contains("only HTTPS is spoken with other machines"),
        "{errors}"
    );
    let errors = refused(&server.address("/away"), &[]);
    assert!(
        errors.contains("without `--allow-host example.com`"),
        "{errors}"
    );
    let errors = refused(&server.address("/user"), &[]);
    assert!(!errors.contains("hunter2"), "{errors}");
}

#[test]
fn what_is_too_large_too_slow_or_missing_is_refused() {
    let server = Server::new(&[
        ("/large", text(&"# a comment\n".repeat(1000))),
        ("/flood", Answer::Flood),
        ("/slow", Answer::Silence),
    ]);
    for path in ["/large", "/flood"] {
        let errors = refused(&server.address(path), &["--max-bytes", "4000"]);
        assert!(errors.contains("it has more than 4000 bytes"), "{errors}");
    }
    let errors = refused(&server.address("/slow"), &["--max-seconds", "1"]);
    assert!(errors.contains("more than 1 seconds"), "{errors}");
    let errors = refused(&server.address("/none"), &[]);
    assert!(errors.contains("the server answers 404"), "{errors}");
}

#[test]
fn what_an_address_may_hold_in_secret_is_not_shown() {
    let server = Server::new(&[
        ("/pets.yaml?key=hunter2", text(PETS)),
        ("/bad?key=hunter2", text("paths: 1")),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let address = server.address("/pets.yaml?key=hunter2");
    let (code, errors) = generate(folder.path(), &address, &[]);
    assert_eq!(code, 0, "{errors}");
    let lock = fs::read_to_string(folder.path().join("faircopy.lock")).unwrap();
    assert!(
        !lock.contains("hunter2") && lock.contains("/pets.yaml?"),
        "{lock}"
    );
    let errors = refused(&server.address("/bad?key=hunter2"), &[]);
    assert!(
        !errors.contains("hunter2") && errors.contains("/bad?"),
        "{errors}"
    );

    let user = format!("http://me:hunter2@127.0.0.1:{}/pets.yaml", server.port);
    let errors = refused(&user, &[]);
    assert!(errors.contains("a user or a password"), "{errors}");
    assert!(!errors.contains("hunter2"), "{errors}");
    let errors = refused("http://example.com/pets.yaml", &[]);
    assert!(errors.contains("only HTTPS"), "{errors}");
}

#[test]
fn what_only_looks_writes_nothing() {
    let server = Server::new(&[("/pets.yaml", text(PETS))]);
    let folder = tempfile::tempdir().unwrap();
    let address = server.address("/pets.yaml");
    let output = faircopy(folder.path(), &["lint", "--spec", &address]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(generate(folder.path(), &address, &["--dry-run"]).0, 0);
    let output = faircopy(folder.path(), &["diff", &address, &address]);
    assert_eq!(output.stdout, b"Nothing differs.\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_lock_file_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let entry = "[[document]]\naddress = 'https://example.com/a'\nsha256 = ";
    for (text, problem) in [
        ("version = 2\n".to_owned(), "its version is 2, not 1"),
        (
            format!("version = 1\n{entry}'../../secret'\n"),
            "`../../secret` is no SHA-256",
        ),
        (
            "version = 1\nother = 1\n".to_owned(),
            "unknown field `other`",
        ),
    ] {
        fs::write(folder.path().join("faircopy.lock"), text).unwrap();
        let (code, errors) = generate(folder.path(), "https://example.com/a", &[]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(problem), "{errors}");
    }
}
