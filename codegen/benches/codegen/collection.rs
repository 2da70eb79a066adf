//! Collections of any size, for measurements. The same arguments give the same text.

use serde_json::{Value, json};

/// The requests of a folder.
const FOLDER: usize = 10;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// One of two versions of a collection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Version {
    /// The first one.
    Old,
    /// The second one: a tenth of the requests has a new query parameter, and a tenth of the responses a new field.
    New,
}

/// Returns a collection, in the format v2.1. Half of the requests have a JSON body of 21 fields and a saved response of
/// 38. No two bodies or responses are equal; some of the objects in them are.
pub(crate) fn collection(requests: usize, version: Version) -> String {
    let folders = (0..requests.div_ceil(FOLDER)).map(|folder| {
        let requests = folder * FOLDER..requests.min((folder + 1) * FOLDER);
        json!({
            "name": format!("Area {folder}"),
            "description": format!("Requests about the things of the area {folder}."),
            "item": requests.map(|number| item(number, version)).collect::<Vec<Value>>(),
        })
    });
    let collection = json!({
        "info": {
            "name": "Synthetic",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": folders.collect::<Vec<Value>>(),
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] },
        "variable": [{ "key": "baseUrl", "value": "https://api.example.com/v1" }],
    });
    collection.to_string()
}

fn item(number: usize, version: Version) -> Value {
    let is_changed = version == Version::New && number % 10 == 3;
    let method = METHODS[number % METHODS.len()];
    let has_json = number % 2 == 1;
    let mut query = vec![
        json!({ "key": "expand", "value": "owner", "description": "Related objects in the response." }),
        json!({ "key": "limit", "value": "50", "disabled": true }),
    ];
    if is_changed {
        query.push(json!({ "key": "cursor", "value": "", "disabled": true }));
    }
    let mut request = json!({
        "method": if has_json && method == "GET" { "POST" } else { method },
        "header": [{ "key": "Accept", "value": "application/json" }],
        "url": {
            "host": ["{{baseUrl}}"],
            "path": [format!("area{}", number / FOLDER), "accounts", ":account_id", format!("things{number}")],
            "query": query,
            "variable": [{ "key": "account_id", "value": "", "description": "The id of the account." }],
        },
        "description": format!("Changes the thing {number} of an account.\n\n- It must be **active**.\n- See `GET /things`."),
    });
    let mut saved = Vec::new();
    if has_json {
        let raw = format!("{:#}", body(number));
        request["body"] = json!({ "mode": "raw", "raw": raw, "options": { "raw": { "language": "json" } } });
        let response = format!("{:#}", response(number, is_changed));
        saved.push(json!({
            "name": "OK",
            "status": "OK",
            "code": 200,
            "header": [{ "key": "Content-Type", "value": "application/json" }],
            "body": response,
        }));
    }
    json!({ "name": format!("Change thing {number}"), "request": request, "response": saved })
}

fn body(number: usize) -> Value {
    let own = format!("field_{number}");
    json!({
        "name": format!("Name {number}"),
        "email": format!("person{number}@example.com"),
        "active": number.is_multiple_of(2),
        "age": 20 + number % 50,
        "tags": ["a", "b"],
        "address": {
            "street": "1 Main Street",
            "city": "Sydney",
            "zip": "2000",
            "geo": { "lat": -33.8, "lng": 151.2 },
        },
        "preferences": {
            "locale": "en-AU",
            "time_zone": "Australia/Sydney",
            "notifications": { "email": true, "sms": false },
        },
        own: "own",
        "manager_id": null,
    })
}

fn response(number: usize, has_more: bool) -> Value {
    let own = format!("custom_{number}");
    let mut response = json!({
        "id": format!("id-{number}"),
        "account_id": format!("account-{number}"),
        "account_type": "person",
        "account_status": "active",
        "name": format!("Name {number}"),
        "email": format!("person{number}@example.com"),
        "email_verified": true,
        "nickname": "Nick",
        "time_zone": "Australia/Sydney",
        "locale": "en-AU",
        "picture": "https://example.com/p.png",
        "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2024-02-01T00:00:00Z",
        "version": number,
        "ratio": 0.25,
        "roles": [{ "id": 1, "name": "admin" }, { "id": 2, "name": "user", "scope": "site" }],
        "profile": {
            "job_title": "Engineer",
            "organization": "Example",
            "department": "Research",
            "location": "Sydney",
            "team_type": "Tools",
        },
        "privacy": { "name": "public", "nickname": "public", "email": "private", "time_zone": "public" },
        own: { "value": number, "label": format!("Label {number}") },
        "deleted_at": null,
    });
    if has_more {
        response["reviewed_at"] = json!("2024-03-01T00:00:00Z");
    }
    response
}
