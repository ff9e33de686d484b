//! A server that keeps the last request, and answers all alike.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// A request as it came.
#[derive(Debug)]
pub struct Received {
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// By names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// Starts the server on a free port of loopback, until the test ends.
pub fn start() -> (String, Receiver<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = format!(
        "http://{}",
        listener.local_addr().expect("it has an address")
    );
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if let Some(received) = receive(stream)
                && sender.send(received).is_err()
            {
                return;
            }
        }
    });
    (address, receiver)
}

fn receive(mut stream: TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = || {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        Some(
            String::from_utf8_lossy(&line)
                .trim_end_matches(['\r', '\n'])
                .to_owned(),
        )
    };
    let first = line()?;
    let (method, rest) = first.split_once(' ')?;
    let (target, _) = rest.rsplit_once(' ')?;
    let mut headers = BTreeMap::new();
    loop {
        let line = line()?;
        match line.split_once(':') {
            Some((name, value)) => {
                headers.insert(name.to_ascii_lowercase(), value.trim().to_owned())
            }
            None => break,
        };
    }
    if headers
        .get("expect")
        .is_some_and(|value| value == "100-continue")
    {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let mut body = Vec::new();
    if headers
        .get("transfer-encoding")
        .is_some_and(|value| value == "chunked")
    {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk).ok()?;
            body.extend(&chunk[..size]);
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = headers.get("content-length") {
        body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut body).ok()?;
    }
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    stream.write_all(answer.as_bytes()).ok()?;
    Some(Received {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body,
    })
}
