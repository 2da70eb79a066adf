//! The offboarding example as a program: no account is processed twice and none is skipped, whatever happens.

#![cfg(unix)]

use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use stand_in::{Account, Fault, Operation, Restriction, StandIn, Status};
use tempfile::TempDir;

/// A service with accounts, and a folder with their list and, later, the journal.
struct Leavers {
    service: StandIn,
    folder: TempDir,
    accounts: Vec<String>,
}

impl Leavers {
    fn new(count: usize) -> Self {
        let service = StandIn::start();
        let accounts: Vec<String> =
            (0..count).map(|n| service.account(Account::new(format!("712020:{n:04}")))).collect();
        let leavers = Self { service, folder: TempDir::new().expect("a folder"), accounts };
        leavers.list(&leavers.accounts.join("\n"));
        leavers
    }

    fn list(&self, text: &str) {
        let mut file = std::fs::File::create(self.folder.path().join("leavers")).expect("a file");
        file.write_all(text.as_bytes()).expect("the list can be written");
    }

    fn journal(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("journal")).unwrap_or_default()
    }

    fn start(&self, more: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_offboard"))
            .current_dir(self.folder.path())
            .args(["--accounts", "leavers", "--journal", "journal", "--token-env", "OFFBOARD_TEST_KEY"])
            .args(["--base-url", &self.service.url()])
            .args(more)
            .env("OFFBOARD_TEST_KEY", self.service.token())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts")
    }

    fn run(&self, more: &[&str]) -> Output {
        self.start(more).wait_with_output().expect("it ends")
    }

    /// Waits until this number of accounts has been deactivated.
    fn wait_for(&self, count: usize) {
        let start = Instant::now();
        while self.service.executed().len() < count {
            assert!(start.elapsed() < Duration::from_secs(20), "it makes no progress");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Panics unless each account was deactivated, by exactly one call.
    fn assert_each_once(&self) {
        for account in &self.accounts {
            let times = self.service.times_executed(Operation::DeactivateUser, account);
            assert_eq!((account, times), (account, 1));
            assert_eq!(self.service.status_of(account), Some(Status::Inactive));
        }
    }
}

fn last_line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn five_hundred_accounts_go_through_rate_limits_and_refusals() {
    let leavers = Leavers::new(500);
    for n in 0..40 {
        let busy = Fault::status(429).on(Operation::DeactivateUser).account(&leavers.accounts[n * 12]);
        leavers.service.inject(if n % 2 == 0 { busy.header("retry-after", "0") } else { busy });
    }
    let output = leavers.run(&["--concurrency", "16", "--message", "Left the company"]);
    assert_eq!(
        last_line(&output),
        "500 deactivated, 0 not deactivated, 0 unknown, 0 remaining",
        "{output:?}"
    );
    assert_eq!(output.status.code(), Some(0));
    leavers.assert_each_once();
    let message = leavers.service.deactivation_message_of(&leavers.accounts[0]);
    assert_eq!(message.as_deref(), Some("Left the company"));
}

#[test]
fn after_a_kill_it_resumes() {
    let leavers = Leavers::new(300);
    for stop_at in [60, 140, 220] {
        let mut run = leavers.start(&["--concurrency", "8"]);
        leavers.wait_for(stop_at);
        run.kill().expect("it can be killed");
        run.wait().expect("it ends");
    }
    let output = leavers.run(&[]);
    assert_eq!(
        last_line(&output),
        "300 deactivated, 0 not deactivated, 0 unknown, 0 remaining",
        "{output:?}"
    );
    leavers.assert_each_once();
}

#[test]
fn after_an_interrupt_calls_in_flight_are_finished() {
    let leavers = Leavers::new(200);
    // The delay gives time for the interrupt.
    leavers.service.inject(Fault::delay(Duration::from_millis(5)).always());
    let run = leavers.start(&["--concurrency", "4"]);
    leavers.wait_for(20);
    // `kill` is a builtin of the shell; there may be no program of this name.
    let interrupt = Command::new("sh").args(["-c", &format!("kill -INT {}", run.id())]).status().expect("sh");
    assert!(interrupt.success());
    let output = run.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let begun = leavers.journal().lines().filter(|line| line.ends_with("\tbegun")).count();
    assert_eq!(leavers.service.executed().len(), begun, "a call was begun and not finished");
    leavers.service.clear_faults();
    let output = leavers.run(&[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    leavers.assert_each_once();
}

#[test]
fn after_a_lost_response_the_status_is_checked_and_the_call_not_repeated() {
    let leavers = Leavers::new(3);
    let lost = Fault::reset_before_head().after_execution();
    leavers.service.inject(lost.on(Operation::DeactivateUser).account(&leavers.accounts[1]));
    let output = leavers.run(&[]);
    assert_eq!(last_line(&output), "3 deactivated, 0 not deactivated, 0 unknown, 0 remaining", "{output:?}");
    leavers.assert_each_once();
}

#[test]
fn refusals_are_reported_with_the_reason() {
    let leavers = Leavers::new(1);
    let synced = leavers.service.account(Account::new("712020:synced").restriction(Restriction::Scim));
    leavers.list(&format!("{}  # Ada\n\n{synced}\nnobody\nno id\n{synced}\n", leavers.accounts[0]));
    let output = leavers.run(&[]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let call = "POST /users/{account_id}/manage/lifecycle/disable: the service responded with";
    let expected = format!(
        "4 accounts: 4 to deactivate, 0 already deactivated\n  \
         712020:synced  not deactivated: {call} 403 Forbidden (forbidden.action)\n  \
         nobody  not deactivated: {call} 404 Not Found (accountNotFound)\n  \
         no id  not deactivated: not a valid AccountId: it has a character that is not allowed, and must match ^[a-zA-Z0-9_|:-]{{1,128}}$\n\
         1 deactivated, 3 not deactivated, 0 unknown, 0 remaining\n"
    );
    assert_eq!(text, expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn help_and_invalid_options() {
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_offboard")).args(arguments).output().expect("it runs")
    };
    let help = run(&["--help"]);
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--journal FILE"));
    for (arguments, problem) in [
        (&["--frist"][..], "error: unknown option `--frist`; --help lists the options\n"),
        (
            &["--accounts", "x"],
            "error: --journal is missing; without it, an interrupted run cannot be resumed\n",
        ),
        (&["--journal", "x"], "error: --accounts is missing; --help lists the options\n"),
        (&["--concurrency", "0"], "error: --concurrency requires a positive integer, not `0`\n"),
    ] {
        let output = run(arguments);
        assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(2), problem));
    }
}
