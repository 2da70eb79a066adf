//! The URLs of requests. A path argument is one segment: it arrives unchanged, or it is refused and no request is sent.

mod common;

use std::process::Command;
use std::{env, iter};

use common::recorded::{header, target};
use common::{Arguments, ID, builder, built, call, client, id, received_id, refused, service_and_client};
use generated_client::types::AccountId;
use generated_client::{CallOptions, Client, ClientBuilder, ErrorKind, RetryPolicy};
use stand_in::{Account, ApiToken, Operation, StandIn};

/// Arguments that can be sent, each with its segment.
const ENCODED: [(&str, &str); 37] = [
    ("557057:9b1d-_x", "557057:9b1d-_x"),
    ("a|b", "a%7Cb"),
    ("a b", "a%20b"),
    (" ", "%20"),
    ("a+b", "a+b"),
    ("a/b", "a%2Fb"),
    ("/", "%2F"),
    ("//", "%2F%2F"),
    ("\\", "%5C"),
    ("..\\..", "..%5C.."),
    ("../manage", "..%2Fmanage"),
    ("../../admin?x=1#y", "..%2F..%2Fadmin%3Fx=1%23y"),
    ("a?b", "a%3Fb"),
    ("?", "%3F"),
    ("a#b", "a%23b"),
    ("%", "%25"),
    ("%2F", "%252F"),
    ("%2e", "%252e"),
    ("%2E%2E", "%252E%252E"),
    (".%2E", ".%252E"),
    ("%252E", "%25252E"),
    ("%00", "%2500"),
    ("%zz", "%25zz"),
    ("...", "..."),
    (".a", ".a"),
    ("a.", "a."),
    ("\0", "%00"),
    ("a\tb\r\nc", "a%09b%0D%0Ac"),
    ("\u{7f}\u{85}\u{2028}", "%7F%C2%85%E2%80%A8"),
    ("ü☃🦀", "%C3%BC%E2%98%83%F0%9F%A6%80"),
    ("．．", "%EF%BC%8E%EF%BC%8E"),
    ("{account_id}", "%7Baccount_id%7D"),
    (":account_id", ":account_id"),
    ("{{x}}", "%7B%7Bx%7D%7D"),
    ("@host:80", "@host:80"),
    ("<\"'`^[]>", "%3C%22'%60%5E%5B%5D%3E"),
    ("~!$&()*,;=", "~!$&()*,;="),
];

/// Arguments that cannot be encoded as a segment.
const REFUSED: [&str; 3] = ["", ".", ".."];

#[tokio::test]
async fn a_string_argument_arrives_unchanged() {
    let (service, client) = service_and_client();
    for (token, segment) in ENCODED {
        service.account(Account::new(ID).api_token(ApiToken::new(token, "odd")));
        let deleted = client.api_tokens().delete_api_token(&id(), token).await;
        deleted.unwrap_or_else(|error| panic!("{token:?}: {error}"));
        assert_eq!(target(&service), format!("/users/{ID}/manage/api-tokens/{segment}"));
        assert!(service.api_tokens_of(ID).is_empty(), "{token:?}: the service deleted this very token");
    }
}

#[tokio::test]
async fn a_string_argument_that_is_no_segment_is_refused() {
    let (service, client) = service_and_client();
    for token in REFUSED {
        let error = refused(client.api_tokens().delete_api_token(&id(), token).await);
        assert_eq!(error.kind(), ErrorKind::Argument, "{token:?}");
        assert!(error.to_string().contains("`tokenId`"), "{error}");
        assert_eq!((error.attempts(), error.status()), (0, None));
        assert!(client.api_tokens().delete_api_token(&id(), token).url().is_err(), "{token:?}");
    }
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_received_id_reaches_every_operation_and_no_other() {
    let service = StandIn::start();
    let client = client(&service);
    for (account, segment) in ENCODED {
        for operation in Operation::ALL {
            let _ = call(&client, operation, &received_id(account), Arguments::default()).await;
            let request = service.last_request().expect("it was sent");
            let expected =
                operation.template().replace("{account_id}", segment).replace("{tokenId}", "token-9");
            assert_eq!(request.target, expected, "{account:?}");
            assert_eq!((request.operation, request.account.as_deref()), (Some(operation), Some(account)));
        }
    }
    assert_eq!(service.requests().len(), ENCODED.len() * Operation::ALL.len());
}

#[tokio::test]
async fn a_received_id_that_is_no_segment_is_refused_by_every_operation() {
    let (service, client) = service_and_client();
    for account in REFUSED {
        for operation in Operation::ALL {
            let error = refused(call(&client, operation, &received_id(account), Arguments::default()).await);
            assert_eq!(error.kind(), ErrorKind::Argument, "{account:?} {operation}");
            assert!(error.to_string().contains("`account_id`"), "{error}");
            assert!(!error.may_have_been_applied());
        }
    }
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn every_character_stays_in_its_segment() {
    let (service, client) = service_and_client();
    let latin = (0..=0x17f_u32).filter_map(char::from_u32);
    for character in latin.chain(['\u{feff}', '\u{202e}', '\u{fffd}', '\u{10ffff}']) {
        let account = format!("x{character}y");
        let _ = client.lifecycle().delete_account(&received_id(&account)).await;
        let request = service.last_request().expect("it was sent");
        assert_eq!(request.operation, Some(Operation::DeleteAccount), "{character:?}");
        assert_eq!(request.account, Some(account), "{character:?}");
    }
}

#[tokio::test]
async fn a_long_argument_is_sent_completely() {
    let (service, client) = service_and_client();
    for length in [1_000, 30_000] {
        let token = "é/".repeat(length / 9);
        service.account(Account::new(ID).api_token(ApiToken::new(&token, "long")));
        client.api_tokens().delete_api_token(&id(), &token).await.expect("it exists");
        assert!(service.api_tokens_of(ID).is_empty());
    }
}

#[tokio::test]
async fn an_argument_that_is_too_long_for_a_url_is_refused() {
    let (service, client) = service_and_client();
    let error = refused(client.api_tokens().delete_api_token(&id(), &"x".repeat(70_000)).await);
    assert_eq!(error.kind(), ErrorKind::Argument, "{error:?}");
    let long = received_id(&"x".repeat(70_000));
    let error = refused(client.lifecycle().delete_account(&long).await);
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Argument, false), "{error:?}");
    assert!(service.requests().is_empty());
}

