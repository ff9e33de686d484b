//! `faircopy diff`: what it finds, what it makes of it, and how it says so.

mod bounds;
mod causes;
mod chains;
mod equal_sets;
mod evidence;
mod family;
mod formats;
mod headers;
mod hints;
mod history;
mod laws;
mod media;
mod meetings;
mod mutation;
mod names;
mod oracle;
mod report;
mod same;
mod siblings;
mod support;
mod verdicts;
mod versions;
mod without_data;
mod witnesses;
