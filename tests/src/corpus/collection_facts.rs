//! The facts of a collection that explain differences between requests.

use std::collections::{BTreeMap, BTreeSet};

use codegen::api::{Api, Operation, Scheme};
use codegen::collection::{Auth, AuthParams, Body, Collection, Item, Request};

use super::causes::RequestFacts;
use super::collections::requests;
use super::replay::Replayed;

/// The facts of a collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct CollectionFacts<'a> {
    operations: BTreeMap<usize, &'a Operation>,
    has_overlay: bool,
    has_bearer_object: bool,
    not_followed: BTreeMap<usize, &'static str>,
    with_length: BTreeSet<usize>,
    with_variable_names: BTreeSet<usize>,
}

impl<'a> CollectionFacts<'a> {
    pub(crate) fn new(api: &'a Api, collection: &Collection, has_overlay: bool) -> Self {
        let operations = api.all_operations().into_iter().map(|(_, operation)| (operation.index, operation));
        let operations: BTreeMap<usize, &Operation> = operations.collect();
        let mut with_variable_names = with_variable_fields(collection);
        let is_unnamed = |operation: &Operation| {
            let mut credentials =
                operation.credentials.iter().filter_map(|own| api.credentials.get(own.index));
            credentials.any(|credential| credential.scheme == Scheme::Signature("apikey".to_owned()))
        };
        let unnamed = operations.iter().filter(|(_, operation)| is_unnamed(operation));
        with_variable_names.extend(unnamed.map(|(index, _)| *index));
        Self {
            operations,
            with_variable_names,
            has_overlay,
            has_bearer_object: has_bearer_object(collection),
            not_followed: not_followed(collection),
            with_length: with_length(collection),
        }
    }

    pub(crate) fn request_facts<'f>(&'f self, index: usize, replayed: &'f Replayed) -> RequestFacts<'f> {
        RequestFacts {
            operation: self.operations.get(&index).copied(),
            has_overlay: self.has_overlay,
            has_bearer_object: self.has_bearer_object,
            not_followed: self.not_followed.get(&index).copied(),
            has_length: self.with_length.contains(&index),
            has_variable_name: self.with_variable_names.contains(&index),
            // A replay that cannot create a client prints no line for any request.
            has_client: replayed.problem.is_none() || !replayed.lines.is_empty(),
            printed: replayed.lines.get(&index).map_or("", String::as_str),
        }
    }
}

/// Returns the settings of requests, by index, that change a request in Postman and that no client follows.
fn not_followed(collection: &Collection) -> BTreeMap<usize, &'static str> {
    let requests = requests(collection).into_iter().enumerate();
    let found = requests.filter_map(|(index, item)| {
        let request = item.request.as_ref();
        let name = if item.protocol_profile_behavior.contains_key("disabledSystemHeaders") {
            "disabledSystemHeaders"
        } else if request.is_some_and(|request| request.has_proxy) {
            "a proxy"
        } else if request.is_some_and(|request| request.has_certificate) {
            "a certificate"
        } else {
            return None;
        };
        Some((index, name))
    });
    found.collect()
}

/// Returns the requests that have a `Content-Length` of their own.
fn with_length(collection: &Collection) -> BTreeSet<usize> {
    indices(collection, |request| {
        let mut keys = request.header.iter().filter_map(|header| header.key.as_deref());
        keys.any(|key| key.eq_ignore_ascii_case("content-length"))
    })
}

/// Returns the requests with a form field whose name has a variable.
fn with_variable_fields(collection: &Collection) -> BTreeSet<usize> {
    let has_unnamed = |body: &Body| {
        let fields = body.urlencoded.iter().chain(&body.formdata);
        fields.filter_map(|field| field.key.as_deref()).any(|key| key.contains("{{"))
    };
    indices(collection, |request| request.body.as_ref().is_some_and(has_unnamed))
}

/// Returns the indices of the requests of which this is true.
fn indices(collection: &Collection, is_one: impl Fn(&Request) -> bool) -> BTreeSet<usize> {
    let requests = requests(collection).into_iter().enumerate();
    requests
        .filter(|(_, item)| item.request.as_deref().is_some_and(&is_one))
        .map(|(index, _)| index)
        .collect()
}

/// Whether a bearer token is one object, `{"key": "token", "value": …}`, somewhere.
fn has_bearer_object(collection: &Collection) -> bool {
    fn is_one(auth: Option<&Auth>) -> bool {
        auth.is_some_and(|auth| match auth.params_of("bearer") {
            Some(AuthParams::Object(params)) => params.contains_key("key") && params.contains_key("value"),
            _ => false,
        })
    }
    fn has_one(item: &Item) -> bool {
        is_one(item.auth.as_ref())
            || is_one(item.request.as_ref().and_then(|request| request.auth.as_ref()))
            || item.item.iter().flatten().any(has_one)
    }
    is_one(collection.auth.as_ref()) || collection.item.iter().any(has_one)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parsed(collection: &Value) -> Collection {
        Collection::parse("c.json", &collection.to_string()).expect("a collection")
    }

    #[test]
    fn settings_that_are_not_followed_are_found() {
        let folder = json!({ "item": [
            { "name": "a", "request": { "url": "x" } },
            { "request": { "proxy": { "host": "p" } } },
        ] });
        let behavior = json!({ "disabledSystemHeaders": { "accept": true } });
        let collection =
            parsed(&json!({ "item": [folder, { "request": "x", "protocolProfileBehavior": behavior }] }));
        let expected = BTreeMap::from([(1, "a proxy"), (2, "disabledSystemHeaders")]);
        assert_eq!(not_followed(&collection), expected);
        assert_eq!(with_length(&collection), BTreeSet::new());
        let header = json!([{ "key": "content-length", "value": "1" }]);
        let collection =
            parsed(&json!({ "item": [{ "request": "x" }, { "request": { "header": header } }] }));
        assert_eq!(with_length(&collection), BTreeSet::from([1]));
        let body = json!({ "mode": "urlencoded", "urlencoded": [{ "key": "{{name}}", "value": "1" }] });
        let collection = parsed(&json!({ "item": [{ "request": "x" }, { "request": { "body": body } }] }));
        assert_eq!(with_variable_fields(&collection), BTreeSet::from([1]));
    }

    #[test]
    fn a_bearer_token_as_one_object_is_found() {
        let auth = |bearer: Value| {
            parsed(&json!({"item": [{"request": {"auth": {"type": "bearer", "bearer": bearer}}}]}))
        };
        assert!(has_bearer_object(&auth(json!({"key": "token", "value": "t"}))));
        assert!(!has_bearer_object(&auth(json!([{"key": "token", "value": "t"}]))));
        assert!(!has_bearer_object(&auth(json!({"token": "t"}))));
    }
}
