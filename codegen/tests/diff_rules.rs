//! Every rule is produced by a change of an API, has the step of its row in `RULES.md`, and nothing else is reported with
//! it that is as large.

mod common;
#[path = "diff_property/edits.rs"]
#[expect(dead_code, reason = "this program only takes the base")]
mod edits;

use std::collections::BTreeSet;

use codegen::api::{
    Api, Content, Credential, EnumValue, Field, FormContent, Group, GroupAlias, Name, Operation,
    OperationAlias, Parameter, PathPart, Presence, QueryDefault, QuerySetting, Repeat, Scheme, Server,
    Success, Type, TypeDef, TypeKind, Variable,
};
use codegen::diff::{Change, RULES, Step, diff};
use codegen::lower;
use common::input;

/// A change of an API.
type Edit = fn(&mut Api);

/// Two rules, for an edit and for its reversal, and the edit.
type Case = (&'static str, &'static str, Edit);

fn base() -> Api {
    let (collection, overlay) = edits::base();
    let (api, diagnostics) = lower(&input(&collection.to_string(), Some(&overlay.to_string())));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn name(rust: &str) -> Name {
    Name { rust: rust.to_owned(), wire: rust.to_owned() }
}

fn list(api: &mut Api) -> &mut Operation {
    &mut api.groups[0].operations[0]
}

fn get(api: &mut Api) -> &mut Operation {
    &mut api.groups[0].operations[1]
}

fn add(api: &mut Api) -> &mut Operation {
    &mut api.groups[0].operations[2]
}

fn query(api: &mut Api) -> &mut Parameter {
    &mut list(api).query[0]
}

fn def<'a>(api: &'a mut Api, name: &str) -> &'a mut TypeDef {
    api.types.iter_mut().find(|def| def.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn fields<'a>(api: &'a mut Api, name: &str) -> &'a mut Vec<Field> {
    match &mut def(api, name).kind {
        TypeKind::Object(fields) => fields,
        other => panic!("{other:?}"),
    }
}

fn field<'a>(api: &'a mut Api, ty: &str, name: &str) -> &'a mut Field {
    fields(api, ty).iter_mut().find(|field| field.name.rust == name).unwrap_or_else(|| panic!("{name}"))
}

fn kinds(api: &mut Api) -> &mut Vec<EnumValue> {
    match &mut def(api, "Kind").kind {
        TypeKind::Enum(values) => values,
        other => panic!("{other:?}"),
    }
}

fn union(api: &mut Api) -> &mut codegen::api::Union {
    match &mut def(api, "Foliage").kind {
        TypeKind::Union(union) => union,
        other => panic!("{other:?}"),
    }
}

fn photo_form(api: &mut Api) -> &mut Vec<codegen::api::FormField> {
    let forms = api.types.iter_mut().filter_map(|def| match &mut def.kind {
        TypeKind::Form(fields) if fields.iter().any(|field| field.content == FormContent::File) => {
            Some(fields)
        }
        _ => None,
    });
    forms.last().expect("a form")
}

fn parameter(rust: &str) -> Parameter {
    Parameter {
        name: name(rust),
        docs: String::new(),
        ty: Type::String,
        repeat: Repeat::Never,
        example: None,
        values: Vec::new(),
        default: None,
        service_default: None,
        deprecated: None,
    }
}

fn new_field(rust: &str, presence: Presence) -> Field {
    Field {
        name: name(rust),
        docs: String::new(),
        ty: Type::String,
        presence,
        read_only: false,
        sensitive: false,
        service_default: None,
        deprecated: None,
    }
}

fn renamed_types(api: &mut Api, from: &str, to: &str) {
    fn rename(ty: &mut Type, from: &str, to: &str) {
        match ty {
            Type::Named(name) if name == from => *name = to.to_owned(),
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                rename(inner, from, to)
            }
            _ => {}
        }
    }
    def(api, from).name = to.to_owned();
    for operation in [2, 0, 1] {
        let operation = &mut api.groups[0].operations[operation];
        if let Success::Json(ty) | Success::Optional(ty) = &mut operation.success {
            rename(ty, from, to);
        }
    }
    for def in &mut api.types {
        if let TypeKind::Object(fields) = &mut def.kind {
            fields.iter_mut().for_each(|field| rename(&mut field.ty, from, to));
        }
    }
}

