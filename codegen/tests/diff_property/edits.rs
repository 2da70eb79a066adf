//! A collection with an overlay, and what can be changed in them: each node is removed, replaced, repeated and exchanged
//! with its neighbour.

use serde_json::{Map, Value, json};

/// A changed version.
pub(crate) struct Edit {
    pub(crate) name: String,
    pub(crate) collection: Value,
    pub(crate) overlay: Value,
}

/// Returns the collection and the overlay that are changed.
pub(crate) fn base() -> (Value, Value) {
    let header = |key: &str, value: &str| json!({"key": key, "value": value});
    let collection = json!({
        "info": {"name": "Garden", "description": "About plants."},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
        "variable": [{"key": "host", "value": "api.example.com"}, {"key": "stage", "value": "v1"}],
        "item": [
            {"name": "Plants", "description": "All plants.", "item": [
                {"name": "List plants", "request": {
                    "method": "GET", "description": "Lists them.",
                    "url": {"raw": "https://{{host}}/{{stage}}/plants?limit=10&color=red", "protocol": "https", "host": ["{{host}}"],
                        "path": ["{{stage}}", "plants"],
                        "query": [{"key": "limit", "value": "10"}, {"key": "color", "value": "red", "disabled": true}]},
                    "header": [header("Accept", "application/json"), header("X-Mode", "full")]
                }},
                {"name": "Get plant", "request": {
                    "method": "GET",
                    "url": "https://{{host}}/{{stage}}/gardens/:garden/plants/:plant",
                    "header": [header("Accept", "application/json"), {"key": "X-Trace", "value": "1", "disabled": true}]
                }},
                {"name": "Add plant", "request": {
                    "method": "POST", "url": "https://{{host}}/{{stage}}/plants",
                    "body": {"mode": "raw", "raw": "{\"name\": \"Fern\"}", "options": {"raw": {"language": "json"}}}
                }},
                {"name": "Photos", "item": [
                    {"name": "Add photo", "request": {
                        "method": "POST", "url": "https://{{host}}/{{stage}}/plants/:plant/photos", "auth": {"type": "noauth"},
                        "body": {"mode": "formdata", "formdata": [
                            {"key": "title", "value": "a", "type": "text"},
                            {"key": "file", "type": "file", "src": "a.png"},
                            {"key": "note", "value": "b", "type": "text", "disabled": true}
                        ]}
                    }}
                ]}
            ]},
            {"name": "Tools", "item": [
                {"name": "Find tools", "request": {
                    "method": "POST", "url": "https://tools.example.com/search",
                    "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "{{key}}"}, {"key": "in", "value": "header"}]},
                    "body": {"mode": "graphql", "graphql": {"query": "query Q($n: Int) { tools(n: $n) { id } }", "variables": "{\"n\": 1}"}}
                }},
                {"name": "Rake", "request": {
                    "method": "PUT", "url": "https://tools.example.com/rakes/:rake",
                    "body": {"mode": "urlencoded", "urlencoded": [{"key": "size", "value": "1"}, {"key": "tag", "value": "a"}]}
                }, "response": [
                    {"name": "ok", "code": 200, "header": [{"key": "Content-Type", "value": "application/json"}],
                     "body": "{\"id\": 1, \"parts\": [{\"name\": \"handle\"}], \"owner\": {\"name\": \"a\"}}"}
                ]}
            ]},
            {"name": "Ping", "request": {"method": "GET", "url": "https://tools.example.com/ping"}}
        ]
    });
    let overlay = json!({
        "paths": {
            "/plants": {
                "get": {"parameters": [
                        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                        {"name": "color", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                        {"name": "kind", "in": "query", "deprecated": true, "schema": {"$ref": "#/components/schemas/Kind"}}],
                    "responses": {
                        "200": {"description": "All.", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Plant"}}}}},
                        "404": {"description": "None.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}},
                "post": {"operationId": "addPlant", "x-idempotent": true,
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewPlant"}}}},
                    "responses": {"201": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plant"}}}}}}
            },
            "/gardens/{garden}/plants/{plant}": {"get": {
                "deprecated": true, "x-aliases": ["fetch_plant"],
                "parameters": [{"name": "plant", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/PlantId"}}],
                "responses": {"200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plant"}}}}, "204": {"description": "None."}}}}
        },
        "tags": [{"name": "Tools", "x-name": "tools", "x-aliases": ["gear"]}],
        "components": {"schemas": {
            "PlantId": {"type": "string", "pattern": "^[a-z0-9]+$", "maxLength": 10, "description": "An id."},
            "Kind": {"type": "string", "enum": ["tree", "herb"]},
            "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}},
            "Leaf": {"type": "object", "required": ["shape"], "properties": {"shape": {"type": "string"}, "veins": {"type": "integer"}}},
            "Needle": {"type": "object", "required": ["shape"], "properties": {"shape": {"type": "string"}, "length": {"type": "number"}}},
            "Foliage": {"oneOf": [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Needle"}],
                "discriminator": {"propertyName": "shape", "mapping": {"leaf": "#/components/schemas/Leaf", "needle": "#/components/schemas/Needle"}}},
            "Height": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "Plant": {"type": "object", "required": ["id", "name"], "description": "A plant.", "properties": {
                "id": {"$ref": "#/components/schemas/PlantId"}, "name": {"type": "string", "x-sensitive": true}, "kind": {"$ref": "#/components/schemas/Kind"},
                "foliage": {"$ref": "#/components/schemas/Foliage"}, "height": {"$ref": "#/components/schemas/Height"},
                "planted": {"type": "string", "format": "date-time"}, "notes": {"type": "object", "additionalProperties": {"type": "string"}}}},
            "NewPlant": {"type": "object", "required": ["name", "place"], "properties": {
                "name": {"type": "string", "description": "Its name."}, "place": {"type": "string"}, "kind": {"$ref": "#/components/schemas/Kind"},
                "water": {"type": ["integer", "null"]}, "id": {"type": "string", "readOnly": true}, "leaf": {"$ref": "#/components/schemas/Leaf"}}}
        }}
    });
    (collection, overlay)
}

/// Returns all changed versions.
pub(crate) fn edits() -> Vec<Edit> {
    let (collection, overlay) = base();
    let mut list = Vec::new();
    for (what, is_overlay, document) in [("collection", false, &collection), ("overlay", true, &overlay)] {
        let mut pointers = Vec::new();
        nodes(document, String::new(), &mut pointers);
        for pointer in pointers {
            for (how, changed) in changed(document, &pointer) {
                let (collection, overlay) = match is_overlay {
                    true => (collection.clone(), changed),
                    false => (changed, overlay.clone()),
                };
                list.push(Edit { name: format!("{what}{pointer}: {how}"), collection, overlay });
            }
        }
    }
    list
}

/// Adds the pointers of all nodes below the root.
fn nodes(value: &Value, pointer: String, list: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, child) in children {
        let pointer = format!("{pointer}/{key}");
        list.push(pointer.clone());
        nodes(child, pointer, list);
    }
}

/// Returns the versions of a document in which one node is changed.
fn changed(document: &Value, pointer: &str) -> Vec<(&'static str, Value)> {
    let mut list = Vec::new();
    let mut add = |how, change: &dyn Fn(&mut Value, &str)| {
        let mut document = document.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        let Some(parent) = document.pointer_mut(parent) else { return };
        change(parent, &key.replace("~1", "/").replace("~0", "~"));
        list.push((how, document));
    };
    add("removed", &|parent, key| match parent {
        Value::Object(map) => drop(map.shift_remove(key)),
        Value::Array(items) => drop(items.remove(index(key))),
        _ => {}
    });
    add("exchanged with the next", &|parent, key| match parent {
        Value::Array(items) if index(key) + 1 < items.len() => items.swap(index(key), index(key) + 1),
        Value::Object(map) => *map = exchanged(map, key),
        _ => {}
    });
    add("repeated with other names", &|parent, key| match parent {
        Value::Array(items) => {
            let copy = renamed(&items[index(key)]);
            items.push(copy);
        }
        Value::Object(map) => {
            let copy = renamed(&map[key]);
            map.insert(format!("{key}Too"), copy);
        }
        _ => {}
    });
    add("another value", &|parent, key| {
        let value = match parent {
            Value::Object(map) => &mut map[key],
            Value::Array(items) => &mut items[index(key)],
            _ => return,
        };
        *value = match value.take() {
            Value::String(text) => Value::String(other(&text)),
            Value::Bool(is) => Value::Bool(!is),
            Value::Number(_) => json!(7),
            value => value,
        };
    });
    // Maps are equal in any order, texts are not.
    let before = document.to_string();
    list.retain(|(_, changed)| {
        let after = changed.to_string();
        before != after
    });
    list
}

fn index(key: &str) -> usize {
    key.parse().expect("an index")
}

/// Returns a map in which a key has changed places with the next.
fn exchanged(map: &Map<String, Value>, key: &str) -> Map<String, Value> {
    let mut entries: Vec<(String, Value)> = map.clone().into_iter().collect();
    if let Some(index) =
        entries.iter().position(|(own, _)| own == key).filter(|index| index + 1 < entries.len())
    {
        entries.swap(index, index + 1);
    }
    entries.into_iter().collect()
}

/// Returns another string that is probably valid in the same place.
fn other(text: &str) -> String {
    let swaps = [
        ("GET", "PATCH"),
        ("POST", "PUT"),
        ("PUT", "POST"),
        ("string", "integer"),
        ("integer", "number"),
        ("number", "boolean"),
        ("object", "string"),
        ("array", "string"),
        ("header", "query"),
        ("text", "file"),
        ("file", "text"),
        ("raw", "graphql"),
        ("bearer", "basic"),
        ("date-time", "uuid"),
        ("https", "http"),
        ("#/components/schemas/Plant", "#/components/schemas/Leaf"),
        ("#/components/schemas/Leaf", "#/components/schemas/Needle"),
        ("#/components/schemas/Kind", "#/components/schemas/PlantId"),
        ("#/components/schemas/PlantId", "#/components/schemas/Kind"),
        ("#/components/schemas/NewPlant", "#/components/schemas/Leaf"),
        ("^[a-z0-9]+$", "^[a-z]+$"),
        ("v1", "v2"),
        ("application/json", "application/vnd.garden+json"),
        ("api.example.com", "api.example.org"),
        ("https://tools.example.com/ping", "https://tools.example.net/v2/ping"),
        (
            "https://{{host}}/{{stage}}/gardens/:garden/plants/:plant",
            "https://{{host}}/{{stage}}/gardens/:plant/plants/:garden",
        ),
    ];
    if let Some((_, to)) = swaps.iter().find(|(from, _)| *from == text) {
        return (*to).to_owned();
    }
    match text.strip_suffix('}') {
        Some(start) => format!("{start}2}}"),
        None => format!("{text}2"),
    }
}

/// Returns a copy of a node in which names are other ones.
fn renamed(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Object(map) = &mut value {
        for key in ["name", "key"] {
            if let Some(Value::String(name)) = map.get_mut(key) {
                name.push_str(" too");
            }
        }
    }
    value
}
