//! Recognises instructions about Postman.

/// What only the user interface of Postman has. The last word may be a plural.
const INTERFACE: &[&str] = &[
    "click on send",
    "click send",
    "click the send",
    "collection runner",
    "collection variable",
    "current value",
    "edit the collection",
    "edit this collection",
    "fork of the collection",
    "fork of this collection",
    "fork the collection",
    "fork this collection",
    "hit send",
    "import the collection",
    "import this collection",
    "pre-request script",
    "press send",
    "run in postman",
    "send button",
    "the runner",
];

/// The words that make a sentence about Postman an instruction. A sentence that only says what the collection has, such
/// as "This Postman collection has all requests of version 2", contains none of them.
const INSTRUCTIONS: &[&str] = &[
    "button",
    "choose",
    "click",
    "console",
    "copy",
    "download",
    "environment",
    "environments",
    "execute",
    "fork",
    "import",
    "importing",
    "install",
    "launch",
    "open",
    "paste",
    "press",
    "run",
    "runner",
    "running",
    "select",
    "set",
    "store",
    "tab",
    "variable",
    "variables",
    "visualize",
    "workspace",
    "workspaces",
];

/// Whether at least half of the sentences of a text are instructions about Postman.
pub(super) fn are_instructions(text: &str) -> bool {
    let (mut all, mut instructions) = (0_usize, 0_usize);
    for sentence in sentences(text) {
        let words = words(sentence);
        if !words.trim().is_empty() {
            all += 1;
            instructions += usize::from(is_instruction(&words));
        }
    }
    instructions > 0 && instructions * 2 >= all
}

/// Splits a text after the punctuation that white space follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut ends = text.char_indices().zip(text.chars().skip(1));
        let end = ends.find(|((_, c), next)| matches!(c, '.' | '!' | '?' | ';') && next.is_whitespace());
        let (sentence, more) = match end {
            Some(((index, _), _)) => (&text[..=index], Some(&text[index + 1..])),
            None => (text, None),
        };
        rest = more;
        Some(sentence)
    })
}

/// Whether a text names Postman or its command line.
pub(super) fn names_postman(text: &str) -> bool {
    let words = words(text);
    words.contains(" postman ") || words.contains(" newman ")
}

fn is_instruction(words: &str) -> bool {
    let has =
        |phrase: &str| words.contains(&format!(" {phrase} ")) || words.contains(&format!(" {phrase}s "));
    let about_postman = words.contains(" postman ") || words.contains(" newman ");
    INTERFACE.iter().any(|phrase| has(phrase))
        || about_postman && words.split(' ').any(|word| INSTRUCTIONS.contains(&word))
}

/// Returns the words in lower case, each between spaces.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()) {
        words.push_str(&word.to_lowercase());
        words.push(' ');
    }
    words
}
