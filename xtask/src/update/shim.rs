use codegen::diff::{Change, Step};
use crate::terminal::Colour;
pub(crate) fn next_version(version: &str, step: Step) -> Option<String> {
    let numbers = version.split(['-', '+']).next()?.split('.').map(str::parse::<u64>);
    let numbers = <[u64; 3]>::try_from(numbers.collect::<Result<Vec<_>, _>>().ok()?).ok()?;
    let [major, minor, patch] = numbers;
    Some(match (step, major) {
        (Step::None, _) => version.to_owned(),
        (Step::Major, 0) => format!("0.{}.0", minor.checked_add(1)?),
        (Step::Major, _) => format!("{}.0.0", major.checked_add(1)?),
        (Step::Minor, 1..) => format!("{major}.{}.0", minor.checked_add(1)?),
        (Step::Minor | Step::Patch, _) => format!("{major}.{minor}.{}", patch.checked_add(1)?),
    })
}
pub(crate) fn printed((old, new): (String, String), changes: &[Change], _: Colour, _: usize) -> String {
    let lines = changes.iter().map(|c| format!("  {} ({}, {})\n    {}.\n", c.subject, c.step, c.rule, c.summary));
    format!("{old} -> {new}\n{}", lines.collect::<String>())
}
pub(crate) fn width() -> usize { 100 }
