//! Tests of the names of inferred types that several places share.

use codegen::api::{Api, Type, TypeKind};
use codegen::{Input, Source, lower};
use serde_json::{Value, json};

fn api(items: &[Value]) -> Api {
    let collection = json!({ "info": {}, "item": items }).to_string();
    let source = Source { file: "c.json", text: &collection };
    let (api, diagnostics) = lower(&Input {
        collection: source.into(),
        overlay: None,
        environment: None,
        crate_name: "client",
        command: "cargo xtask generate",
    });
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

/// Returns a request with a saved response.
fn get(name: &str, response: &str) -> Value {
    let url = format!("h/{}", name.replace(' ', "-"));
    json!({ "name": name, "request": url, "response": [{ "code": 200, "body": response }] })
}

/// Returns a request with a body.
fn post(name: &str, body: &str) -> Value {
    let url = format!("h/{}", name.replace(' ', "-"));
    json!({ "name": name, "request": { "method": "POST", "url": url, "body": { "mode": "raw", "raw": body } } })
}

/// Returns the names of the structs, sorted.
fn structs(items: &[Value]) -> Vec<String> {
    let types = api(items).types.into_iter().filter(|def| matches!(def.kind, TypeKind::Object(_)));
    let mut names: Vec<String> = types.map(|def| def.name).collect();
    names.sort();
    names
}

/// An object with more fields than a name could list.
const LARGE: &str = r#"{"id": "", "name": "", "street": "", "zip": ""}"#;

fn holding(field: &str, list: bool) -> String {
    let value = if list { format!("[{LARGE}]") } else { LARGE.to_owned() };
    format!(r#"{{"{field}": {value}, "own_{field}": 1}}"#)
}

#[test]
fn a_type_is_named_after_the_fields_that_hold_it() {
    for (fields, expected) in [
        (["address", "address"], "Address"),
        (["billing_address", "shippingAddress"], "Address"),
        (["home_phone", "home_phone"], "HomePhone"),
    ] {
        let items = [get("Alpha", &holding(fields[0], false)), get("Beta", &holding(fields[1], false))];
        let names = structs(&items);
        assert!(names.contains(&expected.to_owned()), "{fields:?}: {names:?}");
    }
    let items = [get("Alpha", &holding("line_items", true)), get("Beta", &holding("line_items", true))];
    assert!(structs(&items).contains(&"LineItem".to_owned()));
}

#[test]
fn a_type_is_named_after_the_resource_of_its_operations() {
    let list = format!(r#"{{"data": [{LARGE}], "total": 1}}"#);
    let items = [
        get("Get a customer by id", LARGE),
        get("Retrieve customer", LARGE),
        get("List all customers", &list),
    ];
    assert_eq!(structs(&items), ["Customer", "ListAllCustomersResponse"]);
    assert_eq!(structs(&[post("Create customer", LARGE), post("Replace customer", LARGE)]), ["CustomerBody"]);
    assert_eq!(structs(&[post("Create customer", LARGE), get("Get customer", LARGE)]), ["Customer"]);
}

#[test]
fn a_small_type_is_named_after_its_fields_if_its_places_do_not_agree() {
    let items = |json: &str| [get("Delete cat", json), get("Delete dog", json), get("Open door", json)];
    assert_eq!(structs(&items(r#"{"success": true}"#)), ["SuccessObject"]);
    assert_eq!(structs(&items(r#"{"name": "", "id": ""}"#)), ["IdName"]);
    assert_eq!(structs(&items(LARGE)), ["OpenDoorResponse"]);
}

#[test]
fn fields_have_the_type_itself_and_places_keep_their_names() {
    let api = api(&[get("Alpha", &holding("address", false)), get("Beta", &holding("address", false))]);
    let def =
        |name: &str| &api.types.iter().find(|def| def.name == name).unwrap_or_else(|| panic!("{name}")).kind;
    let address = Type::Named("Address".to_owned());
    for place in ["AlphaResponseAddress", "BetaResponseAddress"] {
        assert_eq!(*def(place), TypeKind::Alias(address.clone()));
    }
    let holder = api.types.iter().find_map(|def| match &def.kind {
        TypeKind::Object(fields) if fields.iter().any(|field| field.name.wire == "address") => Some(fields),
        _ => None,
    });
    assert_eq!(holder.expect("a holder")[0].ty, address);
}

#[test]
fn other_shapes_of_the_same_name_are_told_apart_by_what_holds_them() {
    let other = r#"{"city": "", "name": "", "lat": "", "lon": "", "alt": ""}"#;
    let user = |json: &str| format!(r#"{{"user": {{"address": {json}}}}}"#);
    let items = [
        get("Alpha", &holding("address", false)),
        get("Beta", &holding("address", false)),
        get("Gamma", &holding("address", false)),
        get("Delta", &user(other)),
        get("Epsilon", &format!(r#"{{"user": {{"address": {other}}}, "x": 1}}"#)),
    ];
    let names = structs(&items);
    assert!(names.contains(&"Address".to_owned()) && names.contains(&"UserAddress".to_owned()), "{names:?}");
}

#[test]
fn neither_order_nor_other_requests_change_a_name() {
    let mut items = vec![
        get("Get customer", LARGE),
        get("Find customer", LARGE),
        get("Alpha", &holding("customer", false)),
        post("Add pet", r#"{"pet": {"a": 1}}"#),
    ];
    let names = structs(&items);
    assert!(names.contains(&"Customer".to_owned()), "{names:?}");
    items.reverse();
    assert_eq!(structs(&items), names);
    let more = [get("A", r#"{"x": {"y": ""}}"#), post("Customer", r#"{"customer": {"n": ""}}"#)];
    for item in more {
        let mut longer = items.clone();
        longer.insert(0, item);
        let longer = structs(&longer);
        assert!(names.iter().all(|name| longer.contains(name)), "{longer:?}");
    }
}
