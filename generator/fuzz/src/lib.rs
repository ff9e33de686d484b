//! The types that `types.yaml` becomes.

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));
