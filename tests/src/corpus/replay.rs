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

/// A replay takes less than a second for a hundred requests.
const LONGEST: Duration = Duration::from_secs(300);

/// What a replay did.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Replayed {
    /// What arrived, in order, each with the item's place in the collection.
    pub(crate) requests: Vec<(Option<usize>, Message)>,
    /// The line that the replay printed for an item.
    pub(crate) said: BTreeMap<usize, String>,
    /// Why it came to no end.
    pub(crate) problem: Option<String>,
}

/// Runs a replay with these values.
///
/// `scratch` is a folder for our own files, `current` the one that the replay finds the files in that bodies name. An
/// error is one of this machine; what the replay itself cannot do is in the result.
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
    let status = child.and_then(|child| wait(child, LONGEST));
    let requests = server.stop();
    let [told, said] = [stdout, stderr].map(|path| fs::read(path).unwrap_or_default());
    let problem = match status? {
        Some(status) if status.success() => None,
        Some(status) => {
            Some(format!("the replay ended with {status}: {}", String::from_utf8_lossy(&said).trim()))
        }
        None => Some(format!("the replay was stopped after {} seconds", LONGEST.as_secs())),
    };
    Ok(Replayed { requests, said: lines(&String::from_utf8_lossy(&told)), problem })
}

/// Waits for a process; nothing when it took too long and was stopped.
fn wait(mut child: Child, longest: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > longest {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// The lines of a replay, by the number each begins with. A name may hold line breaks, so a line may go on.
fn lines(text: &str) -> BTreeMap<usize, String> {
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
    fn lines_go_by_their_number() {
        let lines =
            lines("0  A / b  GET http://x/  200 OK\n2  c\nd  PUT  refused: no\n\n2 sent, 1 refused\n");
        assert_eq!(lines[&0], "0  A / b  GET http://x/  200 OK");
        assert!(lines[&2].starts_with("2  c d  PUT  refused: no"));
        assert_eq!(lines.len(), 2);
    }
}
