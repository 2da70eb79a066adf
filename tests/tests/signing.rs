//! The signers of the replay, tested with the examples of their specifications. All of them are compiled and linted
//! here; a client has only those that its collection needs.

#[path = "../../generated-client/examples/replay/signing/awsv4.rs"]
mod awsv4;
#[path = "../../generated-client/examples/replay/signing/digest.rs"]
mod digest;
#[path = "../../generated-client/examples/replay/signing/hawk.rs"]
mod hawk;
#[path = "../../generated-client/examples/replay/signing/jwt.rs"]
mod jwt;
#[path = "../../generated-client/examples/replay/signing/oauth1.rs"]
mod oauth1;

/// A replacement of the generated module of a replay, in which the signers find the client.
mod items {
    pub(crate) use generated_client as client_crate;
}

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use generated_client::{Authenticate, BoxError};
use http::Request;
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey, VerificationAlgorithm};

const FORM: &str = "application/x-www-form-urlencoded";

/// Returns this request after the hook.
async fn signed<H: Authenticate>(
    hook: fn(&HashMap<&str, String>) -> Result<H, BoxError>,
    parameters: &[(&'static str, &str)],
    request: Request<&'static str>,
) -> Request<Bytes> {
    let parameters = parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let hook = hook(&parameters).expect("the parameters are complete");
    let mut request = request.map(|body| Bytes::from_static(body.as_bytes()));
    hook.authenticate(&mut request).await.expect("the request can be signed");
    request
}

fn request(method: &str, url: &str) -> Request<&'static str> {
    Request::builder().method(method).uri(url).body("").expect("the request is valid")
}

fn form(url: &str, body: &'static str) -> Request<&'static str> {
    let builder = Request::builder().method("POST").uri(url).header("content-type", FORM);
    builder.body(body).expect("the request is valid")
}

fn header(request: &Request<Bytes>) -> &str {
    request.headers()["authorization"].to_str().expect("the header is a string")
}

/// Returns the value of `name="value"` in a header.
fn entry<'h>(header: &'h str, name: &str) -> &'h str {
    let (_, rest) = header.split_once(&format!(" {name}=\"")).expect("the header has it");
    rest.split('"').next().unwrap_or_default()
}

