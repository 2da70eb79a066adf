//! The corpus runner as a program, on the project's own cases: their crates are clean, and send the requests that
//! Postman sends. A case whose crate has not changed since the last run is not checked again.

use std::fs;
use std::process::{Command, Output};

use tests::repository;

fn corpus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corpus")).args(arguments).output().expect("the runner runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_cases_send_the_requests_of_postman() {
    let cases = repository().join("tests/cases");
    let output = corpus(&[cases.to_str().expect("a path"), "--wire"]);
    let (report, progress) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "\n{progress}\n{report}\nrun `cargo run -p tests --bin corpus -- tests/cases --wire -v`"
    );
    assert!(!report.contains("without a recording"), "{report}\na case needs one: see CONTRIBUTING.md");

    let again = corpus(&[cases.to_str().expect("a path"), "--wire", "--filter", "minimal"]);
    assert_eq!(
        text(&again.stderr),
        "[1/1] minimal  clean, 1/1 same, as before\n",
        "the stored result is used"
    );
}

#[test]
fn a_refusal_has_a_location() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    write("empty.json", br#"{"info": {"name": "E"}, "item": []}"#);
    write("broken.json", b"{");
    write("utf16.json", b"\xff\xfe{\0}\0");
    let path = folder.path().to_str().expect("a path");
    let output = corpus(&[path, "--verbose"]);
    let report = text(&output.stdout);
    assert!(output.status.success(), "{report}");
    assert_eq!(text(&output.stderr).lines().count(), 3, "no panic, and no output for a terminal");
    assert_eq!(report.matches("  --> ").count(), 3, "{report}");
    assert!(
        report.contains(
            "files  generated  refused  failed  built  clean  examples  parity\n    3          0        3"
        ),
        "{report}"
    );
}

#[test]
fn invalid_arguments_have_exit_code_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    for (arguments, problem) in [
        (&[][..], "error: DIR is missing"),
        (&["no-such-folder"], "error: cannot read no-such-folder: "),
        (&[path], "error: there are no collections in "),
    ] {
        let output = corpus(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(problem), "{}", text(&output.stderr));
    }
    assert!(text(&corpus(&["--help"]).stdout).contains("--recordings DIR"));
}
