//! Tests of the names in collections of random words.

use hashbrown::HashSet;
use serde_json::{Value, json};

use super::lower;
use super::names::LONGEST;
use crate::api::{Api, Group, Operation, TypeKind};
use crate::{Input, Source};

/// A random number generator (linear congruential).
struct Random(u64);

const WORDS: &[&str] = &[
    "get",
    "list",
    "organization",
    "administrators",
    "VLANs",
    "OAuth2",
    "permission",
    "of",
    "the",
    "2",
    "type",
    "self",
    "user",
    "Größe",
    "identifier",
    "configuration",
    "pneumonoultramicroscopicsilicovolcanoconiosis-antidisestablishment",
    "com1",
    "new",
    "IPv4",
    "地址",
    "-",
    "error",
    "call",
    "x",
];

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn name(&mut self) -> String {
        let count = 1 + self.below(9);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(["", " ", "_", "-"][self.below(4)])
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 2 } else { 5 }) {
            0 => json!(1),
            1 => json!("text"),
            2 => json!([self.value(depth - 1)]),
            _ => {
                (0..3).map(|_| (self.name(), self.value(depth - 1))).collect::<serde_json::Map<_, _>>().into()
            }
        }
    }

    fn entries(&mut self) -> Value {
        (0..self.below(3)).map(|_| json!({ "key": self.name(), "value": "1", "type": "text" })).collect()
    }

    fn request(&mut self) -> Value {
        let segment = self.name().replace(' ', "-");
        let body = match self.below(3) {
            0 => {
                json!({ "mode": "raw", "raw": self.value(5).to_string(), "options": { "raw": { "language": "json" } } })
            }
            1 => json!({ "mode": "formdata", "formdata": self.entries() }),
            _ => {
                json!({ "mode": "graphql", "graphql": { "query": "{a}", "variables": self.value(4).to_string() } })
            }
        };
        let host = format!("{{{{{}}}}}", self.name());
        let auth = format!("{{{{{}}}}}", self.name());
        let method = ["GET", "POST", "X-VERY-LONG-METHOD-FOR-A-REQUEST"][self.below(3)];
        json!({
            "name": self.name(),
            "request": {
                "method": method,
                "url": { "host": [host], "path": ["a", segment, format!(":{}", self.name())], "query": self.entries() },
                "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": auth }] },
                "body": body,
            },
            "response": [{ "code": 200, "body": self.value(5).to_string(), "header": [{ "key": "Content-Type", "value": "application/json" }] }],
        })
    }

    fn items(&mut self, depth: usize) -> Vec<Value> {
        let mut items: Vec<Value> = (0..6).map(|_| self.request()).collect();
        if depth > 0 {
            items.push(json!({ "name": self.name(), "item": self.items(depth - 1) }));
            items.push(json!({ "name": self.name(), "item": self.items(depth - 1) }));
        }
        items
    }
}

/// Returns all Rust names in an API.
fn names(api: &Api) -> Vec<String> {
    fn operation(operation: &Operation, names: &mut Vec<String>) {
        names.extend([operation.name.rust.clone(), operation.type_name.clone()]);
        let parameters = operation.path.parameters().chain(&operation.query).chain(&operation.headers);
        names.extend(parameters.map(|parameter| parameter.name.rust.clone()));
    }
    fn group(own: &Group, names: &mut Vec<String>) {
        names.extend([own.name.rust.clone(), own.type_name.clone()]);
        own.operations.iter().for_each(|own| operation(own, names));
        own.groups.iter().for_each(|inner| group(inner, names));
    }
    let mut names = Vec::new();
    api.operations.iter().for_each(|own| operation(own, &mut names));
    api.groups.iter().for_each(|own| group(own, &mut names));
    names.extend(api.servers.iter().map(|server| server.name.clone()));
    names.extend(api.variables.iter().map(|variable| variable.name.rust.clone()));
    names.extend(api.credentials.iter().map(|credential| format!("{}_provider", credential.name)));
    for def in &api.types {
        names.push(def.name.clone());
        match &def.kind {
            TypeKind::Object(fields) => names.extend(fields.iter().map(|field| field.name.rust.clone())),
            TypeKind::Form(fields) => names.extend(fields.iter().map(|field| field.name.rust.clone())),
            _ => {}
        }
    }
    names
}

#[test]
fn names_are_distinct_identifiers_of_limited_length() {
    for seed in 0..60 {
        let collection = json!({ "info": { "name": "n" }, "item": Random(seed).items(2) }).to_string();
        let input = Input {
            collection: Source { file: "c.json", text: &collection }.into(),
            overlay: None,
            environment: None,
            crate_name: "client",
            command: "cargo xtask generate",
        };
        let (api, diagnostics) = lower(&input);
        let api = api.unwrap_or_else(|| panic!("{seed}: {diagnostics}"));
        for name in names(&api) {
            assert!(name.trim_start_matches("r#").len() <= LONGEST, "{seed}: {name} is too long");
            assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{seed}: {name} is not an identifier");
        }
        let types: HashSet<&str> = api.types.iter().map(|def| def.name.as_str()).collect();
        assert_eq!(types.len(), api.types.len(), "{seed}: two types have one name");
        let calls: Vec<&str> =
            api.all_operations().iter().map(|(_, operation)| operation.type_name.as_str()).collect();
        assert!(calls.iter().all(|call| call.ends_with("Call")), "{seed}");
        for (path, operation) in api.all_operations() {
            let handle = path.last().map_or("", |group| group.type_name.as_str());
            assert_ne!(operation.type_name, handle, "{seed}");
        }
    }
}

#[test]
fn a_cut_name_is_reported_with_the_location_of_its_overlay_entry() {
    let title = "Get the complete and unabridged list of all organization administrators";
    let collection = json!({ "info": { "name": "n" }, "item": [
        { "name": title, "request": "https://h/administrators" }
    ] });
    let collection = collection.to_string();
    let input = Input {
        collection: Source { file: "c.json", text: &collection }.into(),
        overlay: None,
        environment: None,
        crate_name: "client",
        command: "cargo xtask generate",
    };
    let (api, diagnostics) = lower(&input);
    assert_eq!(api.unwrap().operations[0].name.rust, "get_complete_and_unabridged_list_of_all_organization");
    assert_eq!(
        diagnostics.to_string(),
        "note: the name of `GET /administrators` is too long and was cut: \
         `get_complete_and_unabridged_list_of_all_organization`\n  --> c.json: \"Get the complete and unabridged list of all \
         organization administrators\"\n  help: to choose a shorter name, set it in the overlay: \
         paths.\"/administrators\".get.operationId"
    );
}
