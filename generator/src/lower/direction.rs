//! Which way data goes.

/// Which way data goes, where a type differs by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// The same type both ways.
    Both,
    /// To the server: no `readOnly` properties.
    Request,
    /// From the server: no `writeOnly` properties.
    Response,
}
