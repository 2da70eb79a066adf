//! Time that grows with the size of the input and not faster: four times the input takes about four times as long, for
//! everything that a collection can have many of.

use std::time::Duration;

use codegen::{Input, Source, generate};
use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// The size of the smaller input; the other one is [`FACTOR`] times as large.
const SIZE: usize = 3_000;
const FACTOR: usize = 4;

/// The most that the time may grow. It would grow 16-fold if it were quadratic, and by 4 and a bit if it is linear.
const LIMIT: f64 = 8.0;

/// Tries before a time that is too long counts: other programs run, too.
const TRIES: usize = 5;

fn collection(items: &Value) -> String {
    json!({ "info": { "name": "Large" }, "item": items }).to_string()
}

/// Returns a collection with one request, which has this part.
fn request(key: &str, value: Value) -> String {
    let mut request = json!({
        "method": "POST",
        "url": { "protocol": "https", "host": ["api", "example"], "path": ["a"] },
    });
    match key {
        "query" | "path" => request["url"][key] = value,
        _ => request[key] = value,
    }
    collection(&json!([{ "name": "Send", "request": request }]))
}

fn list(size: usize, entry: impl Fn(usize) -> Value) -> Value {
    (0..size).map(entry).collect()
}

/// Returns a distinct string of symbols, which gives no letters to a Rust name.
fn symbols(mut number: usize) -> String {
    let mut symbols = String::new();
    for _ in 0..10 {
        symbols.push(['.', '-', '/'][number % 3]);
        number /= 3;
    }
    symbols
}

fn get(name: &str, url: String) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": url } })
}

/// A name, and the collection of a size.
type Case = (&'static str, fn(usize) -> String);

const INPUTS: &[Case] = &[
    ("query parameters", |size| {
        request("query", list(size, |n| json!({ "key": format!("k{n}"), "value": "1" })))
    }),
    ("values of one query parameter", |size| {
        request("query", list(size, |n| json!({ "key": "k", "value": format!("{n}") })))
    }),
    ("query parameters of one Rust name", |size| {
        request("query", list(size, |n| json!({ "key": format!("k{}", symbols(n)), "value": "1" })))
    }),
    ("headers", |size| {
        request(
            "header",
            list(size, |n| json!({ "key": format!("X-{n}"), "value": format!("{{{{v{n}}}}}") })),
        )
    }),
    ("constant and other headers", |size| {
        let value = |n: usize| ["1", "{{v}}"][n % 2];
        request("header", list(size, |n| json!({ "key": format!("X-{n}"), "value": value(n) })))
    }),
    ("form fields", |size| {
        let fields = list(size, |n| json!({ "key": format!("k{n}"), "value": "1" }));
        request("body", json!({ "mode": "urlencoded", "urlencoded": fields }))
    }),
    ("form fields of one Rust name", |size| {
        let fields = list(size, |n| json!({ "key": format!("k{}", symbols(n)), "value": "1" }));
        request("body", json!({ "mode": "urlencoded", "urlencoded": fields }))
    }),
    ("parts of a multipart form", |size| {
        let fields = list(size, |n| json!({ "key": format!("k{n}"), "type": "text", "value": "1" }));
        request("body", json!({ "mode": "formdata", "formdata": fields }))
    }),
    ("path parameters", |size| request("path", list(size, |n| json!(format!(":p{n}"))))),
    ("variables in the host", |size| {
        let host: Vec<String> = (0..size).map(|n| format!("{{{{h{n}}}}}")).collect();
        collection(&json!([get("Get", format!("https://{}/a", host.join(".")))]))
    }),
    ("keys of a body", |size| {
        let body: serde_json::Map<String, Value> = (0..size).map(|n| (format!("k{n}"), json!(n))).collect();
        let raw = Value::Object(body).to_string();
        request("body", json!({ "mode": "raw", "raw": raw, "options": { "raw": { "language": "json" } } }))
    }),
    ("requests", |size| {
        collection(&list(size, |n| get(&format!("Get {n}"), format!("https://api.example/a/{n}"))))
    }),
    ("requests of one name and path", |size| {
        collection(&list(size, |_| get("Get", "https://api.example/a".to_owned())))
    }),
    ("folders", |size| {
        collection(&list(
            size,
            |n| json!({ "name": format!("F{n}"), "item": [get("Get", format!("https://api.example/{n}"))] }),
        ))
    }),
    ("servers", |size| {
        collection(&list(size, |n| get(&format!("Get {n}"), format!("https://api{n}.example/a"))))
    }),
    ("credentials", |size| {
        collection(&list(size, |n| {
            let mut item = get(&format!("Get {n}"), format!("https://api.example/{n}"));
            let token = json!([{ "key": "token", "value": format!("{{{{t{n}}}}}") }]);
            item["request"]["auth"] = json!({ "type": "bearer", "bearer": token });
            item
        }))
    }),
    ("scripts that sign", |size| {
        collection(&list(size, |n| {
            let mut item = get(&format!("Get {n}"), format!("https://api.example/{n}"));
            let exec = json!(["pm.environment.set('x', CryptoJS.HmacSHA256(a, b))"]);
            item["event"] = json!([{ "listen": "prerequest", "script": { "exec": exec } }]);
            item
        }))
    }),
    ("paragraphs about Postman", |size| {
        let description = "# Steps\n\nClick Send.\n\n- Open it:\n  - Run it in Postman\n\n".repeat(size);
        let items = json!([get("Get", "https://api.example/a".to_owned())]);
        json!({ "info": { "name": "Large", "description": description }, "item": items }).to_string()
    }),
];

/// Returns the CPU time that it takes to generate the files, on which other programs have no effect.
fn time(text: &str) -> Duration {
    let start = ProcessTime::now();
    let input = Input {
        collection: Source { file: "large.json", text }.into(),
        overlay: None,
        environment: None,
        crate_name: "large",
        command: "cargo xtask generate",
    };
    let output = generate(&input);
    let time = start.elapsed();
    assert!(!output.files.is_empty(), "{}", output.diagnostics);
    time
}

#[test]
fn generation_is_linear() {
    let mut slow = Vec::new();
    for (name, input) in INPUTS {
        let (small, large) = (input(SIZE), input(FACTOR * SIZE));
        let (mut fast, mut fastest) = (Duration::MAX, Duration::MAX);
        let is_linear = (0..TRIES).any(|_| {
            fast = fast.min(time(&small));
            fastest = fastest.min(time(&large));
            fastest.as_secs_f64() < LIMIT * fast.as_secs_f64()
        });
        if !is_linear {
            slow.push(format!("{name}: {SIZE} take {fast:?}, {FACTOR} times as many {fastest:?}"));
        }
    }
    assert!(slow.is_empty(), "\n{}", slow.join("\n"));
}