fn setting(default: &str) -> QuerySetting {
    QuerySetting {
        name: name("api_version"),
        constant: "API_VERSION".to_owned(),
        default: default.to_owned(),
        decision: None,
    }
}

const CASES: &[Case] = &[
    ("group-added", "group-removed", |api| {
        let mut operation = api.operations[0].clone();
        operation.path.parts = vec![PathPart::Literal("new".to_owned())];
        let group = Group {
            name: name("sheds"),
            type_name: "Sheds".to_owned(),
            docs: String::new(),
            aliases: Vec::new(),
            operations: vec![operation],
            groups: Vec::new(),
        };
        api.groups.push(group);
    }),
    ("group-renamed", "group-renamed", |api| {
        let group = &mut api.groups[0];
        (group.name, group.type_name) = (name("vegetables"), "Vegetables".to_owned());
    }),
    ("group-renamed-with-alias", "group-renamed", |api| {
        let group = &mut api.groups[0];
        group.aliases.push(GroupAlias { name: group.name.rust.clone(), type_name: group.type_name.clone() });
        (group.name, group.type_name) = (name("vegetables"), "Vegetables".to_owned());
    }),
    ("group-moved", "group-moved", |api| {
        let photos = api.groups[0].groups.remove(0);
        api.groups[1].groups.push(photos);
    }),
    ("group-title-changed", "group-title-changed", |api| api.groups[0].name.wire = "plants".to_owned()),
    ("operation-added", "operation-removed", |api| {
        let mut operation = api.operations[0].clone();
        (operation.name, operation.type_name) = (name("pong"), "PongCall".to_owned());
        operation.path.parts = vec![PathPart::Literal("pong".to_owned())];
        api.operations.push(operation);
    }),
    ("operation-renamed", "operation-renamed", |api| {
        let operation = list(api);
        (operation.name, operation.type_name) = (name("all"), "AllCall".to_owned());
    }),
    ("operation-renamed-with-alias", "operation-renamed", |api| {
        let operation = list(api);
        let alias = OperationAlias {
            groups: vec!["plants".to_owned()],
            method: operation.name.rust.clone(),
            call: operation.type_name.clone(),
        };
        operation.aliases.push(alias);
        (operation.name, operation.type_name) = (name("all"), "AllCall".to_owned());
    }),
    ("operation-moved", "operation-moved", |api| {
        let operation = api.groups[0].operations.remove(0);
        api.groups[1].operations.push(operation);
    }),
    ("operation-moved-with-alias", "operation-moved", |api| {
        let mut operation = api.groups[0].operations.remove(0);
        let alias = OperationAlias {
            groups: vec!["plants".to_owned()],
            method: operation.name.rust.clone(),
            call: operation.type_name.clone(),
        };
        operation.aliases.push(alias);
        api.groups[1].operations.push(operation);
    }),
    ("operation-title-changed", "operation-title-changed", |api| {
        list(api).name.wire = "list plants".to_owned()
    }),
    ("alias-added", "alias-removed", |api| {
        let alias = OperationAlias {
            groups: vec!["plants".to_owned()],
            method: "every".to_owned(),
            call: "EveryCall".to_owned(),
        };
        list(api).aliases.push(alias);
    }),
    ("deprecated", "undeprecated", |api| list(api).deprecated = Some("Old.".to_owned())),
    ("http-method-changed", "http-method-changed", |api| list(api).method = "POST".to_owned()),
    ("path-changed", "path-changed", |api| {
        list(api).path.parts = vec![PathPart::Literal("flowers".to_owned())]
    }),
    ("server-of-operation-changed", "server-of-operation-changed", |api| {
        api.operations[0].server = api.groups[0].operations[0].server;
    }),
    ("server-of-operation-moved", "server-of-operation-moved", |api| {
        api.servers.push(Server {
            name: "other".to_owned(),
            constant: "OTHER".to_owned(),
            template: "https://other.example.net".to_owned(),
        });
        api.operations[0].server = api.servers.len() - 1;
    }),
    ("server-added", "server-removed", |api| {
        api.servers.push(Server {
            name: "other".to_owned(),
            constant: "OTHER".to_owned(),
            template: "https://other.example.com".to_owned(),
        });
    }),
    ("constant-header-added", "constant-header-removed", |api| {
        list(api).constant_headers.push(("X-New".to_owned(), "1".to_owned()));
    }),
    ("constant-header-changed", "constant-header-changed", |api| {
        list(api).constant_headers[1].1 = "half".to_owned()
    }),
    ("constant-header-version-changed", "constant-header-version-changed", |api| {
        list(api).constant_headers[0].1 = "application/xml".to_owned();
    }),
    ("constant-became-header", "header-became-constant", |api| {
        let (wire, _) = list(api).constant_headers.pop().expect("a header");
        let header = Parameter { name: Name { rust: "x_mode".to_owned(), wire }, ..parameter("x_mode") };
        list(api).headers.push(header);
    }),
    ("credential-not-sent", "credential-sent", |api| list(api).credentials.clear()),
    ("credential-required", "credential-removed", |api| {
        api.credentials.push(Credential {
            name: "secret".to_owned(),
            constant: "SECRET".to_owned(),
            scheme: Scheme::ApiKeyQuery("secret".to_owned()),
            variables: Vec::new(),
            decision: None,
        });
        let mut own = list(api).credentials[0].clone();
        own.index = api.credentials.len() - 1;
        list(api).credentials.push(own);
    }),
    ("credential-added", "credential-removed", |api| {
        api.credentials.push(Credential {
            name: "secret".to_owned(),
            constant: "SECRET".to_owned(),
            scheme: Scheme::Basic,
            variables: Vec::new(),
            decision: None,
        });
    }),
    ("credential-renamed", "credential-renamed", |api| api.credentials[0].name = "token".to_owned()),
    ("credential-place-changed", "credential-place-changed", |api| {
        api.credentials[1].scheme = Scheme::ApiKeyQuery("key".to_owned());
    }),
    ("credential-scheme-changed", "credential-scheme-changed", |api| {
        api.credentials[0].scheme = Scheme::Basic
    }),
    ("idempotency-added", "idempotency-removed", |api| {
        let operation = &mut api.groups[1].operations[0];
        operation.idempotent = true;
    }),
    ("path-parameter-added", "path-parameter-removed", |api| {
        let extra = [PathPart::Literal("/".to_owned()), PathPart::Parameter(parameter("leaf"))];
        get(api).path.parts.extend(extra);
    }),
    ("path-parameter-renamed", "path-parameter-renamed", |api| {
        let PathPart::Parameter(parameter) = &mut get(api).path.parts[1] else { panic!("a parameter") };
        parameter.name = name("park");
    }),
    ("path-parameter-type-changed", "path-parameter-type-changed", |api| {
        let PathPart::Parameter(parameter) = &mut get(api).path.parts[1] else { panic!("a parameter") };
        parameter.ty = Type::Integer;
    }),
    ("path-parameters-swapped", "path-parameters-swapped", |api| get(api).path.parts.swap(1, 3)),
    ("query-parameter-added", "query-parameter-removed", |api| list(api).query.push(parameter("size"))),
    ("query-parameter-renamed", "query-parameter-renamed", |api| query(api).name.rust = "most".to_owned()),
    ("query-key-changed", "query-key-changed", |api| query(api).name.wire = "Limit".to_owned()),
    ("query-parameter-type-changed", "query-parameter-type-changed", |api| query(api).ty = Type::Float),
    ("query-style-changed", "query-style-changed", |api| list(api).query[1].repeat = Repeat::Commas),
    ("query-default-added", "query-default-removed", |api| {
        query(api).default = Some(QueryDefault::Constant("5".to_owned()));
    }),
    ("service-default-changed", "service-default-changed", |api| {
        query(api).service_default = Some("10".to_owned())
    }),
    ("header-added", "header-removed", |api| list(api).headers.push(parameter("size"))),
    ("header-renamed", "header-renamed", |api| get(api).headers[0].name.rust = "trace".to_owned()),
    ("header-name-changed", "header-name-changed", |api| get(api).headers[0].name.wire = "Trace".to_owned()),
    ("header-type-changed", "header-type-changed", |api| get(api).headers[0].ty = Type::Bool),
    ("parameter-toggled", "parameter-toggled", |api| list(api).query[1].values[0].enabled = true),
    ("body-removed", "body-added-required", |api| add(api).body = None),
    ("body-became-optional", "body-became-required", |api| {
        add(api).body.as_mut().expect("a body").required = false
    }),
    ("body-kind-changed", "body-kind-changed", |api| {
        add(api).body.as_mut().expect("a body").content = Content::Text
    }),
    ("body-type-changed", "body-type-changed", |api| {
        add(api).body.as_mut().expect("a body").content = Content::Json(Type::Any);
    }),
    ("body-document-changed", "body-document-changed", |api| {
        let Some(Content::GraphQl(request)) =
            api.groups[1].operations[0].body.as_mut().map(|body| &mut body.content)
        else {
            panic!("GraphQL")
        };
        request.query.push_str(" # 2");
    }),
    ("response-removed", "response-added", |api| add(api).success = Success::Empty),
    ("response-undescribed", "response-described", |api| add(api).success = Success::Undescribed),
    ("response-type-changed", "response-type-changed", |api| add(api).success = Success::Json(Type::Bool)),
    ("response-became-optional", "response-became-required", |api| {
        add(api).success = Success::Optional(Type::Named("Plant".to_owned()));
    }),
    ("errors-changed", "errors-changed", |api| list(api).errors.clear()),
    ("type-added", "type-removed", |api| {
        let shed = TypeDef { name: "Shed".to_owned(), ..def(api, "Leaf").clone() };
        api.types.push(shed);
    }),
    ("type-renamed", "type-renamed", |api| renamed_types(api, "Plant", "Herb")),
    ("type-renamed-with-alias", "type-renamed", |api| {
        renamed_types(api, "Plant", "Herb");
        def(api, "Herb").aliases.push("Plant".to_owned());
    }),
    ("type-kind-changed", "type-kind-changed", |api| {
        def(api, "Kind").kind = TypeKind::Newtype(codegen::api::StringRules::default());
    }),
    ("types-merged", "types-diverged", |api| {
        def(api, "Needle").kind = TypeKind::Alias(Type::Named("Leaf".to_owned()))
    }),
    ("setters-removed", "setters-added", |api| def(api, "NewPlant").in_request = false),
    ("redaction-added", "redaction-removed", |api| field(api, "Plant", "planted").sensitive = true),
    ("field-added", "field-removed", |api| fields(api, "Plant").push(new_field("size", Presence::Optional))),
    ("required-field-added", "field-removed", |api| {
        fields(api, "Plant").push(new_field("size", Presence::Required))
    }),
    ("field-renamed", "field-renamed", |api| field(api, "Plant", "planted").name.rust = "sown".to_owned()),
    ("field-key-changed", "field-key-changed", |api| {
        field(api, "Plant", "planted").name.wire = "Planted".to_owned()
    }),
    ("field-became-required", "field-became-optional", |api| {
        field(api, "Plant", "planted").presence = Presence::Required
    }),
    ("field-nullability-changed", "field-nullability-changed", |api| {
        field(api, "Plant", "planted").presence = Presence::Patch;
    }),
    ("field-type-changed", "field-type-changed", |api| field(api, "Plant", "planted").ty = Type::Integer),
    ("field-encoding-changed", "field-encoding-changed", |api| {
        photo_form(api)[0].content = FormContent::Text(Some("text/csv".to_owned()));
    }),
    ("required-fields-swapped", "required-fields-swapped", |api| {
        let fields = fields(api, "NewPlant");
        let of = |name: &str| fields.iter().position(|field| field.name.rust == name).expect("a field");
        let (one, two) = (of("name"), of("place"));
        fields.swap(one, two);
    }),
    ("field-became-read-only", "field-became-writable", |api| {
        field(api, "NewPlant", "kind").read_only = true
    }),
    ("enum-value-added", "enum-value-removed", |api| {
        kinds(api).push(EnumValue { name: name("Moss"), docs: String::new(), deprecated: None });
    }),
    ("enum-value-renamed", "enum-value-renamed", |api| kinds(api)[0].name.rust = "Wood".to_owned()),
    ("enum-text-changed", "enum-text-changed", |api| kinds(api)[0].name.wire = "TREE".to_owned()),
    ("union-variant-removed", "union-variant-added", |api| drop(union(api).variants.pop())),
    ("union-variant-renamed", "union-variant-renamed", |api| {
        union(api).variants[0].name.rust = "Broad".to_owned()
    }),
    ("union-variant-type-changed", "union-variant-type-changed", |api| union(api).variants[0].ty = None),
    ("union-selection-changed", "union-selection-changed", |api| union(api).tag.wire = "form".to_owned()),
    ("validation-narrowed", "validation-widened", |api| {
        let TypeKind::Newtype(rules) = &mut def(api, "PlantId").kind else { panic!("a string") };
        rules.max_length = Some(5);
    }),
    ("base-url-changed", "base-url-changed", |api| {
        api.variables[0].default = Some("eu.example.com".to_owned())
    }),
    ("base-url-version-changed", "base-url-version-changed", |api| {
        let stage = api.variables.iter_mut().find(|variable| variable.name.wire == "stage");
        stage.expect("a variable").default = Some("v2".to_owned());
    }),
    ("base-url-moved", "base-url-moved", |api| api.variables[0].default = Some("api.example.org".to_owned())),
    ("url-variable-added", "url-variable-removed", |api| {
        let variable =
            Variable { name: name("region"), default: Some("eu".to_owned()), ..api.variables[0].clone() };
        api.variables.push(variable);
    }),
    ("url-variable-required", "url-variable-optional", |api| api.variables[1].default = None),
    ("url-variable-renamed", "url-variable-renamed", |api| api.variables[1].name.rust = "step".to_owned()),
    ("query-setting-added", "query-setting-removed", |api| api.query_settings.push(setting("1"))),
    ("error-type-removed", "error-type-added", |api| api.error = None),
    ("error-type-changed", "error-type-changed", |api| api.error = Some(Type::Any)),
    ("title-changed", "title-changed", |api| api.title = "Park".to_owned()),
    ("description-changed", "description-changed", |api| api.docs = "About trees.".to_owned()),
    ("example-changed", "example-changed", |api| query(api).example = Some("11".to_owned())),
];

