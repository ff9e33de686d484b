//! The other end of the call: answers each request with the same token.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

const BODY: &str = r#"{"token":"zu8sBXS4gkh7","username":"kGyohRda","authType":"user","password":"bkXBberMQ7","durationHours":1500,"status":"active","createdAt":1752251968,"updatedAt":1754843968,"dataUsage":11574848653,"dataLimit":200000000000,"allowedPools":["us-s","us-r","tickets-us-s","tickets-us-r","ca-s","ca-r","gb-s","gb-r"]}"#;

/// Listens on loopback, in threads of its own. Gives the first request of each connection.
pub(crate) fn start() -> io::Result<(SocketAddr, Receiver<Vec<u8>>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let (sender, requests) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            thread::spawn(move || answer(stream, &sender));
        }
    });
    Ok((address, requests))
}

fn answer(stream: TcpStream, first: &Sender<Vec<u8>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Tue, 24 Nov 2026 12:00:00 GMT\r\nx-request-id: 0f1e2d3c4b5a6978\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut reader = BufReader::new(&stream);
    let mut is_first = true;
    while let Some(request) = read(&mut reader)? {
        if std::mem::take(&mut is_first) {
            // Nobody may be listening, which is no reason to stop.
            let _ = first.send(request);
        }
        (&stream).write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// The next request, head and body; `None` at the end.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut length = 0;
    loop {
        let start = request.len();
        if reader.read_until(b'\n', &mut request)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&request[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line == "\r\n" {
            break;
        }
    }
    reader.take(length).read_to_end(&mut request)?;
    Ok(Some(request))
}
