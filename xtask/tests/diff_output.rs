//! The output of `cargo xtask diff`: on a terminal, in a pull request, and for programs.

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{command, output, text, write};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

/// A collection with one folder and these requests: names and paths.
fn collection(folder: &str, requests: &[(String, String)]) -> String {
    let items = requests.iter().map(|(name, path)| {
        json!({"name": name, "request": {"method": "GET", "url": format!("https://api.example.com/{path}")}})
    });
    json!({"info": {"name": "C"}, "item": [{"name": folder, "item": items.collect::<Vec<Value>>()}]})
        .to_string()
}

/// Two versions, of which the new one has other paths and more requests.
fn versions(folder: &str, names: &[&str]) -> tempfile::TempDir {
    let requests = |prefix: &str| -> Vec<(String, String)> {
        let named = names.iter().enumerate();
        named
            .map(|(index, name)| ((*name).to_owned(), format!("{prefix}/{index}/:first/:second/:third")))
            .collect()
    };
    let more =
        (0..3).map(|index| (format!("More {index}"), format!("more/{index}/:one/:two/:three/:four/:five")));
    let root = tempfile::tempdir().expect("a folder can be created");
    write(root.path(), "old.json", &collection(folder, &requests("a")));
    write(
        root.path(),
        "new.json",
        &collection(folder, &requests("b").into_iter().chain(more).collect::<Vec<_>>()),
    );
    root
}

/// Runs `diff` on a terminal with this many columns.
#[cfg(target_os = "linux")]
fn on_terminal(folder: &Path, columns: usize, variables: &[(&str, &str)]) -> String {
    let xtask = env!("CARGO_BIN_EXE_xtask");
    let line = format!("stty cols {columns} rows 24; exec '{xtask}' diff old.json new.json");
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).current_dir(folder).stdin(Stdio::null());
    command.env("TERM", "xterm-256color").env_remove("NO_COLOR").envs(variables.iter().copied());
    let output = command.output().expect("script starts");
    assert!(output.status.success(), "{}", text(&output.stdout));
    text(&output.stdout).replace("\r\n", "\n")
}

/// Returns the text without colours.
#[cfg(target_os = "linux")]
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.filter_map(|part| Some(part.split_once('m')?.1)).collect::<String>()
}

/// Returns the letters and digits of a text.
#[cfg(target_os = "linux")]
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colours_and_its_own_width() {
    let names = [
        "Get the order with all of its lines and payments",
        "注文の一覧を取得する 注文の詳細を取得する 顧客の一覧を取得する",
    ];
    let root = versions("Orders", &names);
    let (_, piped, _) = output(root.path(), &["diff", "old.json", "new.json"]);
    assert!(!piped.contains('\u{1b}'), "{piped}");
    for columns in [40, 60, 100, 200] {
        let out = on_terminal(root.path(), columns, &[]);
        assert!(
            out.contains("\u{1b}[1m") && out.contains("\u{1b}[31m") && out.contains("\u{1b}[32m"),
            "{out}"
        );
        let plain = plain(&out);
        assert_eq!(letters(&plain), letters(&piped), "nothing is cut at {columns} columns");
        // A wide character has two columns. Subjects, labels and words stay whole.
        let mut count = 0;
        for line in plain.lines().filter(|line| line.starts_with("    ") && !line.starts_with("    + ")) {
            let is_one_word = line.split_whitespace().count() <= 2;
            assert!(unicode_width(line) <= columns || is_one_word, "{columns}: {line}");
            count += 1;
        }
        assert!(count > 5, "{plain}");
    }
    for variables in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let out = on_terminal(root.path(), 100, &[variables]);
        assert_eq!(out, piped, "{variables:?}");
    }
    let out = on_terminal(root.path(), 100, &[("NO_COLOR", "")]);
    assert!(out.contains('\u{1b}'), "an empty NO_COLOR has no effect");
}

