//! The state file, and the program that keeps it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sandbox::{Clock, ManualClock, Service, seed};
use unknown_proxies::ModifyTokenRequest;

use crate::harness::{NOW, at, client};

fn open(path: &Path) -> std::io::Result<Service> {
    Service::open(
        Some(path.to_owned()),
        Clock::from(&ManualClock::new(at(NOW))),
    )
}

#[test]
fn a_change_outlives_the_service() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let request = ModifyTokenRequest::builder()
        .token(seed::EXPIRED)
        .duration_hours(5000)
        .build()
        .unwrap();
    let changed = open(&path).unwrap().modify(&request).unwrap();

    let again = open(&path).unwrap();
    assert_eq!(again.token(seed::EXPIRED), Some(changed));
    assert_eq!(again.tokens().len(), 5);
    let files = fs::read_dir(folder.path()).unwrap();
    let files = files.map(|entry| entry.unwrap().file_name());
    let files: Vec<_> = files.filter(|name| name != ".state.json.lock").collect();
    assert_eq!(files, ["state.json"], "nothing half-written is left");
}

#[test]
fn a_file_is_one_sandboxs_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let service = open(&path).unwrap();
    let output = run(&["--port", "0", "--state", path.to_str().unwrap()]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("another sandbox keeps its state there"),
        "{message}"
    );
    drop(service);
    open(&path).unwrap();
}

#[test]
fn a_change_that_cannot_be_kept_does_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone").join("state.json");
    fs::create_dir(path.parent().unwrap()).unwrap();
    let service = open(&path).unwrap();
    let before = service.tokens();

    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .duration_hours(5000)
        .build()
        .unwrap();
    service
        .modify(&request)
        .expect_err("there is no folder to write to");
    assert_eq!(service.tokens(), before);
}

#[test]
fn a_file_of_another_kind_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for content in ["", "not tokens", "{}", r#"[{"token": "a"}]"#] {
        fs::write(&path, content).unwrap();
        let output = run(&["--port", "0", "--state", path.to_str().unwrap()]);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.contains("notes.txt: not a state file"), "{message}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    let output = run(&["--port", "0", "--state", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port().to_string();
    let output = run(&["--port", &port]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains(&format!("port {port}: ")), "{message}");
}

#[tokio::test]
async fn the_program_prints_its_tokens_and_a_killed_one_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let (mut program, base_url, shown) = started(&path);
    for token in [
        seed::ACTIVE,
        seed::EXPIRED,
        seed::EXHAUSTED,
        seed::TIMELESS,
        seed::EXAMPLE,
    ] {
        assert!(shown.contains(token), "{shown}");
    }
    let request = ModifyTokenRequest::builder()
        .token(seed::TIMELESS)
        .duration_hours(87_600)
        .build()
        .unwrap();
    client(&base_url).modify_token(&request).await.unwrap();
    program.kill().unwrap();
    program.wait().unwrap();

    assert_eq!(
        open(&path)
            .unwrap()
            .token(seed::TIMELESS)
            .unwrap()
            .duration_hours,
        87_600
    );
}

#[cfg(unix)]
#[test]
fn the_program_ends_in_good_order_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT"] {
        let (mut program, _, _) = started(&folder.path().join("state.json"));
        let id = program.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(program.wait().unwrap().success(), "{signal}");
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(arguments)
        .output()
        .unwrap()
}

/// Starts the program and reads what it prints before it answers: its address among the rest.
fn started(state: &Path) -> (Child, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--port", "0", "--state"])
        .arg(state)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let mut shown = String::new();
    while !shown.contains(seed::EXAMPLE) {
        assert_ne!(
            output.read_line(&mut shown).unwrap(),
            0,
            "it ended early: {shown}"
        );
    }
    let base_url = shown
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .unwrap();
    let base_url = base_url.to_owned();
    (program, base_url, shown)
}
