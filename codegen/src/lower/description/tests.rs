use super::instructions::are_instructions;
use super::without_instructions;

/// Returns what remains of a description.
fn remaining(text: &str) -> String {
    without_instructions("Orders", text).0
}

#[test]
fn instructions_are_recognised() {
    let instructions = [
        "Click the Send button.",
        "Fork this collection into your workspace",
        "[![Run in Postman](https://run.pstmn.io/button.svg)](https://app.getpostman.com/x)",
        "Import the collection into Postman",
        "Set the collection variables first",
        "Download Postman and select the environment. That is all.",
        "The values are in the variables of a Postman environment.",
        "Newman can run it: newman run orders.json",
        "Paste your token into \"Current Value\".",
    ];
    for text in instructions {
        assert!(are_instructions(text), "{text}");
    }
    let content = [
        "",
        "Orders of a shop.",
        "This Postman collection has all requests of version 2.",
        "Set the variable `state` to `open`.",
        "Import products, then run the export.",
        "Press releases are sent to subscribers.",
        "A runner executes jobs in an environment.",
        "Orders have a number. They are kept for ten years. To try it, fork this collection.",
        "Postmanagement runs the store.",
    ];
    for text in content {
        assert!(!are_instructions(text), "{text}");
    }
}

#[test]
fn a_description_without_instructions_is_unchanged() {
    for text in
        ["", "Orders.", "# Empty\n\n## Also empty", "* a\n* b\n\n> quote", "<p>Orders</p>\n\n    code\n"]
    {
        assert_eq!(without_instructions("Orders", text), (text.to_owned(), false));
    }
}

#[test]
fn instructions_alone_leave_nothing() {
    let texts = [
        "Fork this collection.",
        "# Getting started\n\n1. Fork this collection\n2. Click Send\n",
        "## Run in Postman\n\nAnything.\n\n### Below\n\nAnything else.\n",
        "<p>Import this collection and <b>click Send</b>.</p>",
        "> Open Postman.\n>\n> Click Send.",
        "Set these collection variables:\n\n| name | value |\n|---|---|\n| a | b |",
    ];
    for text in texts {
        assert_eq!(without_instructions("Orders", text), (String::new(), true), "{text}");
    }
}

#[test]
fn other_passages_stay() {
    let cases = [
        ("Orders.\n\nFork this collection.\n\nMore.", "Orders.\n\n\n\nMore."),
        ("Orders.\n\n## Try it\n\nClick Send.\n\n## Limits\n\nTen.", "Orders.\n\n## Limits\n\nTen."),
        (
            "# Orders\n\n## Open Postman\n\nx\n\n### y\n\nz\n\n## Limits\n\nTen.",
            "# Orders\n\n## Limits\n\nTen.",
        ),
        ("- One\n- Run it in Postman:\n  - Import it\n  - Run it\n- Two", "- One\n- Two"),
        ("Use the Runner in Postman.\n\n- One\n- Two", "- One\n- Two"),
        ("Use the Runner:\n\n- One\n- Two\n\nThree.", "Three."),
        ("To try:\n\n- Click Send\n- Open Postman\n\nThree.", "Three."),
        ("- Rules\n- To try:\n  - Click Send\n", "- Rules"),
    ];
    for (text, expected) in cases {
        let squeeze =
            |text: &str| text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        assert_eq!(squeeze(&remaining(text)), squeeze(expected), "{text}");
    }
}

#[test]
fn an_api_of_postman_keeps_its_description() {
    let text = "Run a collection in Postman.";
    assert_eq!(without_instructions("Postman API", text), (text.to_owned(), false));
}

#[test]
fn any_text_is_cut_at_characters() {
    let parts = ["é", "Click Send", "\n\n", "> ", "- ", "# ", "```", "|", "<p>", ":", "🦀", "    ", "1. "];
    // All sequences of three parts.
    for number in 0..parts.len().pow(3) {
        let part = |place: u32| parts[number / parts.len().pow(place) % parts.len()];
        let text = [part(0), part(1), part(2)].concat();
        let (remaining, is_cut) = without_instructions("Orders", &text);
        assert!(is_cut || remaining == text, "{text:?}");
    }
}