/// The columns of a line, where all characters after ASCII are wide.
#[cfg(target_os = "linux")]
fn unicode_width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

const NASTY: &[&str] = &[
    "a | b || c",
    "`code` and `one backtick",
    "``` fence",
    "<b>bold</b> <img src=x onerror=alert(1)> <!-- comment",
    "[link](https://evil.example) ![image](x) https://plain.example",
    "# heading @everyone fixes #12 &lt; &amp; *a* _b_ ~~c~~ \\",
    "1. list - item + item > quote",
];

/// Parses Markdown as a forge does.
fn events(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(markdown, options).collect()
}

/// The texts of all headings of the fourth level.
fn subjects(markdown: &str) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut is_heading = false;
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                is_heading = level as usize == 4;
                if is_heading {
                    list.push(String::new());
                }
            }
            Event::End(TagEnd::Heading(_)) => is_heading = false,
            Event::Text(text) | Event::Code(text) if is_heading => {
                list.last_mut().expect("a heading").push_str(&text);
            }
            _ => {}
        }
    }
    list
}

#[test]
fn names_are_no_markup_in_markdown() {
    let root = versions("Orders | <i> @team", NASTY);
    let (code, out, err) = output(root.path(), &["diff", "old.json", "new.json", "--format", "markdown"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    for event in events(&out) {
        match event {
            Event::InlineHtml(html) => assert!(["<sub>", "</sub>", "<!-- -->"].contains(&&*html), "{html}"),
            Event::Html(_)
            | Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Table(_)
                | Tag::Strikethrough
                | Tag::Emphasis
                | Tag::BlockQuote(_),
            ) => {
                panic!("{event:?}\n{out}")
            }
            // A name of a person and a number of an issue are found within one text.
            Event::Text(text) => assert!(
                !text.contains("@team") && !text.contains("@everyone") && !text.contains("#12"),
                "{text}"
            ),
            _ => {}
        }
    }
    let found = subjects(&out);
    for name in NASTY {
        // Code in backticks stays code.
        let expected = format!("Orders | <i> @team / {name}");
        let without = |text: &str| text.replace('`', "");
        assert!(
            found.iter().any(|subject| without(subject) == without(&expected)),
            "{expected}\n{found:#?}\n{out}"
        );
    }
}

/// A comment and the text of a pull request have at most 65,536 characters.
#[test]
fn markdown_fits_into_a_pull_request() {
    let long = "word ".repeat(3_000);
    for (count, name) in [(5, long.trim()), (300, "Get"), (3_000, "Get the order | of 注文")] {
        let names: Vec<String> = (0..count).map(|index| format!("{name} {index}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let root = versions("Orders", &names);
        let (code, out, err) = output(root.path(), &["diff", "old.json", "new.json", "--format", "markdown"]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert!(out.len() <= 60_000, "{}", out.len());
        // The verdict, and how much is not listed.
        let all = count + 3;
        assert!(
            out.starts_with(&format!(
                "## API changes: minor\n\nStep: minor ({all} minor, {count} of them silent).\n"
            )),
            "{}",
            &out[..200]
        );
        let last = out.lines().last().unwrap_or_default();
        assert!(last.ends_with("etails are in the output of `--format text` and `--format json`."), "{last}");
        let listed = out.matches("<sub>").count();
        let more = last
            .split_once(" more changes and")
            .map_or(0, |(more, _)| more.parse::<usize>().expect("a number"));
        assert_eq!(listed + more, all, "{last}");
        // No fence is left open.
        let fences =
            events(&out).into_iter().filter(|event| matches!(event, Event::End(TagEnd::CodeBlock))).count();
        assert_eq!(out.matches("```").count(), 2 * fences);
        assert!(!out.contains("\n### ") || !out.ends_with("\n### "), "{last}");
    }
}

/// The schema in CONTRIBUTING: each key of its table.
fn documented() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let contributing = fs::read_to_string(root.join("CONTRIBUTING.md")).expect("the file can be read");
    let table = contributing.split_once("| key | value |").expect("the table").1;
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.trim_matches('|').split_once('|'));
    cells.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect()
}

/// The words in backticks.
fn words(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn json_has_the_keys_and_types_of_its_documented_schema() {
    let root = versions("Orders", &["Get"]);
    let value = |arguments: &[&str]| -> Value {
        let all: Vec<&str> = ["diff"].iter().chain(arguments).chain(&["--format", "json"]).copied().collect();
        serde_json::from_str(&output(root.path(), &all).1).expect("JSON")
    };
    let first = value(&["old.json", "new.json"]);
    let fingerprint = first["changes"][0]["fingerprint"].as_str().expect("a string");
    write(root.path(), "accepted.txt", &format!("{fingerprint}\n0000000000000000\n"));
    let all = value(&["old.json", "new.json", "--accepted", "accepted.txt"]);
    let rows = documented();
    let row = |key: &str| {
        rows.iter().find(|(keys, _)| words(keys).contains(&key.to_owned())).expect("a row").1.clone()
    };
    let keys: Vec<String> = rows.iter().flat_map(|(keys, _)| words(keys)).collect();
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    let of = |value: &Value| sorted(value.as_object().expect("an object").keys().cloned().collect());
    assert_eq!(of(&all), sorted(keys));
    assert_eq!(all["version"].to_string(), row("version"));
    assert!(words(&row("step")).contains(&all["step"].as_str().expect("a string").to_owned()));
    assert_eq!(of(&all["counts"]), sorted(words(&row("counts"))));
    assert_eq!(of(&all["changes"][0]), sorted(words(&row("changes"))));
    assert_eq!(of(&all["accepted"][0]), of(&all["changes"][0]));
    assert_eq!(all["stale"], json!([{"line": 2, "fingerprint": "0000000000000000"}]));
    assert_eq!(row("stale").split('`').nth(1), Some("{line, fingerprint}"));
    for change in all["changes"].as_array().expect("a list") {
        for key in ["rule", "subject", "step", "summary", "fingerprint"] {
            assert!(change[key].is_string(), "{key}");
        }
        for key in ["before", "after", "action"] {
            assert!(change[key].is_string() || change[key].is_null(), "{key}");
        }
        assert!(change["silent"].is_boolean() && change["operations"].is_array(), "{change}");
    }
    assert!(all["client"].is_null() && all["old"] == "old.json" && all["new"] == "new.json");
    let counts: u64 =
        ["major", "minor", "patch", "none"].iter().filter_map(|step| all["counts"][step].as_u64()).sum();
    assert_eq!(counts, all["changes"].as_array().expect("a list").len() as u64);
}

#[test]
fn json_names_the_client_and_its_next_version() {
    let root = common::workspace(&["orders"]);
    write(root.path(), "old.json", &common::ORDERS.replace("Get order", "Read order"));
    let (_, out, _) = output(root.path(), &["diff", "old.json", "--format", "json"]);
    let value: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["client"], json!({"name": "orders", "version": "0.1.0", "next_version": "0.2.0"}));
}

#[test]
fn standard_input_is_one_input() {
    let root = versions("Orders", &["Get"]);
    for (arguments, problem) in [
        (&["diff", "-", "-"][..], "OLD and NEW cannot both be standard input: write one of them to a file"),
        (
            &["diff", "-", "new.json", "--overlay", "-"],
            "an overlay cannot be standard input: write it to a file",
        ),
        (
            &["diff", "old.json", "new.json", "--old-overlay", "-"],
            "an overlay cannot be standard input: write it to a file",
        ),
    ] {
        let mut command = command(root.path(), arguments);
        let output = command.stdin(Stdio::null()).output().expect("xtask starts");
        assert_eq!(output.status.code(), Some(2));
        let expected = format!("error: {problem}\n  help: `cargo xtask diff --help` lists its arguments\n");
        assert_eq!(text(&output.stderr), expected);
    }
}
