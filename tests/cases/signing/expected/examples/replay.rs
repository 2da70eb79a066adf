// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[
    ("secret", "over 32 bytes, and nobody else knows it"),
    ("key", "k-1"),
];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[];

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Opens with a token", None, |client, values, options|
        client.opens_with_a_token().with(signed(options, values, &[("algorithm", "HS256"), ("secret", "{{secret}}"), ("header", "{\"typ\": \"JWT\", \"kid\": \"{{key}}\"}"), ("payload", "{\n  \"sub\": \"{{key}}\",\n  \"doors\": [1, 2],\n  \"admin\": true\n}"), ("addTokenTo", "header"), ("headerPrefix", "Vault")], jwt_hook::Jwt::new))),
    item!(1, "GET", "Opens with a token in the query", None, |client, values, options|
        client.opens_with_a_token_in_the_query().page(&values.text("2")).pass(&values.text("old")).with(signed(options, values, &[("algorithm", "HS512"), ("secret", "c2VjcmV0"), ("isSecretBase64Encoded", "true"), ("payload", "{\"z\":1,\"a\":{\"b\":null}}"), ("addTokenTo", "queryParam"), ("queryParamKey", "pass")], jwt_hook::Jwt::new))),
    item!(2, "GET", "Has no secret to sign with", None, |client, values, options|
        client.has_no_secret_to_sign_with().with(signed(options, values, &[("algorithm", "HS256"), ("payload", "{}")], jwt_hook::Jwt::new))),
    item!(3, "POST", "Is signed by a consumer, in the header", None, |client, values, options|
        client.is_signed_by_a_consumer_in_the_header(values.json("{\"open\":true}")?).why(&values.text("a test")).with(signed(options, values, &[("consumerKey", "c!1"), ("consumerSecret", "{{secret}}"), ("token", "t-1"), ("tokenSecret", "t-secret"), ("signatureMethod", "HMAC-SHA256"), ("timestamp", "1700000000"), ("nonce", "once"), ("version", "1.0"), ("realm", "vaults"), ("includeBodyHash", "true"), ("addParamsToHeader", "true")], oauth1_hook::OAuth1::new))),
    item!(4, "POST", "Is signed by a consumer, in the form", None, |client, values, options|
        client.is_signed_by_a_consumer_in_the_form(signing::types::IsSignedByAConsumerInTheFormBody::new().door(values.text("front"))).with(signed(options, values, &[("consumerKey", "c!1"), ("consumerSecret", "{{secret}}"), ("timestamp", "1700000000"), ("nonce", "once"), ("signatureMethod", "PLAINTEXT")], oauth1_hook::OAuth1::new))),
    item!(5, "PUT", "Answers a challenge", None, |client, values, options|
        client.answers_a_challenge(values.json("{\"open\":true}")?).with(signed(options, values, &[("username", "guest"), ("password", "{{secret}}"), ("realm", "vaults"), ("nonce", "n-1"), ("algorithm", "SHA-256"), ("qop", "auth-int"), ("nonceCount", "00000001"), ("clientNonce", "c-1"), ("opaque", "o-1")], digest_hook::Digest::new))),
    item!(6, "PUT", "Has a MAC", None, |client, values, options|
        client.has_a_mac(values.json("{\"open\":true}")?).why(&values.text("a test")).with(signed(options, values, &[("authId", "h-1"), ("authKey", "{{secret}}"), ("algorithm", "sha256"), ("nonce", "once"), ("timestamp", "1700000000"), ("extraData", "more \"words\""), ("app", "a-1"), ("delegation", "d-1"), ("includePayloadHash", "true")], hawk_hook::Hawk::new))),
];
