//! The collection and the overlay that the client is generated from.

use codegen::api::Api;
use codegen::{Input, Source};
use tests::repository;

/// Lowers the inputs. Panics if there are diagnostics.
fn api() -> Api {
    let read = |name: &str| {
        std::fs::read_to_string(repository().join("collection").join(name)).expect("the input can be read")
    };
    let (collection, overlay) =
        (read("user-management.postman_collection.json"), read("user-management.overlay.json"));
    let (api, diagnostics) = codegen::lower(&Input {
        collection: Source { file: "collection.json", text: &collection }.into(),
        overlay: Some(Source { file: "overlay.json", text: &overlay }),
        environment: None,
        crate_name: "generated_client",
        command: "cargo xtask generate",
    });
    assert_eq!(diagnostics.to_string(), "");
    api.expect("there are no errors")
}

#[test]
fn every_request_becomes_an_operation() {
    let api = api();
    let mut operations = api.all_operations();
    operations.sort_by_key(|(_, operation)| operation.index);
    let requests: Vec<_> = operations
        .iter()
        .map(|(_, operation)| format!("{} {}", operation.method, operation.path.template()))
        .collect();
    assert_eq!(
        requests,
        [
            "GET /users/{account_id}/manage",
            "GET /users/{account_id}/manage/profile",
            "PATCH /users/{account_id}/manage/profile",
            "PUT /users/{account_id}/manage/email",
            "GET /users/{account_id}/manage/api-tokens",
            "DELETE /users/{account_id}/manage/api-tokens/{tokenId}",
            "POST /users/{account_id}/manage/lifecycle/disable",
            "POST /users/{account_id}/manage/lifecycle/enable",
            "POST /users/{account_id}/manage/lifecycle/delete",
            "POST /users/{account_id}/manage/lifecycle/cancel-delete",
        ]
    );
    assert_eq!(api.skipped, []);
    let groups: Vec<_> = api.groups.iter().map(|group| group.name.rust.as_str()).collect();
    assert_eq!(groups, ["manage", "profile", "email", "api_tokens", "lifecycle"]);
}

#[test]
fn all_requests_have_one_server_and_one_credential() {
    let api = api();
    let servers: Vec<_> = api.servers.iter().map(|server| server.template.as_str()).collect();
    assert_eq!(servers, ["{protocol}://{host}/{basePath}"]);
    let defaults: Vec<_> = api.variables.iter().map(|variable| variable.default.as_deref()).collect();
    assert_eq!(defaults, [Some("https"), Some("api.atlassian.com"), Some("")]);
    assert_eq!(api.credentials.len(), 1);
    assert!(api.all_operations().iter().all(|(_, operation)| !operation.credentials.is_empty()));
}

#[test]
fn the_overlay_describes_every_operation_and_type() {
    let api = api();
    for (_, operation) in api.all_operations() {
        assert!(operation.reference.is_some(), "{} has no `externalDocs`", operation.name.wire);
        assert!(!operation.errors.is_empty(), "{} has no errors", operation.name.wire);
    }
    for def in &api.types {
        assert!(!def.docs.is_empty(), "{} has no description", def.name);
    }
    assert!(api.error.is_some());
}
