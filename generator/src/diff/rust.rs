//! placeholder
/// A change of the generated code.
#[derive(Clone, Debug)]
pub struct Change;
