//! The steps of a version.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The part of the version that a release with a change has to raise, from the smallest to the largest.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing changes for users.
    #[default]
    None,
    /// Only documentation and diagnostics change.
    Patch,
    /// Code that compiled still compiles.
    Minor,
    /// Code that compiled no longer compiles, or calls that worked no longer do. Below 1.0, the second number of the
    /// version is raised.
    Major,
}

const NAMES: [(Step, &str); 4] =
    [(Step::None, "none"), (Step::Patch, "patch"), (Step::Minor, "minor"), (Step::Major, "major")];

/// `none`, `patch`, `minor` or `major`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(step, _)| step == self).map_or("", |(_, name)| name);
        f.pad(name)
    }
}

impl FromStr for Step {
    type Err = UnknownStep;

    fn from_str(text: &str) -> Result<Self, UnknownStep> {
        NAMES.iter().find(|(_, name)| *name == text).map(|(step, _)| *step).ok_or(UnknownStep)
    }
}

/// A text that is not the name of a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownStep;

impl fmt::Display for UnknownStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is `none`, `patch`, `minor` or `major`")
    }
}

impl std::error::Error for UnknownStep {}