/// Pairs of edits where both versions differ from the base.
const PAIRS: &[(&str, Edit, Edit)] = &[
    ("type-kind-changed", |_| {}, |api| def(api, "Foliage").kind = TypeKind::Untagged(Vec::new())),
    (
        "body-added-optional",
        |api| add(api).body = None,
        |api| add(api).body.as_mut().expect("a body").required = false,
    ),
    (
        "query-default-changed",
        |api| query(api).default = Some(QueryDefault::Constant("5".to_owned())),
        |api| query(api).default = Some(QueryDefault::Constant("6".to_owned())),
    ),
    (
        "query-setting-default-changed",
        |api| api.query_settings.push(setting("1")),
        |api| api.query_settings.push(setting("2")),
    ),
    (
        "query-setting-renamed",
        |api| api.query_settings.push(setting("1")),
        |api| {
            api.query_settings.push(setting("1"));
            api.query_settings[0].name.rust = "version".to_owned();
        },
    ),
    (
        "query-setting-key-changed",
        |api| api.query_settings.push(setting("1")),
        |api| {
            api.query_settings.push(setting("1"));
            api.query_settings[0].name.wire = "version".to_owned();
        },
    ),
    (
        "path-version-changed",
        |api| api.operations[0].path.parts = vec![PathPart::Literal("v1/ping".to_owned())],
        |api| api.operations[0].path.parts = vec![PathPart::Literal("v2/ping".to_owned())],
    ),
    (
        "alias-target-changed",
        |api| def(api, "Kind").kind = TypeKind::Alias(Type::Array(Box::new(Type::String))),
        |api| def(api, "Kind").kind = TypeKind::Alias(Type::Array(Box::new(Type::Bool))),
    ),
    (
        "shared-type-renamed",
        |api| def(api, "Needle").kind = TypeKind::Alias(Type::Named("Leaf".to_owned())),
        |api| {
            let kind = def(api, "Leaf").kind.clone();
            def(api, "Needle").kind = kind;
            def(api, "Needle").in_request = true;
            def(api, "Leaf").kind = TypeKind::Alias(Type::Named("Needle".to_owned()));
        },
    ),
];

