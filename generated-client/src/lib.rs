//! A client for the residential tokens of Unknown Proxies.
//!
//! ```no_run
//! use unknown_proxies::{Client, Credentials, ModifyTokenRequest};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().credentials(Credentials::basic("user", "secret")).build()?;
//!
//! let change = ModifyTokenRequest::builder()
//!     .token("zu8sBXS4gkh7")
//!     .data_limit(200_000_000_000)
//!     .duration_hours(1500)
//!     .build()?;
//! let token = client.modify_token(&change).await?;
//!
//! println!("{} bytes are left until {:?}", token.remaining_bytes(), token.expires_at());
//! # Ok(())
//! # }
//! ```
//!
//! # Requests
//!
//! A builder's `build` reports what is missing and what is wrong, all at once, as [`Violations`].
//! The fields of what it builds are public; what is changed afterwards is judged again before it
//! is sent.
//!
//! The data limit of a token can't be reduced. Who holds the token can know that before the service
//! refuses it, by [`ValidateAgainst::validate_against`]:
//!
//! ```
//! use unknown_proxies::{ModifyTokenRequest, ResidentialToken, ValidateAgainst};
//!
//! fn may_be_sent(change: &ModifyTokenRequest, token: &ResidentialToken) -> bool {
//!     match change.validate_against(token) {
//!         Ok(()) => true,
//!         Err(violations) => {
//!             // /dataLimit: the data limit of a token can't be reduced
//!             eprintln!("{violations}");
//!             false
//!         }
//!     }
//! }
//! ```
//!
//! A change sets absolute values, so sending it twice does no harm: the client sends it again when
//! the service stumbles.
//!
//! # Credentials
//!
//! The account's user name and password, as [`Credentials::basic`]. They go to the client's own
//! server only, and are never shown.
//!
//! # Errors
//!
//! A call fails with an [`Error`]. [`Error::Invalid`]: the change breaks the rules, and nothing was
//! sent. [`Error::Api`]: the service refused it, with a status; its documentation says nothing of
//! the body, which is there as it came. [`Error::Transport`] and [`Error::Timeout`]: there is no
//! answer. [`Error::Decode`]: there is one, of another shape than documented.
//!
//! # What a token is worth
//!
//! [`ResidentialToken::expires_at`], [`ResidentialToken::is_expired_at`] and
//! [`ResidentialToken::remaining_bytes`] follow the service's rules. They are written by hand;
//! everything else is generated from `spec/unknown-proxies.yaml`.
//!
//! # Features
//!
//! `rustls`, which is on, `rustls-ring` or `native-tls`: TLS. `http2`, `gzip` and `system-proxy`: what
//! else the network may do. `blocking`: a call's `send_blocking`, for programs without an async runtime.
//! `tracing`: a span for each attempt. `testing`: a [`Transport`] that stands in for the service in
//! tests. `serialize-violations`: [`Violations`] for `serde`.

// Generated code is laid out by its generator.
#[rustfmt::skip]
mod generated;
mod token;

pub use generated::*;
