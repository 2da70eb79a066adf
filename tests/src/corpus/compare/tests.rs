use super::*;

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn message(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Message {
    Message::new(method, target, &pairs(headers), body.as_bytes())
}

fn json() -> Message {
    let headers =
        [("Content-Type", "application/json"), ("X-A", "1"), ("X-A", "2"), ("Authorization", "Bearer t")];
    message("POST", "/a/b?c=1&d", &headers, r#"{"a": [1, {"b": null}], "c": "x"}"#)
}

fn multipart() -> Message {
    let body = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\nContent-Type: a/b\r\n\r\none\r\n--x--";
    message("PUT", "/", &[("Content-Type", "multipart/form-data; boundary=x")], body)
}

fn urlencoded() -> Message {
    message("PUT", "/", &[("Content-Type", "application/x-www-form-urlencoded")], "a=1&b=%20")
}

/// Returns the fields that differ, notes with a `~`.
fn fields(reference: &Message, ours: &Message) -> Vec<String> {
    let mark = |difference: &Difference| if difference.weight == Weight::Note { "~" } else { "" };
    compare(reference, ours).iter().map(|found| format!("{}{}", mark(found), found.field)).collect()
}

#[test]
fn a_request_is_the_same_as_itself() {
    for message in [json(), multipart(), urlencoded()] {
        assert_eq!(compare(&message, &message), []);
    }
}

/// One field at a time is changed, and each change is a difference in that field.
#[test]
fn every_change_is_a_difference() {
    type Change = (&'static str, fn() -> Message, fn(&mut Message));
    fn text(message: &mut Message) -> &mut String {
        message.body.as_mut().and_then(|body| body.text.as_mut()).expect("a text")
    }
    fn part(message: &mut Message) -> &mut Part {
        &mut message.body.as_mut().expect("a body").parts[0]
    }
    let changes: &[Change] = &[
        ("method", json, |m| m.method += "X"),
        ("path", json, |m| m.path += "x"),
        ("path", json, |m| m.path = "/%61/b".to_owned()),
        ("query", json, |m| m.query = Some("c=1&d&e=2".to_owned())),
        ("query", json, |m| m.query = Some("d&c=1".to_owned())),
        ("query", json, |m| m.query = Some("c=1&d=".to_owned())),
        ("query", json, |m| m.query = None),
        ("header content-type", json, |m| m.headers[0].1 += "; charset=utf-8"),
        ("header x-a", json, |m| m.headers.swap(1, 2)),
        ("header x-a", json, |m| drop(m.headers.remove(2))),
        ("header x-new", json, |m| m.headers.push(("X-New".to_owned(), String::new()))),
        ("header authorization", json, |m| m.headers[3].1 = "Basic t".to_owned()),
        ("body", json, |m| m.body = None),
        ("body", json, |m| text(m).push('}')),
        ("body.json", json, |m| *text(m) = text(m).replace("null", "0")),
        ("body.json", json, |m| *text(m) = text(m).replace(r#", "c": "x""#, "")),
        ("body.json", json, |m| *text(m) = text(m).replace("[1,", "[1, 1,")),
        ("body.urlencoded", urlencoded, |m| text(m).push('1')),
        ("body.part[0]", multipart, |m| m.body.as_mut().expect("a body").parts.clear()),
        ("body.part[1]", multipart, |m| {
            let parts = &mut m.body.as_mut().expect("a body").parts;
            parts.push(parts[0].clone());
        }),
        ("body.part[0].name", multipart, |m| part(m).name = None),
        ("body.part[0].filename", multipart, |m| part(m).filename = None),
        ("body.part[0].text", multipart, |m| part(m).text = Some("two".to_owned())),
        ("body.part[0].bytes", multipart, |m| part(m).b64 = Some("AA==".to_owned())),
        ("body.part[0].content-type", multipart, |m| part(m).headers[1].1 = "a/c".to_owned()),
    ];
    for (field, message, change) in changes {
        let (reference, mut ours) = (message(), message());
        change(&mut ours);
        assert_eq!(fields(&reference, &ours), [*field]);
        assert_eq!(fields(&ours, &reference).len(), 1, "{field}, in the other direction");
    }
}

#[test]
fn other_encodings_are_notes() {
    let one = message("GET", "/a?q=a%20b", &[], "");
    assert_eq!(fields(&one, &message("GET", "/a?q=a+b", &[], "")), ["~query"]);
    assert_eq!(fields(&message("GET", "/a?", &[], ""), &message("GET", "/a", &[], "")), ["~query"]);
    let mut form = urlencoded();
    form.body.as_mut().expect("a body").text = Some("a=%31&b=+".to_owned());
    assert_eq!(fields(&urlencoded(), &form), ["~body.urlencoded"]);
    let post = |headers: &[(&str, &str)]| message("POST", "/", headers, "");
    assert_eq!(fields(&post(&[("Content-Length", "0")]), &post(&[])), ["~framing"]);
}

#[test]
fn order_case_and_default_headers_are_ignored() {
    let get = |headers: &[(&str, &str)]| message("GET", "/", headers, "");
    assert_eq!(fields(&get(&[("X-A", "1"), ("X-B", "2")]), &get(&[("x-b", "2"), ("x-a", "1")])), [""; 0]);
    assert_eq!(fields(&get(&[]), &get(&[("Accept", "*/*"), ("User-Agent", "we")])), [""; 0]);
    let body =
        |text: &str| message("POST", "/", &[("X-A", "1"), ("Content-Length", &text.len().to_string())], text);
    assert_eq!(fields(&body(r#"{"a": 1, "b": 2e0}"#), &body(r#"{"b":2,"a":1.0}"#)), [""; 0]);
}

#[test]
fn headers_that_the_collection_sets_are_compared() {
    let get = |headers: &[(&str, &str)]| message("GET", "/", headers, "");
    assert_eq!(fields(&get(&[("Accept", "a/b")]), &get(&[])), ["header accept"]);
    assert_eq!(fields(&get(&[("User-Agent", "they")]), &get(&[("user-agent", "we")])), ["header user-agent"]);
}

#[test]
fn big_numbers_are_not_rounded() {
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert!(!equal(&value("9007199254740993"), &value("9007199254740992")));
    assert!(equal(&value("1"), &value("1.0")));
    assert!(equal(&value("18446744073709551615"), &value("18446744073709551615")));
}
