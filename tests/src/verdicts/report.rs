//! The table that is printed.

use std::fmt::Write as _;

use codegen::diff::Step;
use tests::changes::agreement::{Judges, Verdict};
use tests::changes::clients::Compilation;
use tests::changes::files::Touched;
use tests::changes::requests::Difference;
use tests::changes::table::Row;

/// A row with everything that is known about it.
pub(crate) struct Judgement<'r> {
    pub(crate) row: &'r Row,
    pub(crate) verdict: Verdict,
    /// What the judges say; `None` if they were not asked.
    pub(crate) judges: Option<Judges>,
    pub(crate) touched: Touched,
}

impl Judgement<'_> {
    fn is_expected(&self) -> bool {
        let expected = &self.row.expected;
        self.verdict.step.to_string() == expected.step && self.verdict.silent == expected.silent
    }

    fn objection(&self) -> Option<String> {
        self.judges.as_ref()?.objection(self.verdict)
    }

    fn expected(&self) -> String {
        let silent = if self.row.expected.silent { " silent" } else { "" };
        format!("{}{silent}", self.row.expected.step)
    }

    /// Returns what is wrong with the row.
    fn problem(&self) -> Option<String> {
        if !self.is_expected() {
            return Some(format!("the verdict is `{}` and not `{}`", self.verdict, self.expected()));
        }
        match (self.objection(), &self.row.expected.disagreement) {
            (Some(objection), None) => Some(format!("not explained: {objection}")),
            (None, Some(_)) if self.judges.is_some() => {
                Some("the judges agree: remove `disagreement`".to_owned())
            }
            _ => None,
        }
    }
}

/// Returns the table, the counts and the explanations; and whether there is no problem.
pub(crate) fn text(results: &[Judgement<'_>]) -> (String, bool) {
    let width = results.iter().map(|result| result.row.name.len()).max().unwrap_or(0);
    let mut text = format!(
        "{:width$}  {:13} {:13} {:8} {:13} {:9} {:>10}  agreement\n",
        "row", "expected", "diff", "witness", "semver-checks", "requests", "touched"
    );
    for result in results {
        let judges = result.judges.as_ref();
        let compilation = judges.map_or("-", |judges| match judges.compilation {
            Compilation::Compiles => "compiles",
            Compilation::Fails(_) => "fails",
        });
        let semver_checks =
            judges.and_then(|judges| judges.semver_checks).map_or("-".to_owned(), |step| step.to_string());
        let requests =
            judges.and_then(|judges| judges.requests.as_ref()).map_or("-", |requests| match requests {
                Difference::Same => "same",
                Difference::Other(_) => "other",
                Difference::Refused(_) => "refused",
            });
        let touched = format!("{} / {}", result.touched.0.len(), result.touched.lines());
        let agreement = match (judges, result.objection(), result.is_expected()) {
            (_, _, false) => "UNEXPECTED",
            (None, ..) => "-",
            (_, None, _) => "yes",
            (_, Some(_), _) => "no",
        };
        let _ = writeln!(
            text,
            "{:width$}  {:13} {:13} {compilation:8} {semver_checks:13} {requests:9} {touched:>10}  {agreement}",
            result.row.name,
            result.expected(),
            result.verdict.to_string(),
        );
    }
    text.push_str(&counts(results));
    let problems = problems(results);
    (format!("{text}{problems}"), problems.is_empty())
}

fn counts(results: &[Judgement<'_>]) -> String {
    let count = |test: &dyn Fn(&Judgement<'_>) -> bool| results.iter().filter(|result| test(result)).count();
    let steps = [Step::None, Step::Patch, Step::Minor, Step::Major]
        .map(|step| format!("{} {step}", count(&|result| result.verdict.step == step)));
    let judged = count(&|result| result.judges.is_some());
    let mut text = format!(
        "\n{} rows: {}; {} silent. {} as expected.\n",
        results.len(),
        steps.join(", "),
        count(&|result| result.verdict.silent),
        count(&|result| result.is_expected()),
    );
    if judged > 0 {
        let agreeing = count(&|result| result.judges.is_some() && result.objection().is_none());
        let percent = 100.0 * agreeing as f64 / judged as f64;
        let _ = writeln!(text, "The judges agree with {agreeing} of {judged} verdicts: {percent:.1} %.");
        let mut add = |what: &str, test: &dyn Fn(&Judges) -> bool| {
            let count = count(&|result| result.judges.as_ref().is_some_and(test));
            let _ = writeln!(text, "  {count} {what}");
        };
        let fails = |judges: &Judges| matches!(judges.compilation, Compilation::Fails(_));
        let is_major = |judges: &Judges| judges.semver_checks == Some(Step::Major);
        add("do not compile", &fails);
        add("need a major version according to semver-checks", &is_major);
        add("do not compile although semver-checks requires no major version", &|judges| {
            fails(judges) && judges.semver_checks.is_some() && !is_major(judges)
        });
        add("send other requests", &|judges| matches!(judges.requests, Some(Difference::Other(_))));
        add("refuse a call", &|judges| matches!(judges.requests, Some(Difference::Refused(_))));
    }
    let largest = results.iter().max_by_key(|result| result.touched.lines());
    if let Some(largest) = largest {
        let mut lines: Vec<usize> = results.iter().map(|result| result.touched.lines()).collect();
        lines.sort_unstable();
        let (median, most, row) = (lines[lines.len() / 2], largest.touched.lines(), &largest.row.name);
        let _ = writeln!(text, "Touched lines: median {median}, most {most} ({row}).");
    }
    let explained = results.iter().filter_map(|result| {
        let reason = result.row.expected.disagreement.as_ref()?;
        let objection = result.objection()?;
        Some(format!("  {}: {objection}\n    {reason}\n", result.row.name))
    });
    let explained: String = explained.collect();
    if !explained.is_empty() {
        let _ = write!(text, "\nExplained disagreements:\n{explained}");
    }
    text
}

fn problems(results: &[Judgement<'_>]) -> String {
    let problems = results.iter().flat_map(|result| {
        let unexpected = result.touched.unexpected(&result.row.expected.folders);
        let touched = (!unexpected.is_empty()).then(|| format!("touches {}", unexpected.join(", ")));
        let problems = result.problem().into_iter().chain(touched);
        problems.map(|problem| format!("  {}: {problem}\n", result.row.name)).collect::<Vec<_>>()
    });
    let problems: String = problems.collect();
    if problems.is_empty() { problems } else { format!("\nProblems:\n{problems}") }
}
