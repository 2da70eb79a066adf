//! JSON: the types of the generated client, and the same types with serde's derives.

use std::hint::black_box;

use generated_client::types;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Side;
use crate::types::{LARGE, Profile, SHUFFLED, SMALL};

pub(crate) fn decode_small(_: &str) -> [Side; 2] {
    [decode_text::<types::Profile>(&SMALL), decode::<Profile>(&SMALL)]
}

pub(crate) fn decode_large(_: &str) -> [Side; 2] {
    [decode_text::<Vec<types::Profile>>(&LARGE), decode::<Vec<Profile>>(&LARGE)]
}

pub(crate) fn decode_shuffled(_: &str) -> [Side; 2] {
    [decode_text::<types::Profile>(&SHUFFLED), decode::<Profile>(&SHUFFLED)]
}

pub(crate) fn decode_types(_: &str) -> [Side; 2] {
    [decode::<types::Profile>(&SMALL), decode::<Profile>(&SMALL)]
}

pub(crate) fn encode_small(_: &str) -> [Side; 2] {
    [encode_sized::<types::Profile>(&SMALL), encode::<Profile>(&SMALL)]
}

pub(crate) fn encode_large(_: &str) -> [Side; 2] {
    [encode_sized::<Vec<types::Profile>>(&LARGE), encode::<Vec<Profile>>(&LARGE)]
}

/// As the client decodes bytes.
fn decode_text<T: DeserializeOwned>(json: &'static str) -> Side {
    Box::new(|repeats| {
        for _ in 0..repeats {
            let text = std::str::from_utf8(black_box(json.as_bytes())).expect("UTF-8");
            black_box(serde_json::from_str::<T>(text).expect("a value"));
        }
    })
}

fn decode<T: DeserializeOwned>(json: &'static str) -> Side {
    Box::new(|repeats| {
        for _ in 0..repeats {
            black_box(serde_json::from_slice::<T>(black_box(json.as_bytes())).expect("a value"));
        }
    })
}

/// As the client encodes a body.
fn encode_sized<T: DeserializeOwned + Serialize + 'static>(json: &str) -> Side {
    let value: T = serde_json::from_str(json).expect("a value");
    Box::new(move |repeats| {
        for _ in 0..repeats {
            let mut bytes = Vec::with_capacity(1024);
            serde_json::to_writer(&mut bytes, black_box(&value)).expect("JSON");
            black_box(bytes);
        }
    })
}

fn encode<T: DeserializeOwned + Serialize + 'static>(json: &str) -> Side {
    let value: T = serde_json::from_str(json).expect("a value");
    Box::new(move |repeats| {
        for _ in 0..repeats {
            black_box(serde_json::to_vec(black_box(&value)).expect("JSON"));
        }
    })
}
