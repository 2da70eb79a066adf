//! Lists the parts of a collection that the client does not have, except requests.

use crate::api::Skipped;
use crate::collection::{Collection, Event, Request};
use crate::lower::request::body::{RequestBody, request_body};
use crate::lower::tree::{Child, Tree};
use serde_json::{Map, Value};

/// Lists the scripts and settings that are skipped, in the collection's order.
pub(super) fn skipped(collection: &Collection, tree: &Tree<'_>) -> Vec<Skipped> {
    let mut list = Vec::new();
    scripts(&collection.event, String::new, &mut list);
    let disabled = collection.variable.iter().filter(|variable| variable.disabled);
    list.extend(disabled.map(|_| Skipped { location: String::new(), kind: "disabled variable" }));
    behavior(&collection.protocol_profile_behavior, String::new, &mut list);
    folder(tree, 0, &mut list);
    list
}

fn folder(tree: &Tree<'_>, index: usize, list: &mut Vec<Skipped>) {
    for child in &tree.folders[index].children {
        match *child {
            Child::Folder(index) => {
                let Some(item) = tree.folders[index].item else { continue };
                let location = || tree.location_of_folder(index);
                scripts(&item.event, location, list);
                behavior(&item.protocol_profile_behavior, location, list);
                folder(tree, index, list);
            }
            Child::Request(index) => {
                let item = tree.requests[index].item;
                let location = || tree.location_of_request(index);
                scripts(&item.event, location, list);
                behavior(&item.protocol_profile_behavior, location, list);
                let Some(request) = &item.request else { continue };
                if request.body.as_ref().is_some_and(|body| body.disabled) {
                    list.push(Skipped { location: location(), kind: "disabled body" });
                }
                if is_dropped(request, tree.requests[index].keeps_body) {
                    list.push(Skipped { location: location(), kind: "body of a method without one" });
                }
                if request.has_certificate {
                    list.push(Skipped { location: location(), kind: "client certificate" });
                }
                if request.has_proxy {
                    list.push(Skipped { location: location(), kind: "proxy" });
                }
            }
        }
    }
}

/// Whether a request has a body that Postman does not send, because the method has none.
fn is_dropped(request: &Request, keeps_body: bool) -> bool {
    let method = request.method.as_deref().unwrap_or("GET").to_ascii_uppercase();
    let sent = |method: &str, keeps_body| {
        !matches!(request_body(request.body.as_ref(), method, keeps_body, None), RequestBody::None)
    };
    sent(&method, true) && !sent(&method, keeps_body)
}

fn scripts(events: &[Event], location: impl Fn() -> String, list: &mut Vec<Skipped>) {
    let has_lines = |event: &&Event| {
        let script = event.script.as_ref().filter(|_| !event.disabled);
        script.is_some_and(|script| script.exec.iter().any(|line| !line.trim().is_empty()))
    };
    for event in events.iter().filter(has_lines) {
        let kind = match event.listen.as_deref() {
            Some("prerequest") => "pre-request script",
            Some("test") => "test script",
            _ => "script",
        };
        list.push(Skipped { location: location(), kind });
    }
}

/// Adds the settings in a `protocolProfileBehavior`, of which only `disableBodyPruning` is supported.
fn behavior(behavior: &Map<String, Value>, location: impl Fn() -> String, list: &mut Vec<Skipped>) {
    for key in behavior.keys() {
        let kind = match key.as_str() {
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
        list.push(Skipped { location: location(), kind });
    }
}
