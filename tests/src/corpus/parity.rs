//! The comparison of a replay with a recording, request by request.

use std::collections::BTreeMap;

use super::causes::{self, Cause, RequestFacts};
use super::collection_facts::CollectionFacts;
use super::compare::{Difference, Weight, compare};
use super::message::Message;
use super::recording::{Known, Line, Recording};
use super::replay::Replayed;

/// The comparison of a replay with a recording.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Parity {
    /// The number of requests in the recording, including those that newman does not send.
    pub(crate) compared: usize,
    /// The number of requests that are equal, or sent by neither.
    pub(crate) same: usize,
    /// The other requests.
    pub(crate) findings: Vec<Finding>,
    /// The known differences that do not occur any more: index and cause.
    pub(crate) stale: Vec<(usize, String)>,
}

/// A request that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Finding {
    pub(crate) index: usize,
    /// The folder and the name.
    pub(crate) title: String,
    /// The causes, each with its differences.
    pub(crate) causes: BTreeMap<Cause, Vec<Difference>>,
}

impl Parity {
    /// Compares the requests of the replay with the recording.
    pub(crate) fn new(recording: &Recording, replayed: &Replayed, collection: &CollectionFacts<'_>) -> Self {
        let mut ours: BTreeMap<usize, Vec<&Message>> = BTreeMap::new();
        let mut parity = Self { compared: recording.lines.len(), ..Self::default() };
        for (tag, message) in &replayed.requests {
            match tag.filter(|index| recording.lines.contains_key(index)) {
                Some(index) => ours.entry(index).or_default().push(message),
                None => parity.findings.push(unknown(*tag, message)),
            }
        }
        for (index, lines) in &recording.lines {
            let ours = ours.get(index).map(Vec::as_slice).unwrap_or_default();
            let facts = collection.request_facts(*index, replayed);
            let causes = request_causes(lines, ours, facts);
            if causes.is_empty() {
                parity.same += 1;
            } else {
                let title = lines.first().map(Line::title).unwrap_or_default();
                parity.findings.push(Finding { index: *index, title, causes });
            }
        }
        parity.mark_known(&recording.known);
        parity
    }

    /// Marks the causes that are known, and collects those that do not occur any more.
    fn mark_known(&mut self, known: &Known) {
        for (index, cause) in
            known.iter().flat_map(|(index, causes)| causes.keys().map(move |cause| (*index, cause)))
        {
            let mut own = self.findings.iter_mut().filter(|finding| finding.index == index);
            if !own.any(|finding| finding.mark_known(cause)) {
                self.stale.push((index, cause.clone()));
            }
        }
    }

    /// Returns the number of requests with each cause.
    pub(crate) fn causes(&self) -> BTreeMap<&Cause, usize> {
        let mut counts = BTreeMap::new();
        for cause in self.findings.iter().flat_map(|finding| finding.causes.keys()) {
            *counts.entry(cause).or_default() += 1;
        }
        counts
    }
}

impl Finding {
    /// Marks a cause as known. Returns whether the request has it.
    fn mark_known(&mut self, name: &str) -> bool {
        let found = self.causes.keys().find(|cause| cause.is_problem() && cause.to_string() == name).cloned();
        let Some((cause, differences)) = found.and_then(|cause| self.causes.remove_entry(&cause)) else {
            return false;
        };
        self.causes.insert(Cause::Known(Box::new(cause)), differences);
        true
    }
}

/// Returns the finding of a request that is not in the recording.
fn unknown(tag: Option<usize>, message: &Message) -> Finding {
    let difference = Difference::new("request", None::<()>, message);
    Finding {
        index: tag.unwrap_or(usize::MAX),
        title: format!("{} {}", message.method, message.path),
        causes: BTreeMap::from([(
            Cause::Other("sent, but not in the recording".to_owned()),
            vec![difference],
        )]),
    }
}

