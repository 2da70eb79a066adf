//! What the collection holds and the client does not have, apart from requests.

use crate::api::Unlowered;
use crate::collection::{Collection, Event};
use crate::lower::tree::{Child, Tree};
use serde_json::{Map, Value};

/// What is not lowered, in the collection's order.
pub(super) fn rest(collection: &Collection, tree: &Tree<'_>) -> Vec<Unlowered> {
    let mut list = Vec::new();
    scripts(&collection.event, String::new, &mut list);
    let disabled = collection.variable.iter().filter(|variable| variable.disabled);
    list.extend(disabled.map(|_| Unlowered { at: String::new(), what: "disabled variable" }));
    behavior(&collection.protocol_profile_behavior, String::new, &mut list);
    folder(tree, 0, &mut list);
    list
}

fn folder(tree: &Tree<'_>, place: usize, list: &mut Vec<Unlowered>) {
    for child in &tree.folders[place].children {
        match *child {
            Child::Folder(place) => {
                let Some(item) = tree.folders[place].item else { continue };
                let at = || tree.place_of_folder(place);
                scripts(&item.event, at, list);
                behavior(&item.protocol_profile_behavior, at, list);
                folder(tree, place, list);
            }
            Child::Request(place) => {
                let item = tree.requests[place].item;
                let at = || tree.place_of_request(place);
                scripts(&item.event, at, list);
                behavior(&item.protocol_profile_behavior, at, list);
                let Some(request) = &item.request else { continue };
                if request.body.as_ref().is_some_and(|body| body.disabled) {
                    list.push(Unlowered { at: at(), what: "disabled body" });
                }
                if request.has_certificate {
                    list.push(Unlowered { at: at(), what: "client certificate" });
                }
                if request.has_proxy {
                    list.push(Unlowered { at: at(), what: "proxy" });
                }
            }
        }
    }
}

fn scripts(events: &[Event], at: impl Fn() -> String, list: &mut Vec<Unlowered>) {
    let has_lines = |event: &&Event| {
        let script = event.script.as_ref().filter(|_| !event.disabled);
        script.is_some_and(|script| script.exec.iter().any(|line| !line.trim().is_empty()))
    };
    for event in events.iter().filter(has_lines) {
        let what = match event.listen.as_deref() {
            Some("prerequest") => "pre-request script",
            Some("test") => "test script",
            _ => "script",
        };
        list.push(Unlowered { at: at(), what });
    }
}

/// Of the behaviors, only `disableBodyPruning` is lowered.
fn behavior(behavior: &Map<String, Value>, at: impl Fn() -> String, list: &mut Vec<Unlowered>) {
    for key in behavior.keys() {
        let what = match key.as_str() {
            "disableBodyPruning" => continue,
            "followRedirects"
            | "followOriginalHttpMethod"
            | "followAuthorizationHeader"
            | "maxRedirects"
            | "removeRefererHeaderOnRedirect" => "redirect setting",
            "strictSSL" | "tlsPreferServerCiphers" | "tlsDisabledProtocols" | "tlsCipherSelection" => {
                "TLS setting"
            }
            "disabledSystemHeaders" => "disabled system header",
            "disableUrlEncoding" => "disabled URL encoding",
            "disableCookies" => "cookie setting",
            _ => "protocol setting",
        };
        list.push(Unlowered { at: at(), what });
    }
}
