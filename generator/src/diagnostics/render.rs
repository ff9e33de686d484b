//! Diagnostics to text, JSON lines or workflow annotations.
