//! The binary.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_stand-in"))
}

#[test]
fn help_and_mistakes() {
    let help = program().arg("--help").output().expect("it runs");
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--port N"));
    for arguments in [&["--prot"][..], &["--port"], &["--port", "x"]] {
        let mistake = program().args(arguments).output().expect("it runs");
        assert_eq!(mistake.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&mistake.stderr).starts_with("error: "));
    }
}

#[test]
fn it_prints_its_address_and_serves() {
    let mut process = program().args(["--token=secret"]).stdout(Stdio::piped()).spawn().expect("it runs");
    let output = BufReader::new(process.stdout.take().expect("it is piped"));
    let mut lines = output.lines().map_while(Result::ok).take_while(|line| !line.starts_with("Ctrl-C"));
    let first = lines.next().unwrap_or_default();
    let rest: Vec<String> = lines.collect();
    let served = first.strip_prefix("The stand-in listens on http://").map(std::net::TcpStream::connect);
    process.kill().expect("it still runs");
    process.wait().expect("it ends");
    assert!(matches!(served, Some(Ok(_))), "{first}");
    assert!(
        rest.iter().any(|line| line.contains("curl -H 'Authorization: Bearer secret' http://127.0.0.1:"))
    );
    assert!(rest.iter().any(|line| line.contains("557058:scim-managed")));
}
