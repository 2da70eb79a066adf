//! The authentication: types, inheritance and selection.

use codegen::collection::{Auth, AuthParam, AuthParams, Item};

use super::{clean, lower, read};

const GET: &str = "$kind: http-request\nurl: https://h\n";

fn bearer(token: &str) -> Auth {
    let params = vec![AuthParam { key: Some("token".to_owned()), value: Some(token.into()) }];
    let params = vec![("bearer".to_owned(), AuthParams::List(params))];
    Auth { kind: Some("bearer".to_owned()), params, file: None }
}

fn none() -> Auth {
    Auth { kind: Some("noauth".to_owned()), ..Auth::default() }
}

fn auth_of(item: &Item) -> Option<&Auth> {
    item.request.as_ref().and_then(|request| request.auth.as_ref())
}

/// Returns the auth of a request below a collection with a definition, and the findings.
fn selected(definition: &str, auth: &str) -> (Option<Auth>, String) {
    let request = format!("{GET}auth: {auth}\n");
    let (collection, findings) =
        read(&[(".resources/definition.yaml", definition), ("R.request.yaml", &request)]);
    (auth_of(&collection.item[0]).cloned(), findings)
}

#[test]
fn credentials_are_a_map_or_a_list() {
    for credentials in ["{token: '{{t}}'}", "[{key: token, value: '{{t}}', type: string}]"] {
        let auth = format!("auth: {{type: bearer, credentials: {credentials}}}\n");
        let list = format!("auth: [{{id: a, type: bearer, name: b, credentials: {credentials}}}]\n");
        let request = format!("{GET}{auth}");
        for definition in [&auth, &list] {
            let collection =
                clean(&[(".resources/definition.yaml", definition), ("R.request.yaml", &request)]);
            assert_eq!(collection.auth.as_ref(), Some(&bearer("{{t}}")));
            assert_eq!(auth_of(&collection.item[0]), Some(&bearer("{{t}}")));
        }
    }
}

#[test]
fn values_of_credentials_keep_their_types() {
    let request = format!(
        "{GET}auth: {{type: oauth2, credentials: {{useBrowser: false, expires: 7, tokenRequestParams: [{{key: a, enabled: true}}]}}}}\n"
    );
    let collection = clean(&[("R.request.yaml", &request)]);
    let params = auth_of(&collection.item[0]).and_then(|auth| auth.params_of("oauth2"));
    let Some(AuthParams::List(list)) = params else { panic!("{params:?}") };
    let values: Vec<_> = list.iter().filter_map(|param| param.value.clone()).collect();
    assert_eq!(
        values,
        [serde_json::json!(false), serde_json::json!(7), serde_json::json!([{"key": "a", "enabled": true}])]
    );
}

#[test]
fn requests_inherit_the_auth_of_the_nearest_folder() {
    let token = |name: &str| {
        format!("auth: [{{id: i, type: bearer, name: n, credentials: {{token: '{{{{{name}}}}}'}}}}]\n")
    };
    let (api, _) = lower(&[
        (".resources/definition.yaml", &token("outer")),
        ("A/.resources/definition.yaml", &token("inner")),
        ("A/a.request.yaml", GET),
        ("B/.resources/definition.yaml", "auth: []\n"),
        ("B/b.request.yaml", GET),
        ("C/.resources/definition.yaml", "auth: {type: noauth}\n"),
        ("C/D/.resources/definition.yaml", "name: D\n"),
        ("C/D/c.request.yaml", GET),
        ("d.request.yaml", &format!("{GET}auth: {{type: noauth}}\n")),
    ]);
    let api = api.expect("no errors");
    let of = |operation: &codegen::api::Operation| {
        let sources: Vec<String> =
            operation.credentials.iter().map(|used| format!("{:?}", used.source)).collect();
        let token = ["inner", "outer"].into_iter().find(|token| sources.join(" ").contains(*token));
        (operation.name.wire.clone(), token.unwrap_or_default())
    };
    let found: Vec<_> = api.all_operations().into_iter().map(|(_, operation)| of(operation)).collect();
    assert_eq!(
        found,
        [("a", "inner"), ("b", "outer"), ("c", ""), ("d", "")].map(|(name, token)| (name.to_owned(), token))
    );
}

const SEVERAL: &str = "auth:\n  - {id: one, type: bearer, name: a, credentials: {token: '1'}}\n  - {id: two, type: bearer, name: b, credentials: {token: '2'}}\n";

#[test]
fn the_last_of_several_auths_is_the_default() {
    let (collection, findings) = read(&[(".resources/definition.yaml", SEVERAL), ("R.request.yaml", GET)]);
    assert_eq!(collection.auth, Some(bearer("2")));
    assert_eq!(auth_of(&collection.item[0]), None);
    assert!(findings.starts_with("note: the folder has 2 auths; requests that select none send the last one, `bearer`\n  --> c/.resources/definition.yaml:2:3\n"), "{findings}");
}

#[test]
fn a_request_selects_an_auth_by_its_id() {
    let file = Some(".resources/definition.yaml".to_owned());
    let expected = Auth { file, ..bearer("1") };
    assert_eq!(selected(SEVERAL, "{type: inherit, credentials: {id: one}}").0, Some(expected));
    let (auth, findings) = selected(SEVERAL, "{type: inherit, credentials: {id: three}}");
    assert_eq!(auth, Some(none()));
    let expected = "warning: no auth of the folders has the id `three`, so the request has none\n  --> c/R.request.yaml:3:7\n";
    assert!(findings.contains(expected), "{findings}");
}

#[test]
fn inherit_without_an_id_is_no_auth() {
    let (auth, findings) = selected("auth: {type: bearer, credentials: {token: '1'}}\n", "{type: inherit}");
    assert_eq!(auth, Some(none()));
    assert!(
        findings.starts_with(
            "warning: an auth of the type `inherit` without an id is none\n  --> c/R.request.yaml:3:7\n"
        ),
        "{findings}"
    );
}

#[test]
fn the_auth_of_a_folder_does_not_inherit_by_its_type() {
    let (collection, findings) =
        read(&[("A/.resources/definition.yaml", "auth: {type: inherit}\n"), ("A/r.request.yaml", GET)]);
    assert_eq!(collection.item[0].auth, None);
    assert!(
        findings.starts_with("warning: the auth of a folder is of the type `inherit`, so it is ignored"),
        "{findings}"
    );
}
