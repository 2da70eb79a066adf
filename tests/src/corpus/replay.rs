//! A crate's replay, run against the recording server.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{io, thread};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::message::Message;
use super::server::Server;

/// The timeout of a replay, which takes less than a second for a hundred requests.
const TIMEOUT: Duration = Duration::from_secs(300);

/// The result of a replay.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Replayed {
    /// The requests that arrived, in order, each with the item's index in the collection.
    pub(crate) requests: Vec<(Option<usize>, Message)>,
    /// The lines that the replay printed, by the item's index.
    pub(crate) lines: BTreeMap<usize, String>,
    /// Why the replay failed.
    pub(crate) problem: Option<String>,
}

/// Runs a replay with these values.
///
/// `scratch` is a folder for temporary files, `current` the folder with the files that bodies refer to. An error is one
/// of the operating system; failures of the replay itself are in the result.
pub(crate) fn replay(
    program: &Path,
    values: &Map<String, Value>,
    scratch: &Path,
    current: &Path,
) -> io::Result<Replayed> {
    let [input, stdout, stderr] = ["values.json", "stdout", "stderr"].map(|name| scratch.join(name));
    fs::write(&input, serde_json::to_vec(values)?)?;
    let server = Server::start()?;
    let mut command = Command::new(program);
    command.arg("--values").arg(&input).arg("--origin").arg(server.origin()).arg("--tag");
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name).env_remove(name.to_ascii_uppercase());
    }
    command.current_dir(current).stdin(Stdio::null());
    let child = command.stdout(File::create(&stdout)?).stderr(File::create(&stderr)?).spawn();
    let status = child.and_then(|child| wait(child, TIMEOUT));
    let requests = server.stop();
    let [printed, errors] = [stdout, stderr].map(|path| fs::read(path).unwrap_or_default());
    let problem = match status? {
        Some(status) if status.success() => None,
        Some(status) => {
            Some(format!("the replay ended with {status}: {}", String::from_utf8_lossy(&errors).trim()))
        }
        None => Some(format!("the replay was stopped after {} seconds", TIMEOUT.as_secs())),
    };
    Ok(Replayed { requests, lines: lines(&String::from_utf8_lossy(&printed)), problem })
}

/// Waits for a process. Returns `None` if it took too long and was killed.
fn wait(mut child: Child, timeout: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > timeout {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Returns the lines of a replay, by the number at their start. A name may contain line breaks, so a line may continue.
/// The last line of the text is the summary.
fn lines(text: &str) -> BTreeMap<usize, String> {
    let text = text.trim_end();
    let is_summary = |line: &str| line.contains(" sent, ") && line.ends_with(" refused");
    let text = text
        .rsplit_once('\n')
        .filter(|(_, last)| is_summary(last))
        .map_or(text, |(lines, _)| lines.trim_end());
    let mut lines: BTreeMap<usize, String> = BTreeMap::new();
    let mut last = None;
    for line in text.lines() {
        let number = line.split_once("  ").and_then(|(number, _)| number.parse::<usize>().ok());
        if let Some(index) = number.filter(|index| last.is_none_or(|last| *index > last)) {
            last = Some(index);
            lines.insert(index, line.to_owned());
        } else if let Some(before) = last.and_then(|last| lines.get_mut(&last)) {
            before.push(' ');
            before.push_str(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_number() {
        let lines =
            lines("0  A / b  GET http://x/  200 OK\n2  c\nd  PUT  refused: no\n\n2 sent, 1 refused\n");
        assert_eq!(lines[&0], "0  A / b  GET http://x/  200 OK");
        assert_eq!(lines[&2], "2  c d  PUT  refused: no");
        assert_eq!(lines.len(), 2);
    }
}
