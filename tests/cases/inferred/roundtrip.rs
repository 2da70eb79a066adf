//! Every example of the collection deserializes into the type that was inferred from it, and serializes back to an equal
//! JSON value; in a response, null and absent are one.

use std::collections::BTreeMap;

use inferred::types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A body, or what a saved response holds, by the name of its request.
fn examples(name: &str, is_request: bool) -> Vec<String> {
    let collection: Value = serde_json::from_str(include_str!("collection.json")).expect("JSON");
    let items = collection["item"].as_array().expect("items");
    let item = items.iter().find(|item| item["name"] == name).expect("a request of this name");
    let texts: Vec<&Value> = match is_request {
        true => vec![&item["request"]["body"]["raw"]],
        false => item["response"]
            .as_array()
            .expect("responses")
            .iter()
            .filter(is_success)
            .map(|saved| &saved["body"])
            .collect(),
    };
    texts.into_iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

fn is_success(saved: &&Value) -> bool {
    saved["code"].as_u64().is_some_and(|code| code < 300)
}

fn there_and_back<T: DeserializeOwned + Serialize>(text: &str) -> (Value, Value) {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    (serde_json::from_str(text).expect("JSON"), serde_json::to_value(value).expect("it serializes"))
}

fn request<T: DeserializeOwned + Serialize>(name: &str) {
    for text in examples(name, true) {
        let (there, back) = there_and_back::<T>(&text);
        assert_eq!(numbers(back), numbers(there), "{name}");
    }
}

fn response<T: DeserializeOwned + Serialize>(name: &str) {
    for text in examples(name, false) {
        let (there, back) = there_and_back::<T>(&text);
        assert_eq!(numbers(without_null(back)), numbers(without_null(there)), "{name}");
    }
}

/// The value without the fields that are null.
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

/// The value with numbers that are equal spelled alike: `1` and `1.0`.
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
    response::<Value>("Get duplicate keys");
}
