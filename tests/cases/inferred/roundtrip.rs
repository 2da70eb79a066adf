//! Every example of the collection deserializes into the type that was inferred from it, and serializes to an equal JSON
//! value. In a response, null and an absent field are equal.

use std::collections::BTreeMap;

use inferred::types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Returns the body or the saved responses of the request with this name.
fn examples(name: &str, is_request: bool) -> Vec<String> {
    let collection: Value = serde_json::from_str(include_str!("collection.json")).expect("JSON");
    let items = collection["item"].as_array().expect("items");
    let item = items.iter().find(|item| item["name"] == name).expect("a request of this name");
    let bodies: Vec<&Value> = match is_request {
        true => vec![&item["request"]["body"]["raw"]],
        false => item["response"]
            .as_array()
            .expect("responses")
            .iter()
            .filter(is_success)
            .map(|saved| &saved["body"])
            .filter(|body| *body != "")
            .collect(),
    };
    bodies.into_iter().map(|body| body.as_str().expect("a string").to_owned()).collect()
}

fn is_success(saved: &&Value) -> bool {
    saved["code"].as_u64().is_some_and(|code| code < 300)
}

/// Returns an example as JSON, before and after the round trip through its type.
fn round_trip<T: DeserializeOwned + Serialize>(example: &str) -> (Value, Value) {
    let value: T = serde_json::from_str(example).unwrap_or_else(|error| panic!("{example}: {error}"));
    (serde_json::from_str(example).expect("JSON"), serde_json::to_value(value).expect("it serializes"))
}

fn request<T: DeserializeOwned + Serialize>(name: &str) {
    for example in examples(name, true) {
        let (before, after) = round_trip::<T>(&example);
        assert_eq!(after, before, "{name}");
    }
}

fn response<T: DeserializeOwned + Serialize>(name: &str) {
    for example in examples(name, false) {
        let (before, after) = round_trip::<T>(&example);
        assert_eq!(without_null(after), without_null(before), "{name}");
    }
}

/// Returns the value without fields that are null.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let fields = map.into_iter().filter(|(_, value)| !value.is_null());
            fields.map(|(key, value)| (key, without_null(value))).collect()
        }
        Value::Array(list) => list.into_iter().map(without_null).collect(),
        other => other,
    }
}

#[test]
fn request_bodies() {
    request::<CreateOrderBody>("Create order");
    request::<UpdateOrderBody>("Update order");
    request::<SendKeywordsBody>("Send keywords");
    request::<String>("Send text");
    request::<inferred::Number>("Send number");
    request::<Vec<inferred::Number>>("Send list");
    request::<Vec<SendListOfObjectsBodyItem>>("Send list of objects");
    request::<SendNothingKnownBody>("Send nothing known");
}

#[test]
fn saved_responses() {
    response::<CreateOrderResponse>("Create order");
    response::<Vec<ListOrdersResponseItem>>("List orders");
    response::<BTreeMap<String, GetStockResponseValue>>("Get stock");
    response::<GetStockByNumberResponse>("Get stock by number");
    response::<GetCustomerResponse>("Get customer");
    response::<GetSupplierResponse>("Get supplier");
    response::<Option<CancelOrderResponse>>("Cancel order");
    response::<Value>("Get duplicate keys");
}

#[test]
fn values_unlike_the_examples_are_accepted() {
    let order: CreateOrderResponse = serde_json::from_str(
        r#"{"id": 10.5, "big": null, "state": "new", "lines": [{"sku": null, "count": -1e300}], "added": {"x": []}}"#,
    )
    .expect("it fits");
    assert_eq!(order.id.map(|id| (id.as_i64(), id.as_f64())), Some((None, 10.5)));
    assert_eq!(order.big, None);
    let lines = order.lines.expect("lines");
    assert!(lines[0].count < Some(inferred::Number::from(0)));
}

#[test]
fn numbers_are_set_from_numbers() {
    let body = CreateOrderBody::new().total(12.5).lines([CreateOrderBodyLines::new().count(3)]);
    let expected = r#"{"lines":[{"count":3}],"total":12.5}"#;
    assert_eq!(serde_json::to_string(&body).expect("it serializes"), expected);
    assert_eq!(body.total, Some(12.5.into()));
}

#[test]
fn placeholders_give_the_types_that_they_name() {
    let body = UpdatePetBody::new().id(7).born("2024-05-01T10:00:00Z").weights([1.5]).name("Rex");
    let expected = r#"{"id":7,"name":"Rex","born":"2024-05-01T10:00:00Z","weights":[1.5]}"#;
    assert_eq!(serde_json::to_string(&body).expect("it serializes"), expected);
    let pet: UpdatePetResponse = serde_json::from_str(r#"{"id": 5, "vaccinated": true, "tags": []}"#).expect("it fits");
    assert_eq!((pet.id, pet.vaccinated), (Some(5), Some(true)));
}
