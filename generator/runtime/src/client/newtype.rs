//! A generated crate's own type of client, for where the support code is a package of its own.

/// Gives a type that stands for a client, `struct Client(runtime::client::Client)`, what makes it one.
///
/// `runtime` must be in scope where it is used. Where the support code is a package of its own, the operations of an API
/// cannot be methods of the client there.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype {
    ($name:ident) => {
        impl ::std::convert::From<runtime::client::Client> for $name {
            fn from(client: runtime::client::Client) -> Self {
                Self(client)
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = runtime::client::Client;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}
#[doc(hidden)]
pub use __newtype as newtype;