/// What the derived verdict reports where no rule names a change; the property test shows that this does not occur.
const DERIVED: [&str; 3] = ["request-changed", "surface-changed", "surface-extended"];

fn check(rule: &str, old: &Api, new: &Api) -> BTreeSet<&'static str> {
    let changes = diff(old, new).changes;
    let found: Vec<&Change> = changes.iter().filter(|change| change.rule == rule).collect();
    let row = RULES.iter().find(|row| row.id == rule).unwrap_or_else(|| panic!("no rule {rule}"));
    assert!(!found.is_empty(), "{rule}: {changes:#?}");
    let step = changes.iter().map(|change| change.step).max().unwrap_or_default();
    assert!(found.iter().all(|change| change.step == row.step) && step == row.step, "{rule}: {changes:#?}");
    assert!(
        row.step < Step::Minor
            || !row.silent
            || rule.contains("swapped")
            || found.iter().all(|change| change.silent)
    );
    assert!(changes.iter().all(|change| !DERIVED.contains(&change.rule)), "{rule}: {changes:#?}");
    changes.iter().map(|change| change.rule).collect()
}

#[test]
fn every_rule_is_produced() {
    let base = base();
    let mut seen = BTreeSet::new();
    let edited = |edit: Edit| {
        let mut api = base.clone();
        edit(&mut api);
        api
    };
    for (forwards, backwards, edit) in CASES {
        let new = edited(*edit);
        seen.extend(check(forwards, &base, &new));
        seen.extend(check(backwards, &new, &base));
    }
    for (rule, old, new) in PAIRS {
        seen.extend(check(rule, &edited(*old), &edited(*new)));
    }
    let all: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(all.len(), RULES.len(), "the names of rules are unique");
    let missing: Vec<&&str> = all.difference(&seen).collect();
    assert_eq!(missing, DERIVED.iter().collect::<Vec<_>>());
}