#[test]
fn an_account_id_of_the_caller_must_match_the_pattern() {
    let longest = "x".repeat(128);
    for good in ["a", "Z9", "557057:9b1d2c3e-0f1a", "712020|abc", "_", "-", ":", "|", longest.as_str()] {
        assert_eq!(AccountId::new(good).expect("it fits").as_str(), good);
        assert_eq!(good.parse::<AccountId>().expect("it fits"), received_id(good));
    }
    let too_long = "x".repeat(129);
    let control = (0..0x20_u8).chain(iter::once(0x7f)).map(|byte| format!("a{}", char::from(byte)));
    let control: Vec<String> = control.collect();
    let special =
        ["", ".", "..", "a.b", "a/b", "a b", " a", "a%7C", "a,b", "a;b", "a@b", "é", "ａ", "１", "a\u{200b}"];
    for bad in special.into_iter().chain([too_long.as_str()]).chain(control.iter().map(String::as_str)) {
        assert!(AccountId::new(bad).is_err(), "{bad:?}");
        assert!(AccountId::try_from(bad.to_owned()).is_err(), "{bad:?}");
    }
}

#[test]
fn a_refused_account_id_is_not_shown() {
    let error = AccountId::new("nadia.brandt@example.com").expect_err("it does not fit");
    assert_eq!(
        error.to_string(),
        "not a valid AccountId: it has a character that is not allowed, and must match ^[a-zA-Z0-9_|:-]{1,128}$"
    );
    assert!(!format!("{error:?}").contains("nadia"));
}

/// Returns the builder of a client that sets the collection's variables.
fn by_variables(service: &StandIn) -> ClientBuilder {
    Client::builder().bearer_token(service.token()).protocol("http").host(service.address().to_string())
}

#[tokio::test]
async fn urls_follow_the_collection() {
    let (service, _) = service_and_client();
    let url = service.url();
    let users = format!("users/{ID}/manage/lifecycle/enable");
    for (builder, base_path) in [
        (by_variables(&service), "/"),
        (by_variables(&service).base_path("api/"), "/api/"),
        (by_variables(&service).base_path("api"), "/api"),
        (by_variables(&service).base_path("/api/"), "//api/"),
        (by_variables(&service).base_path("a/b c/"), "/a/b%20c/"),
        (by_variables(&service).host("elsewhere.example").base_url(url.clone()), "/"),
        (builder(&service).base_url(format!("{url}/")), "/"),
        (builder(&service).base_url(format!("{url}/api/v2")), "/api/v2/"),
        (builder(&service).base_url(format!("{url}/api/v2/")), "/api/v2/"),
        (builder(&service).base_url(format!("{url}/api/v2")).base_path("lost/"), "/api/v2/"),
        (Client::builder().bearer_token("t").origin(url.clone()), "/"),
        (Client::builder().bearer_token("t").origin(format!("{url}/")), "/"),
        (Client::builder().bearer_token("t").base_path("api/").origin(url.clone()), "/api/"),
        (Client::builder().bearer_token("t").base_url("https://x.example/v2").origin(url.clone()), "/v2/"),
    ] {
        // Some of these paths do not exist.
        let _ = built(builder).lifecycle().activate_user(&id()).await;
        assert_eq!(target(&service), format!("{base_path}{users}"));
        assert_eq!(header(&service, "host"), Some(service.address().to_string()));
    }
}

