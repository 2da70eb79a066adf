//! Whether the judges confirm a verdict.

use std::fmt;

use codegen::diff::{Diff, Step};

use super::clients::Compilation;
use super::requests::Difference;

/// A verdict: the step, and whether the change is silent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// The step of the version.
    pub step: Step,
    /// Whether code that compiles sends or accepts something else.
    pub silent: bool,
}

impl Verdict {
    /// Returns the verdict of a comparison.
    #[must_use]
    pub fn of(diff: &Diff) -> Self {
        Self { step: diff.step(), silent: diff.changes.iter().any(|change| change.silent) }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let silent = if self.silent { " silent" } else { "" };
        write!(f, "{}{silent}", self.step)
    }
}

/// What the judges say about a row.
#[derive(Clone, Debug)]
pub struct Judges {
    /// Whether the witness of the old client compiles with the new one.
    pub compilation: Compilation,
    /// The step that `cargo semver-checks` requires; `None` if it was not run.
    pub semver_checks: Option<Step>,
    /// What the program of the old client sends with the new one; `None` if it does not compile, or was not run.
    pub requests: Option<Difference>,
}

impl Judges {
    /// Returns why the verdict is not what the judges say; `None` if it is.
    ///
    /// A judge sees that code no longer compiles, or that a call is refused: such a change is major, and no other one may
    /// be, unless requests differ. How bad it is that they differ depends on what they mean, which no judge knows: such a
    /// change is at least minor, and silent.
    #[must_use]
    pub fn objection(&self, verdict: Verdict) -> Option<String> {
        let Verdict { step, silent } = verdict;
        let broken = match (&self.compilation, self.semver_checks, &self.requests) {
            (Compilation::Fails(problem), ..) => Some(format!("the old program does not compile: {problem}")),
            (_, Some(Step::Major), _) => Some("cargo semver-checks requires a major version".to_owned()),
            (_, _, Some(Difference::Refused(message))) => Some(format!("a call is {message}")),
            _ => None,
        };
        if let Some(broken) = broken {
            return (step != Step::Major).then_some(broken);
        }
        if let Some(Difference::Other(lines)) = &self.requests {
            let differ = format!("requests differ: {lines}");
            return (step < Step::Minor || !silent).then_some(differ);
        }
        if self.semver_checks == Some(Step::Minor) && step < Step::Minor {
            return Some("cargo semver-checks requires a minor version".to_owned());
        }
        (step == Step::Major).then(|| "the old program compiles and sends the same".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judges(compiles: bool, semver_checks: Step, requests: Difference) -> Judges {
        let compilation =
            if compiles { Compilation::Compiles } else { Compilation::Fails("no method".to_owned()) };
        Judges { compilation, semver_checks: Some(semver_checks), requests: compiles.then_some(requests) }
    }

    #[test]
    fn what_is_broken_is_major_and_nothing_else() {
        let same = || Difference::Same;
        let other = || Difference::Other("a -> b".to_owned());
        let refused = || Difference::Refused("refused: no".to_owned());
        let broken = [
            judges(false, Step::None, same()),
            judges(true, Step::Major, same()),
            judges(true, Step::None, refused()),
        ];
        let agrees = |judges: &Judges, step, silent| judges.objection(Verdict { step, silent }).is_none();
        for judges in broken {
            assert!(agrees(&judges, Step::Major, false) && !agrees(&judges, Step::Minor, true), "{judges:?}");
        }
        let sends_other = judges(true, Step::None, other());
        assert!(agrees(&sends_other, Step::Minor, true) && agrees(&sends_other, Step::Major, true));
        assert!(!agrees(&sends_other, Step::Patch, true) && !agrees(&sends_other, Step::Minor, false));
        let equal = judges(true, Step::None, same());
        assert!(agrees(&equal, Step::None, false) && agrees(&equal, Step::Minor, false));
        assert!(!agrees(&equal, Step::Major, true));
        assert!(!agrees(&judges(true, Step::Minor, same()), Step::Patch, false));
    }
}
