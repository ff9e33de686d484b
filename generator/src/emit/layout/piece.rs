//! The pieces that files are made of, each built and printed by itself.

use proc_macro2::TokenStream;

use crate::emit::context::Context;
use crate::emit::{check, client, operation, server, types};
use crate::ir::{Group, Operation, TypeId};

/// What is built and printed at once.
pub(in crate::emit) enum Piece<'a> {
    /// A type's definition and its builder.
    Type(TypeId),
    /// How a type is read, written and judged.
    Wire(TypeId),
    /// The type that has the operations of a tag.
    Group(&'a Group),
    /// An operation.
    Operation(&'a Operation),
    /// The check of that index.
    Check(usize),
    /// Servers, security schemes and the client's constructors.
    Client,
    /// The root of the server; whether there is a client, too.
    Server(bool),
    /// The trait of a module's operations.
    Served(Vec<&'a Operation>),
    /// What an operation takes and gives where it is served.
    ServedOperation(&'a Operation),
    /// What stands in for a module's handlers.
    Mock(Vec<&'a Operation>),
    /// What stands in for the API.
    MockRoot,
}

impl Piece<'_> {
    pub(in crate::emit) fn items(&self, context: &Context<'_>) -> Vec<TokenStream> {
        match self {
            Self::Type(id) => types::definition(context, *id),
            Self::Wire(id) => types::wire(context, *id),
            Self::Group(group) => operation::group(group),
            Self::Operation(operation) => operation::items(context, operation),
            Self::Check(index) => vec![check::function(context, *index)],
            Self::Client => client::items(context),
            Self::Server(has_client) => server::root(context, *has_client),
            Self::Served(operations) => server::module(context, operations),
            Self::ServedOperation(operation) => server::operation(context, operation),
            Self::Mock(operations) => server::mock::items(context, operations),
            Self::MockRoot => server::mock::root(context),
        }
    }

    /// Whether it belongs to the server, whose code names types by their module.
    pub(super) fn is_served(&self) -> bool {
        matches!(
            self,
            Self::Server(_)
                | Self::Served(_)
                | Self::ServedOperation(_)
                | Self::Mock(_)
                | Self::MockRoot
        )
    }
}
