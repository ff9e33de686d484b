//! Calls over TLS: whose certificates are trusted, what comes of others, and which protocol is agreed on.

use std::error::Error as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use faircopy_runtime::client::ClientBuilder;
use faircopy_runtime::error::Error;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::pets::{GetPetError, client, get_pet};

const BODY: &str = r#"{"id":1,"name":"Rex"}"#;

/// A server whose certificate is signed by an authority that nobody knows.
struct Server {
    address: SocketAddr,
    /// The authority's certificate.
    root: CertificateDer<'static>,
    root_pem: String,
    seen: UnboundedReceiver<Seen>,
}

/// What came of a connection.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    /// The client hung up before it sent anything.
    Refused,
    Answered {
        protocol: String,
        target: String,
    },
}

impl Server {
    /// Answers with a pet, in one of these protocols, under a certificate for `name`.
    async fn start(name: &str, protocols: &[&str]) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, "authority of the test");
        let root = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new([name.to_owned()]).unwrap();
        let leaf = leaf.signed_by(&key, &issuer).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        config.alpn_protocols = protocols
            .iter()
            .map(|protocol| protocol.as_bytes().to_vec())
            .collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let (sender, seen) = mpsc::unbounded_channel();
        let server = Self {
            address: listener.local_addr().unwrap(),
            root: root.der().clone(),
            root_pem: root.pem(),
            seen,
        };
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, seen) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    match acceptor.accept(stream).await {
                        Ok(stream) => answer(stream, &seen).await,
                        Err(_) => seen.send(Seen::Refused).unwrap(),
                    }
                });
            }
        });
        server
    }

    fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What came of the next connection.
    async fn seen(&mut self) -> Seen {
        self.seen.recv().await.unwrap()
    }

    /// A client of one's own that trusts the authority, and nobody else.
    fn trusting(&self) -> ClientBuilder {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let own = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(config);
        client(self.url()).reqwest(own.build().unwrap())
    }
}

async fn answer(stream: TlsStream<TcpStream>, seen: &UnboundedSender<Seen>) {
    let protocol = stream.get_ref().1.alpn_protocol().unwrap_or_default();
    let protocol = String::from_utf8_lossy(protocol).into_owned();
    let seen = |target: &str| {
        let (protocol, target) = (protocol.clone(), target.to_owned());
        seen.send(Seen::Answered { protocol, target }).unwrap();
    };
    match &*protocol {
        "h2" => answer_in_2(stream, seen).await,
        _ => answer_in_1(stream, seen).await,
    }
}

async fn answer_in_1(mut stream: TlsStream<TcpStream>, seen: impl Fn(&str)) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    seen(head.split(' ').nth(1).unwrap());
    let answer = crate::server::json(200, BODY);
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}

async fn answer_in_2(stream: TlsStream<TcpStream>, seen: impl Fn(&str)) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(request) = connection.accept().await {
        let Ok((request, mut respond)) = request else {
            return;
        };
        seen(request.uri().path());
        let head = http::Response::builder().header("content-type", "application/json");
        let mut body = respond
            .send_response(head.body(()).unwrap(), false)
            .unwrap();
        body.send_data(Bytes::from_static(BODY.as_bytes()), true)
            .unwrap();
    }
}

fn answered(protocol: &str) -> Seen {
    Seen::Answered {
        protocol: protocol.to_owned(),
        target: "/pets/1".to_owned(),
    }
}

/// Features of reqwest are those of the whole program: what ours asks for may not make other clients of it panic,
/// which say nothing of TLS.
#[test]
fn clients_of_the_rest_of_the_program_find_their_cryptography() {
    assert!(CryptoProvider::get_default().is_none());
    reqwest::Client::builder().build().unwrap();
    assert!(CryptoProvider::get_default().is_none());
}

#[tokio::test]
async fn a_client_of_ones_own_trusts_whom_it_likes() {
    let mut server = Server::start("127.0.0.1", &["http/1.1"]).await;
    let client = server.trusting().build().unwrap();
    assert_eq!(get_pet(&client, 1).await.unwrap().name, "Rex");
    // It named no protocols, so there was nothing to agree on.
    assert_eq!(server.seen().await, answered(""));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_ends_the_call_at_once() {
    let mut server = Server::start("127.0.0.1", &["http/1.1"]).await;
    let client = client(server.url()).build().unwrap();
    assert_mistrust(get_pet(&client, 1).await.unwrap_err());
    assert_eq!(server.seen().await, Seen::Refused);
}

#[tokio::test]
async fn a_certificate_of_another_server_ends_the_call_at_once() {
    let mut server = Server::start("elsewhere.example", &["http/1.1"]).await;
    let client = server.trusting().build().unwrap();
    assert_mistrust(get_pet(&client, 1).await.unwrap_err());
    assert_eq!(server.seen().await, Seen::Refused);
}

/// Nothing was sent, nothing is tried again, and the causes say why.
fn assert_mistrust(error: Error<GetPetError>) {
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: false,
                attempts: 1,
                ..
            }
        ),
        "{error:?}"
    );
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        causes += &format!("{error}\n");
        cause = error.source();
    }
    assert!(causes.contains("invalid peer certificate"), "{causes}");
}

/// The certificates of a system can be told to a process only, so the call is made in one of its own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_default_client_trusts_whom_the_system_trusts_and_prefers_http_2() {
    use std::io::Write as _;
    use std::process::Command;

    for (protocols, agreed) in [(&["h2", "http/1.1"][..], "h2"), (&["http/1.1"], "http/1.1")] {
        let mut server = Server::start("127.0.0.1", protocols).await;
        let mut root = tempfile::NamedTempFile::new().unwrap();
        root.write_all(server.root_pem.as_bytes()).unwrap();
        let mut caller = Command::new(std::env::current_exe().unwrap());
        caller
            .args(["--exact", "--ignored", "tls::in_a_process_of_its_own"])
            .env("SSL_CERT_FILE", root.path())
            .env("TLS_SERVER", server.url());
        let output = tokio::task::spawn_blocking(move || caller.output());
        let output = output.await.unwrap().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(server.seen().await, answered(agreed));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "another test starts it, in a process of its own"]
async fn in_a_process_of_its_own() {
    let server = std::env::var("TLS_SERVER").unwrap();
    let client = client(server).build().unwrap();
    assert_eq!(get_pet(&client, 1).await.unwrap().name, "Rex");
}
