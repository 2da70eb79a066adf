//! The list of the scripts that authenticate requests, in the documentation of `operations`.

use super::docs;
use super::print::{COMMENT_WIDTH, section, sentence};
use crate::api::{AuthScript, ScriptEffect};

const ABOUT: &str = "\
Scripts of the collection authenticate requests. The client does not run them: implement the hook
[`Authenticate`](crate::Authenticate), which does the same, and pass it to
[`ClientBuilder::authenticate`](crate::ClientBuilder::authenticate). A variable that a script sets is the value of a
credential, which the builder takes. The scripts are:
";

/// The lines of the list; none for a collection without such scripts.
pub(super) fn lines(scripts: &[AuthScript]) -> Vec<String> {
    if scripts.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Authentication by scripts");
    lines.extend(sentence(ABOUT.split_whitespace().map(str::to_owned), COMMENT_WIDTH));
    lines.push(String::new());
    lines.extend(scripts.iter().map(|script| {
        let location = match script.location.as_str() {
            "" => "the whole collection".to_owned(),
            location => docs::plain(location),
        };
        let effect = match &script.effect {
            ScriptEffect::Signs => "signs requests".to_owned(),
            ScriptEffect::SetsHeader(name) => format!("sets the header {}", docs::code(name)),
            ScriptEffect::SetsVariable(name) => format!("sets the variable {}", docs::code(name)),
        };
        format!("- {location}: {effect}")
    }));
    lines
}
