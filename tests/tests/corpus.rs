//! The corpus runner as a program, on the project's own cases: their crates are clean, and send what Postman sends. A case
//! whose crate is the one of the run before costs nothing.

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
fn the_cases_send_what_postman_sends() {
    let cases = repository().join("tests/cases");
    let output = corpus(&[cases.to_str().expect("a path"), "--wire"]);
    let (told, said) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "\n{said}\n{told}\nrun `cargo run -p tests --bin corpus -- tests/cases --wire -v`"
    );
    assert!(!told.contains("without a recording"), "{told}\na case needs one: CONTRIBUTING.md says how");

    let again = corpus(&[cases.to_str().expect("a path"), "--wire", "--filter", "minimal"]);
    let said = text(&again.stderr);
    assert_eq!(said, "[1/1] minimal  clean, 1/1 same, as before\n", "a result is used again");
}

#[test]
fn what_is_refused_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    write("empty.json", br#"{"info": {"name": "E"}, "item": []}"#);
    write("broken.json", b"{");
    write("utf16.json", b"\xff\xfe{\0}\0");
    let path = folder.path().to_str().expect("a path");
    let output = corpus(&[path, "--verbose"]);
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}");
    assert_eq!(text(&output.stderr).lines().count(), 3, "no panic, and nothing for a terminal");
    assert_eq!(told.matches("  --> ").count(), 3, "{told}");
    assert!(
        told.contains(
            "files  generated  refused  failed  built  clean  examples  parity\n    3          0        3"
        ),
        "{told}"
    );
}

#[test]
fn mistakes_have_an_exit_code_of_their_own() {
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