/// The messages name the variable and its setter, and do not have the value.
#[test]
fn a_variable_that_would_leave_its_part_of_the_url_is_refused() {
    let client = || Client::builder().bearer_token("t").allow_http();
    let hosts =
        ["me@hush", "me:pw@hush/", "hush\\", "hush?a", "hush#a", "hush/../x", "hush/%2e%2e", "hu\tsh", ""];
    let paths = [
        "../hush",
        "hush/..",
        "hush/../",
        "hush/./x",
        "%2e%2E/hush",
        "hush%2Fx",
        "a\\hush",
        "..\t/hush",
        "a?hush",
        "#hush",
    ];
    let schemes = ["https://hush/", "", "https:", "hu sh"];
    let hosts = hosts.map(|value| ("host", client().host(value)));
    let paths = paths.map(|value| ("base_path", client().base_path(value)));
    let schemes = schemes.map(|value| ("protocol", client().protocol(value)));
    for (setter, builder) in hosts.into_iter().chain(paths).chain(schemes) {
        let error = refused(builder.build());
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(&format!("that `{setter}(…)` sets for `")), "{setter}: {error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn no_message_has_more_of_a_url_than_scheme_and_host() {
    let builder = || Client::builder().bearer_token("t");
    let unknown = CallOptions::new().retry(RetryPolicy::never());
    for (builder, shown) in [
        (builder().base_url("https://host.invalid/hush/v1"), "https://host.invalid"),
        (builder().host("host.invalid/hush"), "https://host.invalid"),
        (builder().base_path("hush"), "https://api.atlassian.com"),
        (builder().base_url("https://h.invalid/hush").origin("http://127.0.0.1:9"), "http://127.0.0.1"),
    ] {
        let client = built(builder.retry(RetryPolicy::never()));
        let debug = format!("{client:?}");
        assert!(debug.contains(shown) && !debug.contains("hush"), "{debug}");
        if shown.ends_with("invalid") || shown.contains("127") {
            let error = refused(client.profile().get_profile(&id()).with(unknown.clone()).await);
            assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        }
    }
    for builder in [
        builder().base_url("http://host.invalid/hush"),
        builder().base_url("https://hush:hush@host.invalid"),
        builder().base_url("https://host.invalid/hush?hush"),
        builder().base_url("hush"),
        builder().base_url("/hush"),
        builder().base_url("ftp://host.invalid/hush"),
        builder().origin("https://host.invalid/hush"),
        builder().origin("hush"),
    ] {
        let error = refused(builder.build());
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn a_call_to_this_machine_arrives() {
    let (service, client) = service_and_client();
    client.lifecycle().activate_user(&id()).await.expect("it is allowed");
    assert_eq!(service.requests().len(), 1);
}

#[test]
fn a_call_to_this_machine_ignores_the_proxy_of_the_environment() {
    let (proxy, _) = service_and_client();
    let mut again = Command::new(env::current_exe().expect("a test is a program"));
    again.args(["--exact", "a_call_to_this_machine_arrives"]);
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(variable, proxy.url());
    }
    let output = again.env_remove("NO_PROXY").env_remove("no_proxy").output().expect("it runs");
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.contains("1 passed"), "{output}");
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn plain_http_is_allowed_only_to_this_machine() {
    let client = || Client::builder().bearer_token("t");
    for local in [
        "http://127.0.0.1:1",
        "http://127.8.9.10",
        "http://[::1]:80",
        "http://LocalHost",
        "http://a.localhost",
    ] {
        client().base_url(local).build().unwrap_or_else(|error| panic!("{local}: {error}"));
    }
    for remote in [
        "http://example.invalid",
        "http://localhost.example.invalid",
        "http://127.0.0.1.example.invalid",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::]",
        "HTTP://1.0.0.127",
    ] {
        let error = refused(client().base_url(remote).build());
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("`allow_http()`"), "{error}");
        client().base_url(remote).allow_http().build().unwrap_or_else(|error| panic!("{remote}: {error}"));
    }
    assert_eq!(refused(client().protocol("http").build()).kind(), ErrorKind::Config);
    assert_eq!(refused(client().origin("http://example.invalid").build()).kind(), ErrorKind::Config);
}

#[test]
fn an_invalid_base_url_is_refused() {
    let client = || Client::builder().bearer_token("t").allow_http();
    let bases = [
        "",
        "/users",
        "//h.example",
        "h.example",
        "h.example:443",
        "https://",
        "https:///",
        "ftp://h.example",
        "file:///x",
        "https://h.example?x=1",
        "https://h.example?",
        "https://h.example#x",
        "https://h.example:99999",
        "https://a b",
    ];
    let bases = bases.map(|base| client().base_url(base));
    let origins =
        ["", "h.example", "h.example:80", "https://h.example/x", "ftp://h.example", "https://h.example?x=1"];
    let origins = origins.map(|origin| client().origin(origin));
    let variables = [
        client().protocol(""),
        client().protocol("https://"),
        client().host(""),
        client().host("h.example?x=1"),
        client().host("h.example#"),
        client().base_path("?x=1"),
        client().base_path("#"),
    ];
    for (index, builder) in bases.into_iter().chain(origins).chain(variables).enumerate() {
        assert_eq!(refused(builder.build()).kind(), ErrorKind::Config, "{index}");
    }
}
