//! The browser's way back to a program on the user's own machine: a listener on loopback (RFC 8252, 7.3).

#![cfg(all(feature = "login", not(target_family = "wasm")))]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use crate::credentials::oauth2::app::{App, OAuthError, UserTokens};
use crate::platform::{Instant, sleep};
use crate::transport::Transport;

/// How often is looked whether the browser is back.
const LOOK: Duration = Duration::from_millis(40);

/// How long a browser may take to say what it wants.
const SAY: Duration = Duration::from_secs(2);

/// How much of what a browser says is read, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// What the browser shows in the end.
const DONE: &str = "<!doctype html><title>Done</title><p>You may close this window.";

impl App {
    /// Logs a user in through a browser on this machine, within `limit`. `open` gets the URL for the browser.
    ///
    /// # Errors
    ///
    /// When the user refuses or takes too long, or the provider gives no tokens.
    pub async fn login_here(
        &self,
        transport: &dyn Transport,
        limit: Duration,
        open: impl FnOnce(&str),
    ) -> Result<UserTokens, OAuthError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(OAuthError::other)?;
        listener.set_nonblocking(true).map_err(OAuthError::other)?;
        let port = listener.local_addr().map_err(OAuthError::other)?.port();
        let login = self.login(format!("http://127.0.0.1:{port}/callback"))?;
        open(login.url());
        let until = Instant::now() + limit;
        while Instant::now() < until {
            let Ok((browser, _)) = listener.accept() else {
                sleep(LOOK).await;
                continue;
            };
            // Others on this machine may ask too: what is not the answer does not end the login.
            let Some(target) = asked(&browser).await else {
                continue;
            };
            let is_callback = target.starts_with("/callback?");
            let outcome = match is_callback {
                true => self.finish(transport, &login, &target).await,
                false => Err(OAuthError::Callback("it is for another path")),
            };
            let is_ours = !matches!(outcome, Err(OAuthError::Callback(_)));
            answer(&browser, is_ours).await;
            if is_ours {
                return outcome;
            }
        }
        Err(OAuthError::Expired)
    }
}

/// The target that a browser asks for.
async fn asked(mut browser: &TcpStream) -> Option<String> {
    browser.set_nonblocking(true).ok()?;
    let until = Instant::now() + SAY;
    let mut head = Vec::new();
    let mut chunk = [0; 2048];
    while Instant::now() < until && head.len() < MAX_HEAD {
        match browser.read(&mut chunk) {
            Ok(0) => return None,
            Ok(length) => head.extend_from_slice(&chunk[..length]),
            Err(_) => sleep(LOOK).await,
        }
        if head.windows(4).any(|end| end == b"\r\n\r\n") {
            let line = std::str::from_utf8(&head).ok()?.lines().next()?;
            let target = line.strip_prefix("GET ")?.split(' ').next()?;
            return Some(target.to_owned());
        }
    }
    None
}

/// Answers a browser, which need not wait for it.
async fn answer(mut browser: &TcpStream, is_ours: bool) {
    let (status, text) = match is_ours {
        true => ("200 OK", DONE),
        false => ("404 Not Found", ""),
    };
    let length = text.len();
    let whole = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}"
    );
    // A few hundred bytes fit into what the system keeps for a connection.
    let _ = browser.write_all(whole.as_bytes());
    let _ = browser.flush();
}
