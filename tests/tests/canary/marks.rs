//! The mark that must not be found, in all its encodings, and the captured output.

use std::error::Error as StdError;
use std::fmt::{Debug, Display, Write as _};
use std::io;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use generated_client::Error;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// A unique word. Marked values consist of it and of characters that every encoding changes.
pub(crate) const MARK: &str = "quetzal7d1f";

/// Returns a marked value.
pub(crate) fn mark(prefix: &str) -> String {
    format!("{prefix} \"{MARK}\" <é/%>")
}

/// The marked token.
pub(crate) const TOKEN: &str = "ATCTT3x-quetzal7d1f~+/=key";

/// Returns the encodings of the mark, in lower case and without white space. Each has a name, so that a failure can be
/// reported without the mark.
fn forms() -> Vec<(&'static str, String)> {
    let mut forms = vec![("as it is", MARK.to_owned())];
    // In base64 a word has three encodings, by its offset. The characters that depend on its neighbours are removed.
    for offset in 0..3 {
        let encoded = STANDARD.encode(" ".repeat(offset) + MARK);
        let start = (offset * 8).div_ceil(6);
        let stop = (offset + MARK.len()) * 8 / 6;
        forms.push(("in base64", encoded[start..stop].to_lowercase()));
    }
    let numbers: Vec<String> = MARK.bytes().map(|byte| byte.to_string()).collect();
    let each = |form: fn(u8) -> String| MARK.bytes().map(form).collect::<String>();
    forms.push(("as numbers", numbers.join(",")));
    forms.push(("in hexadecimal", each(|byte| format!("{byte:02x}"))));
    forms
        .push(("as hexadecimal numbers", each(|byte| format!("{byte:x},")).trim_end_matches(',').to_owned()));
    forms.push(("percent-encoded", each(|byte| format!("%{byte:02x}"))));
    forms.push(("escaped", each(|byte| format!("\\u{byte:04x}"))));
    forms.push(("backwards", MARK.chars().rev().collect()));
    forms
}

/// Returns the name of the encoding of the mark that is in this output.
fn found(text: &str) -> Option<&'static str> {
    static FORMS: LazyLock<Vec<(&str, String)>> = LazyLock::new(forms);

    let text: String = text.to_lowercase().split_whitespace().collect();
    FORMS.iter().find(|(_, form)| text.contains(form)).map(|(name, _)| *name)
}

/// The start of the message of an intended panic.
pub(crate) const INTENDED: &str = "canary: ";

/// The output of all log events, spans and panics of this process, except the panics of failed tests.
static LOG: Mutex<String> = Mutex::new(String::new());

/// Returns the captured output.
pub(crate) fn log() -> String {
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Captures all logs of all dependencies at every level, `log` and `tracing`, and panics.
pub(crate) fn capture() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A failed test may print marked values; it must not make the others fail.
            let is_of_a_test = panic.location().is_some_and(|location| location.file().starts_with("tests/"));
            let text = format!("{panic}\n{panic:?}");
            if !is_of_a_test || text.contains(INTENDED) {
                let _ = writeln!(LOG.lock().unwrap_or_else(PoisonError::into_inner), "{text}");
            }
            default(panic);
        }));
    });
}

/// The output of a test.
#[derive(Default)]
pub(crate) struct Print(String);

impl Print {
    /// Creates an empty output, and captures all logs.
    pub(crate) fn new() -> Self {
        capture();
        Self::default()
    }

    pub(crate) fn debug(&mut self, value: &impl Debug) {
        self.push(format_args!("{value:?}\n{value:#?}\n{value:x?}"));
    }

    fn push(&mut self, text: impl Display) {
        writeln!(self.0, "{text}").expect("a string can be written");
    }

    /// Prints an error and its sources.
    pub(crate) fn error(&mut self, error: &Error) {
        let facts = (error.kind(), error.operation(), error.status(), error.attempts(), error.elapsed());
        self.debug(&facts);
        self.debug(&(error.retry_after(), error.rate_limit(), error.decode_path()));
        self.debug(&error.api());
        let mut link: Option<&dyn StdError> = Some(error);
        while let Some(error) = link {
            self.push(format_args!("{error}\n{error:#}\n{error:?}\n{error:#?}"));
            link = error.source();
        }
    }

    /// Panics if a marked value was printed or logged, or an expected string was not printed.
    pub(crate) fn assert_clean(&self, expected: &[&str]) {
        if let Some(form) = found(&self.0) {
            panic!("found {form} in\n{}", hidden(&self.0));
        }
        for text in expected {
            assert!(self.0.contains(text), "{text} is not in\n{}", self.0);
        }
        assert_log_is_clean();
    }
}

/// Panics if a marked value was logged.
pub(crate) fn assert_log_is_clean() {
    let log = log();
    if let Some(form) = found(&log) {
        let leaks: Vec<String> = log.lines().filter(|line| found(line).is_some()).map(hidden).collect();
        panic!("the log has {form}\n{}", leaks.join("\n"));
    }
}

/// Replaces the mark, so that the failure of one test does not make the others fail.
fn hidden(text: &str) -> String {
    text.replace(MARK, "MARK")
}

#[test]
fn every_form_is_found() {
    let json = serde_json::to_string(&mark("n")).expect("it is a string");
    let percent = utf8_percent_encode(&mark("n"), NON_ALPHANUMERIC).to_string();
    let all: String = MARK.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let texts = [mark("x"), json, percent, all, TOKEN.to_owned(), MARK.to_uppercase()];
    let bytes = [format!("{:#?}", MARK.as_bytes()), format!("{:x?}", MARK.as_bytes())];
    let encoded = (0..7).map(|offset| STANDARD.encode("x".repeat(offset) + TOKEN));
    for text in texts.into_iter().chain(bytes).chain(encoded) {
        assert!(found(&text).is_some(), "{text}");
    }
    assert!(found("quetzal, 7d1f").is_none());
}
