//! A replay held against a recording, request by request.

use std::collections::BTreeMap;

use super::about::About;
use super::causes::{self, Cause, Facts};
use super::compare::{Difference, Weight, compare};
use super::message::Message;
use super::recording::{Known, Line, Recording};
use super::replay::Replayed;

/// How a replay compares.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Parity {
    /// The requests of the recording, those that newman does not send included.
    pub(crate) compared: usize,
    /// Those that are the same, or sent by neither.
    pub(crate) same: usize,
    /// The others.
    pub(crate) findings: Vec<Finding>,
    /// What is said to differ, and does not: place and cause.
    pub(crate) gone: Vec<(usize, String)>,
}

/// A request that is not the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Finding {
    pub(crate) index: usize,
    /// The folder and the name.
    pub(crate) title: String,
    /// Each cause once, with what shows it.
    pub(crate) causes: BTreeMap<Cause, Vec<Difference>>,
}

impl Parity {
    /// Compares what the replay sent with the recording.
    pub(crate) fn new(recording: &Recording, replayed: &Replayed, about: &About<'_>) -> Self {
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
            let facts = about.facts(*index, replayed);
            let causes = request(lines, ours, facts);
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

    /// Marks the causes that are known, and keeps those that are gone.
    fn mark_known(&mut self, known: &Known) {
        for (index, cause) in
            known.iter().flat_map(|(index, causes)| causes.keys().map(move |cause| (*index, cause)))
        {
            let mut own = self.findings.iter_mut().filter(|finding| finding.index == index);
            if !own.any(|finding| finding.mark_known(cause)) {
                self.gone.push((index, cause.clone()));
            }
        }
    }

    /// How many requests have each cause.
    pub(crate) fn causes(&self) -> BTreeMap<&Cause, usize> {
        let mut counts = BTreeMap::new();
        for cause in self.findings.iter().flat_map(|finding| finding.causes.keys()) {
            *counts.entry(cause).or_default() += 1;
        }
        counts
    }
}

impl Finding {
    /// Marks a cause as known; whether it is here.
    fn mark_known(&mut self, name: &str) -> bool {
        let found = self.causes.keys().find(|cause| cause.is_wrong() && cause.to_string() == name).cloned();
        let Some((cause, differences)) = found.and_then(|cause| self.causes.remove_entry(&cause)) else {
            return false;
        };
        self.causes.insert(Cause::Known(Box::new(cause)), differences);
        true
    }
}

/// A request that the recording knows nothing of.
fn unknown(tag: Option<usize>, message: &Message) -> Finding {
    let what = Difference::new("request", None::<()>, message);
    Finding {
        index: tag.unwrap_or(usize::MAX),
        title: format!("{} {}", message.method, message.path),
        causes: BTreeMap::from([(Cause::Other("sent, but not in the recording".to_owned()), vec![what])]),
    }
}

/// Why a request is not the same; nothing when it is.
fn request(lines: &[Line], ours: &[&Message], facts: Facts<'_>) -> BTreeMap<Cause, Vec<Difference>> {
    let mut causes: BTreeMap<Cause, Vec<Difference>> = BTreeMap::new();
    let Some(last) = lines.last() else { return causes };
    let Some(our_last) = ours.last() else {
        if last.error.is_none() {
            let target = format!("{} {}", last.message.method, last.message.path);
            let difference = Difference::new("request", target, facts.said);
            causes.entry(causes::of_absence(last, facts)).or_default().push(difference);
        }
        return causes;
    };
    if let Some(error) = &last.error {
        let difference = Difference::new("request", error, our_last);
        causes.entry(causes::of_presence(error, facts)).or_default().push(difference);
        return causes;
    }
    // After a challenge the last request is the one that counts, unless both sides made as many.
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

    /// The requests 0 and 1, which are sent, and 2, which newman cannot send.
    fn recording() -> Recording {
        let failed = Line { index: 2, error: Some("Header name".to_owned()), ..Line::default() };
        Recording { lines: [line(0, "/0"), line(1, "/1"), (2, vec![failed])].into(), ..Recording::default() }
    }

    fn parity(recording: &Recording, sent: &[(usize, &str)]) -> Parity {
        let requests = sent.iter().map(|(index, path)| (Some(*index), message(path))).collect();
        Parity::new(recording, &Replayed { requests, ..Replayed::default() }, &About::default())
    }

    fn causes(parity: &Parity) -> Vec<String> {
        parity.causes().iter().map(|(cause, count)| format!("{count} {cause}")).collect()
    }

    #[test]
    fn what_neither_sends_is_the_same() {
        let parity = parity(&recording(), &[(0, "/0"), (1, "/1")]);
        assert_eq!((parity.compared, parity.same, causes(&parity).len()), (3, 3, 0));
    }

    #[test]
    fn what_only_one_sends_is_not() {
        let parity = parity(&recording(), &[(0, "/0"), (2, "/2"), (9, "/9")]);
        assert_eq!((parity.compared, parity.same), (3, 1));
        let expected = [
            "1 departure 10: a front that cannot be one",
            "1 other: sent, but not by the reference",
            "1 other: sent, but not in the recording",
        ];
        assert_eq!(causes(&parity), expected);
    }

    #[test]
    fn after_a_challenge_the_last_one_counts() {
        let mut recording = recording();
        recording.lines.extend([(0, [line(0, "/first").1, line(0, "/0").1].concat())]);
        assert_eq!(parity(&recording, &[(0, "/0"), (1, "/1")]).same, 3);
        assert_eq!(parity(&recording, &[(0, "/first"), (0, "/0"), (1, "/1")]).same, 3);
        assert_eq!(parity(&recording, &[(0, "/0"), (0, "/0"), (1, "/1")]).same, 2);
    }

    #[test]
    fn known_differences_are_not_wrong_and_must_be_there() {
        let mut recording = recording();
        let why = || BTreeMap::from([("other: path".to_owned(), "later".to_owned())]);
        recording.known = [(0, why()), (1, why())].into();
        let parity = parity(&recording, &[(0, "/x"), (1, "/1")]);
        assert_eq!(causes(&parity), ["1 known: other: path"]);
        assert!(!parity.causes().keys().any(|cause| cause.is_wrong()));
        assert_eq!(parity.gone, [(1, "other: path".to_owned())]);
    }
}