/// Returns the causes of the differences of a request. Empty if it is the same.
fn request_causes(
    lines: &[Line],
    ours: &[&Message],
    facts: RequestFacts<'_>,
) -> BTreeMap<Cause, Vec<Difference>> {
    let mut causes: BTreeMap<Cause, Vec<Difference>> = BTreeMap::new();
    let Some(last) = lines.last() else { return causes };
    let Some(our_last) = ours.last() else {
        if last.error.is_none() {
            let target = format!("{} {}", last.message.method, last.message.path);
            let difference = Difference::new("request", target, facts.printed);
            causes.entry(causes::of_absence(last, facts)).or_default().push(difference);
        }
        return causes;
    };
    if let Some(error) = &last.error {
        let difference = Difference::new("request", error, our_last);
        causes.entry(causes::of_presence(error, facts)).or_default().push(difference);
        return causes;
    }
    // After a challenge only the last requests are compared, unless both sides sent equally many.
    let pairs: Vec<(&Line, &Message)> = match lines.len() == ours.len() {
        true => lines.iter().zip(ours.iter().copied()).collect(),
        false => vec![(last, our_last)],
    };
    for (line, ours) in pairs {
        for difference in compare(&line.message, ours) {
            if difference.weight == Weight::Real {
                let cause = causes::of_difference(&difference, line, ours, facts);
                causes.entry(cause).or_default().push(difference);
            }
        }
    }
    causes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn message(path: &str) -> Message {
        Message { method: "GET".to_owned(), path: path.to_owned(), ..Message::default() }
    }

    fn line(index: usize, path: &str) -> (usize, Vec<Line>) {
        (index, vec![Line { index, message: message(path), ..Line::default() }])
    }

    /// Returns a recording of the requests 0 and 1, which are sent, and 2, which newman cannot send.
    fn recording() -> Recording {
        let failed = Line { index: 2, error: Some("Header name".to_owned()), ..Line::default() };
        Recording { lines: [line(0, "/0"), line(1, "/1"), (2, vec![failed])].into(), ..Recording::default() }
    }

    fn parity(recording: &Recording, sent: &[(usize, &str)]) -> Parity {
        let requests = sent.iter().map(|(index, path)| (Some(*index), message(path))).collect();
        Parity::new(recording, &Replayed { requests, ..Replayed::default() }, &CollectionFacts::default())
    }

    fn causes(parity: &Parity) -> Vec<String> {
        parity.causes().iter().map(|(cause, count)| format!("{count} {cause}")).collect()
    }

    #[test]
    fn a_request_that_neither_sends_is_the_same() {
        let parity = parity(&recording(), &[(0, "/0"), (1, "/1")]);
        assert_eq!((parity.compared, parity.same, causes(&parity).len()), (3, 3, 0));
    }

    #[test]
    fn a_request_that_only_one_sends_differs() {
        let parity = parity(&recording(), &[(0, "/0"), (2, "/2"), (9, "/9")]);
        assert_eq!((parity.compared, parity.same), (3, 1));
        let expected = [
            "1 deviation 10: an invalid base URL",
            "1 other: sent, but not by the reference",
            "1 other: sent, but not in the recording",
        ];
        assert_eq!(causes(&parity), expected);
    }

    #[test]
    fn after_a_challenge_the_last_requests_are_compared() {
        let mut recording = recording();
        recording.lines.extend([(0, [line(0, "/first").1, line(0, "/0").1].concat())]);
        assert_eq!(parity(&recording, &[(0, "/0"), (1, "/1")]).same, 3);
        assert_eq!(parity(&recording, &[(0, "/first"), (0, "/0"), (1, "/1")]).same, 3);
        assert_eq!(parity(&recording, &[(0, "/0"), (0, "/0"), (1, "/1")]).same, 2);
    }

    #[test]
    fn known_differences_are_no_problem_and_must_occur() {
        let mut recording = recording();
        let reasons = || BTreeMap::from([("other: path".to_owned(), "later".to_owned())]);
        recording.known = [(0, reasons()), (1, reasons())].into();
        let parity = parity(&recording, &[(0, "/x"), (1, "/1")]);
        assert_eq!(causes(&parity), ["1 known: other: path"]);
        assert!(!parity.causes().keys().any(|cause| cause.is_problem()));
        assert_eq!(parity.stale, [(1, "other: path".to_owned())]);
    }
}
