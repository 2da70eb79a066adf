//! The table of changes, and the judges of its verdicts.

pub mod table;
