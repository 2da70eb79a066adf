//! The file of accepted changes.
//!
//! ```text
//! # Changes that users know about.
//! 0f3a9c1b2d4e5f60  # the service drops the field in May
//! ```

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use codegen::diff::Change;

use crate::failure::cannot;

/// The fingerprints in a file, with their lines.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    fingerprints: Vec<(usize, String)>,
}

impl Accepted {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| cannot("read the file", &file, &error))?;
        let mut fingerprints = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let fingerprint = line.split('#').next().unwrap_or_default().trim();
            if fingerprint.is_empty() {
                continue;
            }
            if fingerprint.len() != 16 || !fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                bail!(
                    "this is no fingerprint: `{fingerprint}`\n  --> {file}:{}\n  help: write one in each line as `diff` \
                     prints it, with an optional comment after `#`",
                    index + 1
                );
            }
            fingerprints.push((index + 1, fingerprint.to_ascii_lowercase()));
        }
        Ok(Self { fingerprints })
    }

    /// Returns the changes that count, those that are accepted, and the fingerprints that none has.
    pub(super) fn apply(self, changes: Vec<Change>) -> (Vec<Change>, Vec<Change>, Vec<(usize, String)>) {
        let known: HashSet<&str> = self.fingerprints.iter().map(|(_, text)| text.as_str()).collect();
        let (accepted, counted): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|change| known.contains(change.fingerprint.as_str()));
        let found: HashSet<&str> = accepted.iter().map(|change| change.fingerprint.as_str()).collect();
        let stale = self.fingerprints.iter().filter(|(_, text)| !found.contains(text.as_str()));
        let stale = stale.cloned().collect();
        (counted, accepted, stale)
    }
}
