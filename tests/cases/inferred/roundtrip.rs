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
        assert_eq!(numbers(after), numbers(before), "{name}");
    }
}

fn response<T: DeserializeOwned + Serialize>(name: &str) {
    for example in examples(name, false) {
        let (before, after) = round_trip::<T>(&example);
        assert_eq!(numbers(without_null(after)), numbers(without_null(before)), "{name}");
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

/// Returns the value with equal numbers in one form, such as `1` and `1.0`.
fn numbers(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, numbers(value))).collect(),
        Value::Array(list) => list.into_iter().map(numbers).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        other => other,
    }
}

#[test]
fn request_bodies() {
    request::<CreateOrderBody>("Create order");
    request::<UpdateOrderBody>("Update order");
    request::<SendKeywordsBody>("Send keywords");
    request::<String>("Send text");
    request::<i64>("Send number");
    request::<Vec<f64>>("Send list");
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
