use super::source::{Effects, effects, is_credential};

fn signs(source: &str) -> bool {
    effects(source).signs
}

#[test]
fn signatures_are_recognised() {
    for source in [
        "pm.request.headers.add({key: 'X-Hash', value: CryptoJS.HmacSHA256(body, key).toString()})",
        "const mac = require('crypto').createHmac('sha1', key); pm.environment.set('x', mac)",
        "pm.variables.set(\"assertion\", KJUR.jws.JWS.sign(null, header, claims, key));",
        "pm.request.url.query.add(`signature=${CryptoJS.HmacSHA512(a, b)}`)",
        "postman.setEnvironmentVariable('sign', CryptoJS.MD5(params + secret));",
        "pm.request.addHeader({key: \"X-Signature\", value: CryptoJS.SHA256(text)})",
    ] {
        assert!(signs(source), "{source}");
    }
    for source in [
        "",
        "pm.environment.set('id', pm.variables.replaceIn('{{$guid}}'))",
        "// CryptoJS.HmacSHA256(a, b)\npm.environment.set('x', 1)",
        "/* KJUR. */ pm.environment.set('x', 'http://a//b'); // hmac",
        "console.log(CryptoJS.HmacSHA256(a, b))",
        "pm.environment.set('etag', CryptoJS.MD5(body)); pm.environment.set('design', 1)",
    ] {
        assert!(!signs(source), "{source}");
    }
}

#[test]
fn headers_with_credentials_are_found() {
    for (source, name) in [
        ("pm.request.headers.add({ key: 'Authorization', value: x })", Some("Authorization")),
        (
            "pm.request.headers.upsert({\n  disabled: false,\n  'key': \"X-Api-Key\",\n  value: y })",
            Some("X-Api-Key"),
        ),
        ("pm.request.addHeader('X-Auth-Token: ' + token)", Some("X-Auth-Token")),
        ("pm.request.headers.add({ key: 'X-Forwarded-For', value: ip })", None),
        ("pm.request.headers.add({ value: 'Authorization', key: name })", None),
        ("pm.request.headers.remove('Authorization')", None),
    ] {
        assert_eq!(effects(source).headers, Vec::from_iter(name), "{source}");
    }
}

#[test]
fn names_of_credentials() {
    for name in
        ["authorization", "Proxy-Authorization", "X-Access-Token", "accessToken", "API_KEY", "X-Signature"]
    {
        assert!(is_credential(name), "{name}");
    }
    for name in ["Accept", "Idempotency-Key", "X-Design", "Author", "X-Request-Id", "Tokens", "X-Timestamp"] {
        assert!(!is_credential(name), "{name}");
    }
}

#[test]
fn variables_that_are_set_are_found() {
    let source = "
        pm.environment.set('a', 1); pm.collectionVariables.set(\"b\", 2);
        postman.setGlobalVariable(`c`, 3); pm.globals.set(name, 4); pm.environment.get('d');
        // pm.environment.set('e', 5)
        new Map().set('f', 6);
    ";
    assert_eq!(effects(source).variables, ["a", "b", "c"]);
}

#[test]
fn any_text_is_read() {
    let parts = ["'", "\"", "`", "/", "*", "\\", "\n", "é", "headers.add(", "{key:", "environment.set(", "}"];
    for number in 0..parts.len().pow(4) {
        let part = |place: u32| parts[number / parts.len().pow(place) % parts.len()];
        let source = [part(0), part(1), part(2), part(3)].concat();
        let Effects { signs, .. } = effects(&source);
        assert!(!signs, "{source:?}");
    }
}