const TOKEN: [(&str, &str); 4] = [
    ("algorithm", "HS256"),
    ("secret", "your-256-bit-secret"),
    ("header", r#"{"alg":"none","typ":"JWT"}"#),
    ("payload", r#" {"sub": "1234567890", "name": "John Doe", "iat": 1516239022} "#),
];

/// The token of jwt.io for these parameters.
const KNOWN_TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwi\
                           aWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

#[tokio::test]
async fn a_token_goes_into_the_header_or_the_query() {
    let plain = || request("GET", "https://example.com/a?b=1&token=old");
    let request = signed(jwt::Jwt::new, &TOKEN, plain()).await;
    assert_eq!(header(&request), format!("Bearer {KNOWN_TOKEN}"));
    let request = signed(jwt::Jwt::new, &[&TOKEN[..], &[("headerPrefix", "")]].concat(), plain()).await;
    assert_eq!(header(&request), KNOWN_TOKEN);
    let encoded = [
        &TOKEN[..1],
        &TOKEN[2..],
        &[("isSecretBase64Encoded", "true"), ("secret", "eW91ci0yNTYtYml0LXNlY3JldA==")],
    ];
    let request = signed(jwt::Jwt::new, &encoded.concat(), plain()).await;
    assert_eq!(header(&request), format!("Bearer {KNOWN_TOKEN}"));
    let request =
        signed(jwt::Jwt::new, &[&TOKEN[..], &[("addTokenTo", "queryParam")]].concat(), plain()).await;
    assert_eq!(request.uri().to_string(), format!("https://example.com/a?b=1&token={KNOWN_TOKEN}"));
}

/// Panics unless the token is signed with the key.
async fn check(name: &str, key: &str, algorithm: &'static dyn VerificationAlgorithm, public: &[u8]) {
    let parameters = [("algorithm", name), ("privateKey", key), ("payload", r#"{"sub":"me"}"#)];
    let request = signed(jwt::Jwt::new, &parameters, request("GET", "https://example.com/")).await;
    let token = header(&request).strip_prefix("Bearer ").expect("it is a bearer token");
    let (text, signature) = token.rsplit_once('.').expect("it has a signature");
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("it is base64");
    UnparsedPublicKey::new(algorithm, public).verify(text.as_bytes(), &signature).expect(name);
}

#[tokio::test]
async fn a_token_is_signed_with_a_private_key() {
    let rsa = RsaKeyPair::from_pkcs8(&STANDARD.decode(RSA_KEY).expect("it is base64")).expect("it is a key");
    let public = rsa.public().as_ref();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{RSA_KEY}\n-----END PRIVATE KEY-----\n");
    check("RS256", &pem, &signature::RSA_PKCS1_2048_8192_SHA256, public).await;
    check("RS512", &pem, &signature::RSA_PKCS1_2048_8192_SHA512, public).await;
    check("PS384", &pem, &signature::RSA_PSS_2048_8192_SHA384, public).await;
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &random);
    let pkcs8 = pkcs8.expect("a key can be generated");
    let key = EcdsaKeyPair::from_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random);
    let public = key.expect("it is a key").public_key().as_ref().to_vec();
    check("ES256", &STANDARD.encode(pkcs8.as_ref()), &signature::ECDSA_P256_SHA256_FIXED, &public).await;
}

#[test]
fn incomplete_parameters_and_unknown_algorithms_are_refused() {
    let problem = |parameters: &[(&'static str, &str)]| {
        let parameters = parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let all = [
            jwt::Jwt::new(&parameters).err(),
            oauth1::OAuth1::new(&parameters).err(),
            digest::Digest::new(&parameters).err(),
            hawk::Hawk::new(&parameters).err(),
        ];
        all.map(|problem| problem.expect("it is refused").to_string())
    };
    assert_eq!(
        problem(&[]),
        [
            "`algorithm` is missing",
            "`consumerKey` or `consumerSecret` is missing",
            "`username`, `realm` or `nonce` is missing",
            "`authId` or `authKey` is missing",
        ]
    );
    let complete = ["consumerKey", "consumerSecret", "username", "realm", "nonce", "authId", "authKey"];
    let complete = complete.map(|name| (name, "x"));
    let unknown = [("algorithm", "ROT13"), ("signatureMethod", "ROT13")];
    let unknown = problem(&[&complete[..], &unknown].concat());
    assert!(unknown.iter().all(|problem| problem.ends_with("`ROT13` is not supported")), "{unknown:?}");
}

/// The example of RFC 5849, section 1.2.
const PHOTOS: [(&str, &str); 8] = [
    ("consumerKey", "dpf43f3p2l4k3l03"),
    ("consumerSecret", "kd94hf93k423kf44"),
    ("token", "nnch734d00sl2jdk"),
    ("tokenSecret", "pfkkdhi9sl3r4s00"),
    ("signatureMethod", "HMAC-SHA1"),
    ("timestamp", "137131202"),
    ("nonce", "chapoH"),
    ("realm", "Photos"),
];

#[tokio::test]
async fn oauth_1_in_the_header() {
    let parameters = [&PHOTOS[..], &[("addParamsToHeader", "true")]].concat();
    let photo = request("GET", "http://photos.example.net/photos?file=vacation.jpg&size=original");
    let request = signed(oauth1::OAuth1::new, &parameters, photo).await;
    assert_eq!(
        header(&request),
        "OAuth realm=\"Photos\",oauth_consumer_key=\"dpf43f3p2l4k3l03\",oauth_token=\"nnch734d00sl2jdk\",\
         oauth_signature_method=\"HMAC-SHA1\",oauth_timestamp=\"137131202\",oauth_nonce=\"chapoH\",\
         oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\""
    );
}

#[tokio::test]
async fn oauth_1_in_the_query_and_in_a_form() {
    let photo = request("GET", "http://photos.example.net/photos?file=vacation.jpg&size=original");
    let request = signed(oauth1::OAuth1::new, &PHOTOS, photo).await;
    assert_eq!(
        request.uri().query(),
        Some(
            "file=vacation.jpg&size=original&oauth_consumer_key=dpf43f3p2l4k3l03&oauth_token=nnch734d00sl2jdk&\
             oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131202&oauth_nonce=chapoH&\
             oauth_signature=MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"
        )
    );
    // The example in Twitter's documentation of signatures.
    let parameters = [
        ("consumerKey", "xvz1evFS4wEEPTGEFPHBog"),
        ("consumerSecret", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
        ("token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
        ("tokenSecret", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"),
        ("timestamp", "1318622958"),
        ("nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
        ("version", "1.0"),
    ];
    let body = "status=Hello+Ladies+%2b+Gentlemen%2c+a+signed+OAuth+request%21";
    let update = form("https://api.twitter.com/1/statuses/update.json?include_entities=true", body);
    let request = signed(oauth1::OAuth1::new, &parameters, update).await;
    let sent = std::str::from_utf8(request.body()).expect("the body is text");
    assert!(sent.starts_with(&format!("{body}&oauth_consumer_key=xvz1")), "{sent}");
    assert!(sent.ends_with("&oauth_signature=tnnArxj06cWHq44gCs1OSKk%2FjLY%3D"), "{sent}");
    assert_eq!(request.uri().query(), Some("include_entities=true"));
}

#[tokio::test]
async fn digests() {
    // RFC 7616, section 3.9.1.
    let parameters = [
        ("username", "Mufasa"),
        ("password", "Circle of Life"),
        ("realm", "http-auth@example.org"),
        ("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
        ("qop", "auth"),
        ("nonceCount", "00000001"),
        ("clientNonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
        ("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"),
    ];
    let index = || request("GET", "http://www.example.org/dir/index.html");
    let request = signed(digest::Digest::new, &parameters, index()).await;
    assert_eq!(
        header(&request),
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", \
         nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", algorithm=\"MD5\", qop=auth, \
         nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", \
         response=\"8ca523f5e9506fed4657c9700eebdbec\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
    );
    let parameters = [&parameters[..], &[("algorithm", "SHA-256")]].concat();
    let request = signed(digest::Digest::new, &parameters, index()).await;
    assert_eq!(
        entry(header(&request), "response"),
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    );
    // The example of RFC 2069, which has no `qop`, as corrected in erratum 749.
    let parameters = [
        ("username", "Mufasa"),
        ("password", "CircleOfLife"),
        ("realm", "testrealm@host.com"),
        ("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"),
    ];
    let request = signed(digest::Digest::new, &parameters, index()).await;
    assert_eq!(entry(header(&request), "response"), "1949323746fe6a43ef61f9606e7febea");
}

#[tokio::test]
async fn hawk_with_and_without_a_body() {
    // The examples of Hawk's own documentation.
    let parameters = [
        ("authId", "dh37fgj492je"),
        ("authKey", "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn"),
        ("algorithm", "sha256"),
        ("timestamp", "1353832234"),
        ("nonce", "j4h3g2"),
        ("extraData", "some-app-ext-data"),
        ("includePayloadHash", "true"),
    ];
    let url = "http://example.com:8000/resource/1?b=1&a=2";
    let request = signed(hawk::Hawk::new, &parameters, request("GET", url)).await;
    assert_eq!(
        header(&request),
        "Hawk id=\"dh37fgj492je\", ts=\"1353832234\", nonce=\"j4h3g2\", ext=\"some-app-ext-data\", \
         mac=\"6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=\""
    );
    let builder =
        Request::builder().method("POST").uri(url).header("content-type", "text/plain; charset=utf-8");
    let post = builder.body("Thank you for flying Hawk").expect("the request is valid");
    let request = signed(hawk::Hawk::new, &parameters, post).await;
    assert_eq!(entry(header(&request), "hash"), "Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=");
    assert_eq!(entry(header(&request), "mac"), "aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=");
}

/// The access key of the recorded requests of the case `signing`.
const ACCESS_KEY: [(&str, &str); 2] =
    [("accessKey", "k-1"), ("secretKey", "over 32 bytes, and nobody else knows it")];

/// Returns a request with the time at which it is signed.
fn dated(url: &str) -> Request<&'static str> {
    let mut request = request("GET", url);
    request.headers_mut().insert("date", "Tue, 14 Nov 2023 22:13:20 GMT".parse().expect("a value"));
    request
}

/// The signatures are those of the case's recording, which Postman computed.
#[tokio::test]
async fn aws_signs_in_the_header_and_in_the_query() {
    let parameters =
        [&ACCESS_KEY[..], &[("sessionToken", "s-1"), ("region", "eu-west-1"), ("service", "iam")]].concat();
    let url = "https://vaults.example.com/doors/a%20b//c?why=a%20test&when=b%2Bc";
    let mut old = dated(url);
    old.headers_mut().insert("x-amz-date", "old".parse().expect("a value"));
    for unsigned in [dated(url), old] {
        let signed = signed(awsv4::AwsV4::new, &parameters, unsigned).await;
        assert_eq!(
            header(&signed),
            "AWS4-HMAC-SHA256 Credential=k-1/20231114/eu-west-1/iam/aws4_request, \
             SignedHeaders=date;host;x-amz-date;x-amz-security-token, \
             Signature=842bf536be64f0a704b1f4187f770b123256cf025e6fc61dcc029b8f1a6c03c4"
        );
        assert_eq!(signed.headers()["x-amz-date"], "20231114T221320Z");
        assert_eq!(signed.headers()["x-amz-security-token"], "s-1");
        assert_eq!(signed.uri().to_string(), url);
    }

    let parameters = [&ACCESS_KEY[..], &[("service", "s3"), ("addAuthDataToQuery", "true")]].concat();
    let plain = "https://vaults.example.com/doors/a%20b?why=a%20test";
    let expected = format!(
        "{plain}&X-Amz-Expires=86400&X-Amz-Date=20231114T221320Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&\
         X-Amz-Credential=k-1%2F20231114%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=date%3Bhost&\
         X-Amz-Signature=86b2d69d3309fc17835ce4a479aa63243d3798b5aa2a47c742bccf534bd07c34"
    );
    // A request that is signed again has one signature.
    for url in [plain, &expected] {
        let signed = signed(awsv4::AwsV4::new, &parameters, dated(url)).await;
        assert_eq!(signed.uri().to_string(), expected);
        assert_eq!(signed.headers().len(), 1, "{:?}", signed.headers());
    }
}

#[tokio::test]
async fn aws_signs_the_body_with_the_defaults() {
    let builder = Request::builder().method("PUT").uri("https://vaults.example.com/doors/1");
    let builder = builder.header("content-type", "application/json").header("content-length", "13");
    let put = builder.body(r#"{"open":true}"#).expect("the request is valid");
    let signed = signed(awsv4::AwsV4::new, &ACCESS_KEY, put).await;
    assert!(header(&signed).contains("/us-east-1/execute-api/aws4_request"), "{}", header(&signed));
    assert!(
        header(&signed).contains("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,"),
        "{}",
        header(&signed)
    );
    // `printf '{"open":true}' | sha256sum`
    let hash = "1707653503031fdafc9426974f942b65c4e4b61c181ef3924587f307f7889d5a";
    assert_eq!(signed.headers()["x-amz-content-sha256"], hash);
    assert!(awsv4::AwsV4::new(&HashMap::from([("accessKey", "k-1".to_owned())])).is_err());
}

/// A key that is used only in this test.
const RSA_KEY: &str = "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDXHB+6Tvog8SncbHNxqJ1VvbcnXMswim1T55H8T/WfWRm2\
    Zfv31SzPasj+jX3LY1hRKTB0YjoCc/IUy39j5dDxcKVq0KrWeAlfESGlJjdOeqQeuUxtSxOiop1xoIl5/HC6CyKmE6WvGb07\
    o8vT0aFwG0a4lmDY/stnaEuI7LC5oM7/Pm7gwUYEkPK1GDyE5+lpnxoqDoThxCGPqAe5dgVw8v5CpD1qjiVzRIvwiUojRvwu\
    2UIzwpQv2S8vBHKFrEjy5aRnA4d7oS0uLoT1c0AVyZu/9ra/fL1ELi0uD+VsyF/2kPm+sbYakkRGXp+mOXyqOGP2zHWat3hg\
    er3jBIcNAgMBAAECggEAGqUXVwFjtpiOGgltpAAB+8tj+E0PDCRcFh8NNFwxLWZLgDjnZOjzw9N93G4T+BFbsLNHQbtNuoe4\
    eOlGDnk6kEA8SoauCqJ+wqxWvGQHSMIkjyZeYvwAOCPSwxmNaIijlp/nevvcXjFJgS2GWLv9i8CNL4h3rEP6AlqRtKm2MEqS\
    oOay5dD4eyoawjeRGhpmBXKXQ0J9vrS0mVMcYphpha6WmbEiYOrqZcbHIvjQbsUT9jbefENsiquf/HQChlfiInN/bkhMsBQE\
    L8HxvlBfDnFp1Mgi2FBb1mpP9OITcwuEyxGVV80Avc4By4psnO1tEwu5meNFwuI9aFsIhbWnLwKBgQD1+KniqB7muxXgMTCk\
    JDSJsv9vu72GbFL/vSvejlHyT04Kc1+CADNbH8AHFnUOhdTNmgezBdlKliYLzfS8S7xky9I2ru93+ghNfYAC8BrZtA5bvN0M\
    2Q5pBGTMuZ9OLqybUxdbLHTjPsM4hzdB6EAAX8hStgVyClswZcia6xqvLwKBgQDf4VefSgpvbc/tIVnoGXI5DOltCTdO45zf\
    bbI3cT1/yLdKuSI4Mc61zmv4pyPmBQ47vlHED2n+zOnWPE6OujtPIFVo7A1YLay7mYJr1S/deJBpMlNhUp4ccu64By3DBp4T\
    8+/CbO5BwmIhLcdXSYihYJ5qKfHFeIe09oZGSSi+gwKBgHbZ/6SwnbXZgnmA60L055n9ruWbbrmsT/KYwsDYPgp6fXgZRXX4\
    iNgoIE6McGVjD2+FVOERG2yp3ppnmzD823xM7DdWEgoD+80NrjQ9NowpL6LuQFV78DWYVOiDbNGHRgoLfUal1ZkUc5o14+Jp\
    ybskjRRCNaFkFanuFJ+eqJcrAoGALRzlYS20SJviKDBuQ3zNLX3Sk6wlvvnSpJsgLFffQp6ZgK8pnBU9SBleXG6hpzohkhxZ\
    sZ5Bh5yXChqA4fXY+arUSx412izp/6uBQmVlDcW7o9cGQjg5sBXg0KhxqjjtJawkBhOZNxsKVxE4d/hTVeF4SoBFPbt57Rc4\
    G3Wmhi0CgYBzAk3W6xil6hSZwc/WYq0lO3KkGbzIhdNSbou2pqbxFwbQwwEJTu4eg0jc2ebtGVoqtXzgff9FfETTT+kJgm2R\
    dhtRFTN0yBu65dbBntAq1Oj1nHIjFRCERcQdWfPNdD7Kqrid3/h14E5HAyZNofxWYUcCgDo/tqQ3icqxzlCpRg==";
