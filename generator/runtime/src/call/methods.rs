//! A call's type into a call: the options of each call, and the ways to send it; and its failures into errors.

/// Gives a call's type, `struct ListPets(Call)`, what all calls have: per-call options and ways to send it.
///
/// `runtime` must be in scope where it is used. Each method hands the whole call on, which costs the
/// compiler a third of what changing it in place would: what unwinds has nothing to drop.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($name:ident) => {
        impl $name {
            /// Limits the whole call, with all its attempts, in time.
            #[inline]
            pub fn timeout(self, limit: ::std::time::Duration) -> Self {
                Self(self.0.timeout(limit))
            }

            /// Limits each attempt in time.
            #[inline]
            pub fn attempt_timeout(self, limit: ::std::time::Duration) -> Self {
                Self(self.0.attempt_timeout(limit))
            }

            /// Adds a header that the document doesn't know of.
            #[inline]
            pub fn header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<[u8]>,
            ) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Retries otherwise than the client does.
            #[inline]
            pub fn retry(self, policy: runtime::send::retry::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sends a key under which the server does this once, however often it is sent; so it may be retried.
            #[inline]
            pub fn idempotency_key(self, key: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.idempotency_key(key))
            }

            /// Uses these credentials instead of the client's.
            #[inline]
            pub fn credentials(self, credentials: runtime::credentials::Credentials) -> Self {
                Self(self.0.credentials(credentials))
            }

            /// Sends it to another server. The client's credentials go there only if the client trusts that server.
            #[inline]
            pub fn server(self, url: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.server(url))
            }

            /// Sends it; the same as to `.await` it.
            #[inline]
            pub fn send(self) -> runtime::call::Sending<Self> {
                self.0.send()
            }

            /// Sends it, and waits for the response on this thread. Needs no async runtime.
            #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
            #[inline]
            pub fn send_blocking(
                self,
            ) -> <runtime::call::Sending<Self> as ::std::future::Future>::Output {
                runtime::call::finish::<Self>(runtime::blocking::send(self.0))
            }

            /// Sends it, and gives the response unread, whatever its status.
            #[inline]
            pub fn send_raw(self) -> runtime::call::SendingRaw {
                self.0.send_raw()
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = <runtime::call::Sending<Self> as ::std::future::Future>::Output;
            type IntoFuture = runtime::call::Sending<Self>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}
#[doc(hidden)]
pub use __call as call;

/// Says what an operation's failures are, a row each: `NotFound => "404: there is no such pet";`.
#[doc(hidden)]
#[macro_export]
macro_rules! __failures {
    ($name:ident; $($variant:ident => $text:literal;)+) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant { .. } => $text,)+
                })
            }
        }

        impl ::std::error::Error for $name {}
    };
}
#[doc(hidden)]
pub use __failures as failures;
