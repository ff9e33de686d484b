//! Turns the source document's words into a service: a real HTTP server on loopback that behaves
//! as the document says, on the generated types and validators.
//!
//! It is for demonstrations and tests. Where the document is silent, about errors most of all, the
//! sandbox does what is usual: problem details with a status that fits.

pub mod clock;
mod http;
mod problem;
pub mod seed;
mod service;
mod store;

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

pub use clock::{Clock, ManualClock};
pub use service::{Refusal, Service};

/// The user name that requests must carry, as in the source document's samples.
pub const USER: &str = "user";
/// The password that goes with it.
pub const PASSWORD: &str = "pass";
/// What stands before every path, as at the real service.
pub const BASE_PATH: &str = "/api/v1";

/// A sandbox that listens, and does not yet answer.
#[derive(Debug)]
pub struct Sandbox {
    listener: TcpListener,
    address: SocketAddr,
    service: Arc<Service>,
}

impl Sandbox {
    /// Listens on loopback, at `port`, or at any free port when that is 0.
    pub async fn bind(port: u16, service: Service) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener,
            address,
            service: Arc::new(service),
        })
    }

    /// The service behind the server, to look at its tokens or to change them.
    pub fn service(&self) -> Arc<Service> {
        Arc::clone(&self.service)
    }

    /// The address that a client takes as its base: `http://127.0.0.1:8787/api/v1`.
    pub fn base_url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.address)
    }

    /// Answers requests until `stop` is ready, and then those that have already begun.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        axum::serve(self.listener, http::router(self.service))
            .with_graceful_shutdown(stop)
            .await
    }
}
