//! The table of changes, and the judges of its verdicts.
//!
//! A verdict of `codegen::diff` is about the Rust API and about the requests of a client. Three judges see a part of that:
//! the compiler, with the witness of the old client against the new one (`compile`); `cargo semver-checks`
//! ([`semver_checks`]); and the requests that the same program sends with both clients ([`requests`]). [`agreement`]
//! says whether they confirm the verdict.

pub mod agreement;
pub mod clients;
pub mod files;
pub mod requests;
pub mod semver_checks;
pub mod table;