/// What changes for users is shown in Rust.
#[test]
fn the_item_before_is_not_the_item_after() {
    let base = base();
    let edited = |edit: Edit| {
        let mut api = base.clone();
        edit(&mut api);
        api
    };
    let own = CASES.iter().map(|(.., edit)| (base.clone(), edited(*edit)));
    let pairs = PAIRS.iter().map(|(_, old, new)| (edited(*old), edited(*new)));
    let mut problems = BTreeSet::new();
    for (old, new) in own.chain(pairs) {
        for change in diff(&old, &new).changes.into_iter().chain(diff(&new, &old).changes) {
            if change.step >= Step::Minor && change.before == change.after {
                problems.insert(format!("{}: {:?}", change.rule, change.before));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

/// `Debug` of a form shows no values, and that of a struct those of its fields.
#[test]
fn what_hides_nothing_is_no_redaction() {
    let base = base();
    let mut new = base.clone();
    def(&mut new, "NewPlant").sensitive = true;
    assert_eq!(diff(&base, &new).changes, []);
    let form = new.types.iter_mut().find_map(|def| match &mut def.kind {
        TypeKind::Form(fields) => fields.first_mut(),
        _ => None,
    });
    form.expect("a form").sensitive = true;
    for changes in [diff(&base, &new).changes, diff(&new, &base).changes] {
        let rules: Vec<(&str, Step)> = changes.iter().map(|change| (change.rule, change.step)).collect();
        assert_eq!(rules, [("example-changed", Step::Patch)]);
    }
}

#[test]
fn the_documentation_lists_every_rule() {
    let text = include_str!("../src/diff/RULES.md");
    let rows =
        text.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split_once("` | "));
    let rows: Vec<(&str, &str)> = rows.collect();
    let expected: Vec<(&str, String)> = RULES
        .iter()
        .map(|rule| {
            let silent = if rule.silent { ", silent" } else { "" };
            (rule.id, format!("{}{silent} | {} |", rule.step, rule.about))
        })
        .collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(id, row)| (*id, row.as_str())).collect();
    assert_eq!(rows, expected);
}

#[test]
fn fingerprints_are_stable() {
    let base = base();
    let mut new = base.clone();
    list(&mut new).constant_headers.push(("X-New".to_owned(), "1".to_owned()));
    field(&mut new, "Plant", "planted").ty = Type::Integer;
    let fingerprints = |old: &Api, new: &Api| -> Vec<String> {
        diff(old, new).changes.into_iter().map(|change| change.fingerprint).collect()
    };
    let own = fingerprints(&base, &new);
    assert_eq!(own.len(), 2);
    // Neither other changes nor positions nor descriptions matter.
    let (mut old, mut moved) = (base.clone(), new.clone());
    for api in [&mut old, &mut moved] {
        api.groups.swap(0, 1);
        api.types.reverse();
        api.groups[1].operations[0].docs.push_str(" Really.");
    }
    moved.title = "Park".to_owned();
    assert!(own.iter().all(|own| fingerprints(&old, &moved).contains(own)));
    // Another type of the same field is another change.
    field(&mut new, "Plant", "planted").ty = Type::Bool;
    assert_ne!(fingerprints(&base, &new), own);
}
