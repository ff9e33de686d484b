//! Where swagger-client differs by its own fault, or where the specification leaves a choice: the whole
//! list. A difference that is not in it is ours to mend; an entry that nothing shows any more is an error.

/// A difference that is not ours.
pub(super) struct Fault {
    /// The calls that it is met in: those whose documents and operations contain this.
    of: &'static str,
    /// The aspect of the request: `query`, `body`, a header.
    aspect: &'static str,
    /// What their request has there, as JSON.
    theirs: &'static str,
    /// What swagger-client does.
    pub(super) does: &'static str,
    /// What the specification says instead.
    pub(super) clause: &'static str,
}

pub(super) const FAULTS: [Fault; 0] = [];

/// Which fault makes a difference.
pub(super) fn find(call: &str, aspect: &str, theirs: &str) -> Option<usize> {
    FAULTS.iter().position(|fault| {
        call.contains(fault.of) && aspect == fault.aspect && theirs.contains(fault.theirs)
    })
}
