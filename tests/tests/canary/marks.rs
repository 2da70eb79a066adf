//! What must not be found, in every form that it could take; and everything that was printed.

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

/// A word that nothing else here has. Values are made of it and of characters that every encoding changes.
pub(crate) const MARK: &str = "quetzal7d1f";

/// A marked value.
pub(crate) fn mark(what: &str) -> String {
    format!("{what} \"{MARK}\" <é/%>")
}

/// The marked token.
pub(crate) const TOKEN: &str = "ATCTT3x-quetzal7d1f~+/=key";

/// The forms in which the mark is looked for, in lower case and without white space; each with its name, so that a
/// failure that is printed does not hold what it is about.
fn forms() -> Vec<(&'static str, String)> {
    let mut forms = vec![("as it is", MARK.to_owned())];
    // In base64 a word looks different at each of three offsets; what its neighbours change is cut off.
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

/// The form that was found in a text.
fn found(text: &str) -> Option<&'static str> {
    static FORMS: LazyLock<Vec<(&str, String)>> = LazyLock::new(forms);

    let text: String = text.to_lowercase().split_whitespace().collect();
    FORMS.iter().find(|(_, form)| text.contains(form)).map(|(name, _)| *name)
}

/// What the message of a panic begins with that a test makes to see what it shows.
pub(crate) const ON_PURPOSE: &str = "canary: ";

/// What all log events, spans and panics of this process have printed so far, apart from tests that fail.
static LOG: Mutex<String> = Mutex::new(String::new());

/// What the client and its dependencies have logged so far.
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

/// Logs everything from now on, of every level and of every dependency, `log` and `tracing`, and panics.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A test that fails may quote what it is about, and the others have nothing to do with that.
            let is_of_a_test = panic.location().is_some_and(|place| place.file().starts_with("tests/"));
            let text = format!("{panic}\n{panic:?}");
            if !is_of_a_test || text.contains(ON_PURPOSE) {
                let _ = writeln!(LOG.lock().unwrap_or_else(PoisonError::into_inner), "{text}");
            }
            usual(panic);
        }));
    });
}

/// Everything that a test has printed.
#[derive(Default)]
pub(crate) struct Print(String);

impl Print {
    /// Begins to print, and to listen.
    pub(crate) fn new() -> Self {
        listen();
        Self::default()
    }

    pub(crate) fn debug(&mut self, value: &impl Debug) {
        self.push(format_args!("{value:?}\n{value:#?}\n{value:x?}"));
    }

    fn push(&mut self, text: impl Display) {
        writeln!(self.0, "{text}").expect("a text takes everything");
    }

    /// An error and everything behind it.
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

    /// Nothing marked was printed or logged, and the right things were.
    pub(crate) fn is_clean(&self, expected: &[&str]) {
        if let Some(form) = found(&self.0) {
            panic!("found {form} in\n{}", hidden(&self.0));
        }
        for text in expected {
            assert!(self.0.contains(text), "{text} is not in\n{}", self.0);
        }
        is_quiet();
    }
}

/// Nothing marked was logged.
pub(crate) fn is_quiet() {
    let log = log();
    if let Some(form) = found(&log) {
        let leaks: Vec<String> = log.lines().filter(|line| found(line).is_some()).map(hidden).collect();
        panic!("the log has {form}\n{}", leaks.join("\n"));
    }
}

/// A text in which the mark does not stand for itself, so that this test's own failure does not fail the others.
fn hidden(text: &str) -> String {
    text.replace(MARK, "MARK")
}

#[test]
fn every_form_is_found() {
    let json = serde_json::to_string(&mark("n")).expect("it is text");
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
