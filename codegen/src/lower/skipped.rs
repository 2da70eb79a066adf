//! Lists the parts of a collection that the client does not have, except requests.

use crate::api::Skipped;
use crate::collection::{Collection, Event, Request};
use crate::lower::request::body::{RequestBody, request_body};
use crate::lower::tree::{Child, Tree};
use serde_json::{Map, Value};

/// Lists the scripts and settings that are skipped, in the collection's order.
pub(super) fn skipped(collection: &Collection, tree: &Tree<'_>) -> Vec<Skipped> {
    let mut list = Vec::new();
    let of_collection = |kind| Skipped { location: String::new(), kind, request: None };
    list.extend(scripts(&collection.event).map(of_collection));
    let disabled = collection.variable.iter().filter(|variable| variable.disabled);
    list.extend(disabled.map(|_| of_collection("disabled variable")));
    list.extend(behavior(&collection.protocol_profile_behavior).map(of_collection));
    folder(tree, 0, &mut list);
    list
}

fn folder(tree: &Tree<'_>, index: usize, list: &mut Vec<Skipped>) {
    for child in &tree.folders[index].children {
        match *child {
            Child::Folder(index) => {
                let Some(item) = tree.folders[index].item else { continue };
                let kinds = scripts(&item.event).chain(behavior(&item.protocol_profile_behavior));
                let of_folder =
                    |kind| Skipped { location: tree.location_of_folder(index), kind, request: None };
                list.extend(kinds.map(of_folder));
                folder(tree, index, list);
            }
            Child::Request(index) => {
                let item = tree.requests[index].item;
                let kinds = scripts(&item.event).chain(behavior(&item.protocol_profile_behavior));
                let keeps_body = tree.requests[index].keeps_body;
                let request = item.request.iter().flat_map(|request| settings(request, keeps_body));
                list.extend(kinds.chain(request).map(|kind| tree.skipped(index, kind)));
            }
        }
    }
}

/// Returns the parts of a request itself that are skipped.
fn settings(request: &Request, keeps_body: bool) -> impl Iterator<Item = &'static str> {
    let has_disabled_body = request.body.as_ref().is_some_and(|body| body.disabled);
    let parts = [
        (has_disabled_body, "disabled body"),
        (is_dropped(request, keeps_body), "body of a method without one"),
        (request.has_certificate, "client certificate"),
        (request.has_proxy, "proxy"),
    ];
    parts.into_iter().filter(|(is_there, _)| *is_there).map(|(_, kind)| kind)
}

/// Whether a request has a body that Postman does not send, because the method has none.
fn is_dropped(request: &Request, keeps_body: bool) -> bool {
    let method = request.method.as_deref().unwrap_or("GET").to_ascii_uppercase();
    let sent = |method: &str, keeps_body| {
        !matches!(request_body(request.body.as_ref(), method, keeps_body, None), RequestBody::None)
    };
    !sent(&method, keeps_body) && sent(&method, true)
}

/// Returns the kinds of the scripts that have lines.
fn scripts(events: &[Event]) -> impl Iterator<Item = &'static str> {
    let has_lines = |event: &&Event| {
        let script = event.script.as_ref().filter(|_| !event.disabled);
        script.is_some_and(|script| script.exec.iter().any(|line| !line.trim().is_empty()))
    };
    events.iter().filter(has_lines).map(|event| match event.listen.as_deref() {
        Some("prerequest") => "pre-request script",
        Some("test") => "test script",
        _ => "script",
    })
}

/// Returns the kinds of the settings in a `protocolProfileBehavior`, of which only `disableBodyPruning` is supported.
fn behavior(behavior: &Map<String, Value>) -> impl Iterator<Item = &'static str> {
    behavior.keys().filter_map(|key| {
        Some(match key.as_str() {
            "disableBodyPruning" => return None,
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
        })
    })
}
