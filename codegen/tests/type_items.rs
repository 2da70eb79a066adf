//! What all generated types promise, for every kind of type.

mod common;

use std::collections::BTreeMap;

use codegen::generate;
use common::input;
use serde_json::{Value, json};
use syn::{Attribute, Expr, Fields, ImplItem, Item, ItemEnum, ItemStruct, Lit, Visibility};

/// Returns a schema of an object with a required and two optional fields that have the type of another schema.
fn object(schema: &str) -> Value {
    let field = |docs: &str| json!({ "allOf": [{ "$ref": format!("#/components/schemas/{schema}") }], "description": docs });
    json!({
        "type": "object",
        "required": ["first"],
        "properties": {
            "first": field("The first one."),
            "second": field("The second one.\n\nIt has two paragraphs."),
            "third": { "type": ["string", "null"], "description": "The third one." },
        },
    })
}

fn types() -> Vec<Item> {
    let schema = |properties: Value| json!({ "type": "object", "properties": properties });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let cat = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": "cat" }, "claws": { "type": "integer" } } });
    let dog = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": "dog" } } });
    let schemas = json!({
        "Color": { "type": "string", "enum": ["red", "blue"] },
        "Code": { "type": "string", "minLength": 2, "maxLength": 4 },
        "Letters": { "type": "string", "pattern": "^[a-z]{1,9}$", "x-sensitive": true },
        "Pet": { "oneOf": [cat, dog], "discriminator": { "propertyName": "kind" } },
        "OfColor": object("Color"),
        "OfCode": object("Code"),
        "OfLetters": object("Letters"),
        "OfPet": object("Pet"),
        "Nothing": schema(json!({})),
        "Sent": schema(json!({ "color": reference("OfColor"), "code": reference("OfCode"), "letters": reference("OfLetters"), "pet": reference("OfPet") })),
        "Received": schema(json!({ "same": reference("Sent"), "nothing": reference("Nothing") })),
    });
    let json_body = |name: &str| json!({ "application/json": { "schema": reference(name) } });
    let operation = json!({
        "requestBody": { "required": true, "content": json_body("Sent") },
        "responses": { "200": { "content": json_body("Received") } },
    });
    let overlay = json!({
        "openapi": "3.1.0",
        "info": { "title": "X", "version": "1" },
        "paths": { "/a": { "post": operation } },
        "components": { "schemas": schemas },
    });
    let request = |path: &str, body: Value| json!({ "name": format!("Send {path}"), "request": { "method": "POST", "url": format!("https://h.example/{path}"), "body": body } });
    let field = |key: &str| json!([{ "key": key, "value": "x", "description": "A text." }]);
    let collection = json!({
        "info": { "name": "X", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [
            request("a", json!({ "mode": "raw", "raw": "{}", "options": { "raw": { "language": "json" } } })),
            request("b", json!({ "mode": "raw", "raw": "{\"inferred\": [{\"n\": 1}]}", "options": { "raw": { "language": "json" } } })),
            request("c", json!({ "mode": "urlencoded", "urlencoded": field("name") })),
            request("d", json!({ "mode": "formdata", "formdata": field("title") })),
        ],
    });
    let output = generate(&input(&collection.to_string(), Some(&overlay.to_string())));
    let files = output.files.iter().filter(|file| file.path.starts_with("src/types/"));
    let items: Vec<Item> =
        files.flat_map(|file| syn::parse_file(&file.text).expect("it is Rust").items).collect();
    assert!(!items.is_empty(), "{:?}", output.diagnostics);
    items
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn docs(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter_map(|attribute| match &attribute.meta.require_name_value().ok()?.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the documentation of the public functions of each type.
fn functions(items: &[Item]) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut functions: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for item in items {
        let Item::Impl(own) = item else { continue };
        let syn::Type::Path(ty) = &*own.self_ty else { panic!("an impl of a type") };
        let name = ty.path.segments.last().expect("a name").ident.to_string();
        let list = functions.entry(name).or_default();
        for item in &own.items {
            if let ImplItem::Fn(function) = item {
                list.insert(function.sig.ident.to_string(), docs(&function.attrs));
            }
        }
    }
    functions
}

#[test]
fn every_type_can_grow_and_be_created() {
    let items = types();
    let functions = functions(&items);
    let (mut structs, mut enums) = (0, 0);
    for item in &items {
        match item {
            Item::Struct(ItemStruct { ident, attrs, fields, .. }) => {
                structs += 1;
                let is_open = fields.iter().any(|field| matches!(field.vis, Visibility::Public(_)));
                let is_closed = !is_open && !fields.is_empty();
                assert!(has(attrs, "non_exhaustive") || is_closed, "{ident}");
                assert!(functions[&ident.to_string()].contains_key("new"), "{ident}");
            }
            Item::Enum(ItemEnum { ident, attrs, variants, .. }) => {
                enums += 1;
                assert!(has(attrs, "non_exhaustive"), "{ident}");
                assert_eq!(variants.last().expect("a variant").ident, "Unknown", "{ident}");
            }
            _ => {}
        }
    }
    assert_eq!((structs >= 12, enums), (true, 2), "{structs}");
}

#[test]
fn every_setter_has_the_documentation_of_its_field() {
    let items = types();
    let functions = functions(&items);
    let mut setters = 0;
    for item in &items {
        let Item::Struct(ItemStruct { ident, fields: Fields::Named(fields), .. }) = item else { continue };
        for field in &fields.named {
            let (name, docs) = (field.ident.as_ref().expect("a name").to_string(), docs(&field.attrs));
            // A note on null is that of the field.
            let docs = docs.strip_suffix("\n\n`Some(None)` is null.").unwrap_or(&docs);
            let Some(setter) = functions[&ident.to_string()].get(&name) else { continue };
            setters += 1;
            assert!(setter.starts_with(&format!("Sets `{name}`")), "{ident}.{name}: {setter}");
            assert!(setter.ends_with(docs), "{ident}.{name}: {setter}");
        }
    }
    assert!(setters >= 4 + 4 * 2, "{setters}");
    let own = &functions["OfColor"];
    assert!(!own.contains_key("first"), "required fields are arguments of `new`: {own:?}");
    assert_eq!(own["second"], "Sets `second`.\n\nThe second one.\n\nIt has two paragraphs.");
    for field in ["name", "title"] {
        let setters = functions.values().filter_map(|list| list.get(field));
        assert_eq!(setters.collect::<Vec<_>>(), [&format!("Sets the field `{field}`.\n\nA text.")]);
    }
    assert!(!functions["Nothing"].contains_key("second"));
}
