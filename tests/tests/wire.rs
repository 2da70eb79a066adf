//! The requests of the ten operations, byte for byte, and the options that change them.

mod common;

use std::collections::BTreeSet;

use common::recorded::{body, header, target, text};
use common::{Arguments, ID, builder, built, call, client, collection, id, refused, service_and_client};
use generated_client::types::{DeactivateUser, Privilege, UpdateExtendedProfile, UpdateProfile};
use generated_client::{CallOptions, ErrorKind};
use serde_json::Value;
use stand_in::{Account, ApiToken, Operation, StandIn};

/// Every operation and its complete request, with sorted headers.
const REQUESTS: [(Operation, &str); 10] = [
    (
        Operation::GetPermissions,
        "GET /users/712020:4c7e1d20-aa11/manage\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::GetProfile,
        "GET /users/712020:4c7e1d20-aa11/manage/profile\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::UpdateProfile,
        "PATCH /users/712020:4c7e1d20-aa11/manage/profile\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         content-length: 35\n\
         content-type: application/json\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n\
         {\"name\":\"Žofie \\\"Zo\\\" Nováková\"}",
    ),
    (
        Operation::SetEmail,
        "PUT /users/712020:4c7e1d20-aa11/manage/email\n\
         accept: */*\n\
         authorization: Bearer wire-key\n\
         content-length: 34\n\
         content-type: application/json\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n\
         {\"email\":\"zofie+work@example.com\"}",
    ),
    (
        Operation::GetApiTokens,
        "GET /users/712020:4c7e1d20-aa11/manage/api-tokens\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::DeleteApiToken,
        "DELETE /users/712020:4c7e1d20-aa11/manage/api-tokens/ci%20build%2F7\n\
         accept: */*\n\
         authorization: Bearer wire-key\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::DeactivateUser,
        "POST /users/712020:4c7e1d20-aa11/manage/lifecycle/disable\n\
         accept: */*\n\
         authorization: Bearer wire-key\n\
         content-length: 32\n\
         content-type: application/json\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n\
         {\"message\":\"Back in\\nSeptember\"}",
    ),
    (
        Operation::ActivateUser,
        "POST /users/712020:4c7e1d20-aa11/manage/lifecycle/enable\n\
         accept: */*\n\
         authorization: Bearer wire-key\n\
         content-length: 0\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::DeleteAccount,
        "POST /users/712020:4c7e1d20-aa11/manage/lifecycle/delete\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         content-length: 0\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
    (
        Operation::CancelDeleteAccount,
        "POST /users/712020:4c7e1d20-aa11/manage/lifecycle/cancel-delete\n\
         accept: application/json\n\
         authorization: Bearer wire-key\n\
         content-length: 0\n\
         host: {host}\n\
         user-agent: generated-client/{version}\n\n",
    ),
];

#[tokio::test]
async fn every_operation_sends_exactly_this_request() {
    let service = StandIn::builder().token("wire-key").start();
    service.account(Account::new(ID).api_token(ApiToken::new("ci build/7", "CI")));
    let client = client(&service);
    let arguments = Arguments {
        name: "Žofie \"Zo\" Nováková",
        email: "zofie+work@example.com",
        token_id: "ci build/7",
        message: Some("Back in\nSeptember"),
    };
    for (operation, expected) in REQUESTS {
        call(&client, operation, &id(), arguments).await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(text(&service), expected, "{operation}");
    }
    assert_eq!(service.requests().len(), REQUESTS.len());
    assert_eq!(service.connections(), 1);
}

#[test]
fn the_requests_are_those_of_the_collection() {
    let mut items = Vec::new();
    requests(&collection(), &mut items);
    assert_eq!(items.len(), REQUESTS.len());
    let of_collection: BTreeSet<String> = items.iter().map(request_line).collect();
    let of_client = REQUESTS.iter().map(|(_, request)| request.lines().next().unwrap_or_default());
    assert_eq!(of_collection, of_client.map(str::to_owned).collect());
}

#[test]
fn every_header_of_the_collection_is_sent() {
    let mut items = Vec::new();
    requests(&collection(), &mut items);
    for item in items {
        let line = request_line(&item);
        let Some((_, request)) = REQUESTS.iter().find(|(_, request)| request.starts_with(&line)) else {
            panic!("{line}: not sent")
        };
        for header in item["header"].as_array().into_iter().flatten() {
            let (key, value) = (header["key"].as_str(), header["value"].as_str());
            let header =
                format!("\n{}: {}\n", key.unwrap_or_default().to_lowercase(), value.unwrap_or_default());
            assert!(request.contains(&header), "{line}: {header:?}");
        }
    }
}

#[tokio::test]
async fn privileges_are_repeated() {
    let (service, client) = service_and_client();
    let cases: [(&[Privilege], &str); 4] = [
        (&[Privilege::EmailSet], "?privileges=email.set"),
        (
            &[Privilege::ApiTokenDelete, Privilege::ProfileRead, Privilege::ApiTokenDelete],
            "?privileges=apiToken.delete&privileges=profile.read&privileges=apiToken.delete",
        ),
        (&[Privilege::from("session read&x=ö+%")], "?privileges=session%20read%26x=%C3%B6%2B%25"),
        (&[], ""),
    ];
    for (privileges, query) in cases {
        let call = client.manage().get_user_management_permissions(&id()).privileges(privileges.to_vec());
        call.await.expect("it is allowed");
        assert_eq!(target(&service), format!("/users/{ID}/manage{query}"));
    }
}

#[tokio::test]
async fn the_last_value_of_a_setter_is_sent() {
    let (service, client) = service_and_client();
    let permissions = client.manage().get_user_management_permissions(&id());
    permissions
        .privileges([Privilege::EmailSet, Privilege::ProfileRead])
        .privileges([Privilege::LifecycleDelete])
        .await
        .expect("it is allowed");
    assert_eq!(target(&service), format!("/users/{ID}/manage?privileges=lifecycle.delete"));

    let deactivate = client.lifecycle().deactivate_user(&id());
    let deactivate = deactivate.body(DeactivateUser::new().message("one"));
    deactivate.body(DeactivateUser::new().message("two").message("three")).await.expect("it is allowed");
    assert_eq!(body(&service), r#"{"message":"three"}"#);
}

#[tokio::test]
async fn an_omitted_optional_body_is_an_empty_object() {
    let (service, client) = service_and_client();
    client.lifecycle().deactivate_user(&id()).await.expect("it is allowed");
    let omitted = text(&service);
    client.lifecycle().deactivate_user(&id()).body(DeactivateUser::new()).await.expect("it is allowed");
    assert_eq!(omitted, text(&service));
    assert!(omitted.contains("\ncontent-length: 2\ncontent-type: application/json\n"), "{omitted}");
    assert!(omitted.ends_with("\n\n{}"), "{omitted}");
}

#[tokio::test]
async fn only_the_fields_that_are_set_are_sent() {
    let (service, client) = service_and_client();
    let extended = UpdateExtendedProfile::new().location("Brno").job_title("");
    for (update, expected) in [
        (UpdateProfile::new(), "{}"),
        (UpdateProfile::new().locale("cs-CZ"), r#"{"locale":"cs-CZ"}"#),
        (
            UpdateProfile::new().extended_profile(extended),
            r#"{"extended_profile":{"job_title":"","location":"Brno"}}"#,
        ),
    ] {
        client.profile().update_profile(&id(), update).await.expect("it is allowed");
        assert_eq!(body(&service), expected);
    }
}

#[tokio::test]
async fn a_header_of_the_call_is_added_or_replaces_one() {
    let (service, client) = service_and_client();
    let options = CallOptions::new().header("X-Trace", "7f").expect("it is a header");
    let options = options.header("ACCEPT", "text/csv").expect("it is a header");
    let options = options.header("user-agent", "audit/2").expect("it is a header");
    client.profile().get_profile(&id()).with(options).await.expect("it exists");
    let expected = format!(
        "GET /users/{ID}/manage/profile\naccept: text/csv\nauthorization: Bearer {}\nhost: {{host}}\n\
         user-agent: audit/{{version}}\nx-trace: 7f\n\n",
        service.token()
    );
    assert_eq!(text(&service), expected);
}

#[test]
fn invalid_headers_and_framing_headers_are_refused() {
    let framing = [("Content-Length", "1"), ("transfer-encoding", "chunked")];
    let invalid = [("", "x"), ("x y", "x"), ("x\r\ny", "x"), ("x", "a\r\nb: c"), ("x", "\0")];
    for (name, value) in framing.into_iter().chain(invalid) {
        let error = refused(CallOptions::new().header(name, value));
        assert_eq!(error.kind(), ErrorKind::Argument, "{name:?}");
    }
}

#[tokio::test]
async fn options_apply_to_one_call_only() {
    let (service, client) = service_and_client();
    let options = CallOptions::new().header("x-once", "1").expect("it is a header");
    let profile = client.profile().get_profile(&id());
    profile.clone().with(options.clone()).await.expect("it exists");
    assert_eq!(header(&service, "x-once").as_deref(), Some("1"));
    profile.clone().await.expect("it exists");
    assert_eq!(header(&service, "x-once"), None);
    profile.with(options).with(CallOptions::new()).await.expect("it exists");
    assert_eq!(header(&service, "x-once").as_deref(), Some("1"), "later options add to former ones");
}

#[tokio::test]
async fn a_call_is_sent_each_time_it_is_awaited() {
    let (service, client) = service_and_client();
    let activate = client.lifecycle().activate_user(&id());
    drop(client.lifecycle().delete_account(&id()).send());
    assert_eq!(
        activate.url().expect("it can be sent"),
        format!("{}/users/{ID}/manage/lifecycle/enable", service.url())
    );
    assert!(service.requests().is_empty());
    activate.clone().await.expect("it is allowed");
    let awaited = text(&service);
    let response = activate.send().await.expect("it is allowed");
    assert_eq!((response.status.as_u16(), response.attempts), (204, 1));
    assert_eq!(text(&service), awaited);
    assert_eq!(service.times_executed(Operation::ActivateUser, ID), 2);
}

#[tokio::test]
async fn the_user_agent_can_be_set() {
    let (service, _) = service_and_client();
    let client = built(builder(&service).user_agent("offboarding/3.1 (it@example.com)"));
    client.profile().get_profile(&id()).await.expect("it exists");
    assert_eq!(header(&service, "user-agent").as_deref(), Some("offboarding/3.1 (it@example.com)"));
}

#[tokio::test]
async fn with_compression_compressed_responses_are_accepted() {
    let (service, client) = service_and_client();
    client.profile().get_profile(&id()).await.expect("it exists");
    assert_eq!(header(&service, "accept-encoding").as_deref(), Some("gzip,deflate"));
}

/// Collects the requests of a collection or folder, depth first.
fn requests(node: &Value, found: &mut Vec<Value>) {
    for item in node["item"].as_array().into_iter().flatten() {
        match item.get("request") {
            Some(request) => found.push(request.clone()),
            None => requests(item, found),
        }
    }
}

/// Returns method and path of a request of the collection, with the arguments of the tests.
fn request_line(request: &Value) -> String {
    let path = request["url"]["path"].as_str().unwrap_or_default().replace("{{basePath}}", "/");
    let path = path.replace(":account_id", ID).replace(":tokenId", "ci%20build%2F7");
    format!("{} {path}", request["method"].as_str().unwrap_or_default())
}
