//! Tests of the conversion of schemas; expected types are in a short notation.

use super::{Schemas, box_cycles};
use crate::api::{Field, Presence, Repeat, Type, TypeDef, TypeKind};
use crate::diagnostics::Diagnostics;
use crate::lower::names::TypeName;
use crate::lower::types::definitions::Direction;
use crate::lower::types::definitions::Types;
use crate::overlay::Overlay;

/// Converts all schemas of an overlay. Returns the types of parameters and bodies, the definitions, and the findings.
fn lower(text: &str) -> (Vec<String>, Vec<TypeDef>, String) {
    let mut diagnostics = Diagnostics::new();
    let overlay = Overlay::parse("overlay.json", text, &mut diagnostics).expect("an overlay");
    assert_eq!(diagnostics.to_string(), "");
    let (uses, types) = lower_all(&overlay, &mut diagnostics);
    (uses, types, diagnostics.to_string())
}

/// Converts the schemas of an overlay that may have errors.
fn lower_invalid(text: &str) {
    let mut diagnostics = Diagnostics::new();
    if let Some(overlay) = Overlay::parse("overlay.json", text, &mut diagnostics) {
        lower_all(&overlay, &mut diagnostics);
    }
}

fn lower_all(overlay: &Overlay, diagnostics: &mut Diagnostics) -> (Vec<String>, Vec<TypeDef>) {
    let (mut types, mut uses) = (Types::default(), Vec::new());
    let mut schemas = Schemas::new(Some(overlay), diagnostics);
    for operation in &overlay.operations {
        for parameter in &operation.parameters {
            let (ty, repeat) =
                schemas.parameter(parameter, &TypeName::given("Parameter"), &mut types, diagnostics);
            let repeat = if repeat == Repeat::Never { String::new() } else { format!(" {repeat:?}") };
            uses.push(format!("{}{repeat}", show(&ty)));
        }
        let responses = operation.responses.iter().filter_map(|response| response.schema.as_ref());
        let body = operation.body.iter().filter_map(|body| body.schema.as_ref());
        // Responses first, so that a type is known from a response when a request comes.
        let bodies = responses.map(|schema| (schema, "Response", Direction::Response));
        for (schema, name, direction) in bodies.chain(body.map(|schema| (schema, "Body", Direction::Request)))
        {
            uses.push(show(&schemas.lower(
                schema,
                &TypeName::given(name),
                direction,
                &mut types,
                diagnostics,
            )));
        }
    }
    let mut types = types.into_list();
    box_cycles(&mut types);
    (uses, types)
}

/// Returns an overlay with a part of an operation, and components.
fn with(part: &str, components: &str) -> String {
    format!(r#"{{"paths": {{"/a": {{"post": {{{part}}}}}}}, "components": {{"schemas": {{{components}}}}}}}"#)
}

fn response(schema: &str) -> String {
    format!(r#""responses": {{"200": {{"content": {{"application/json": {{"schema": {schema}}}}}}}}}"#)
}

fn request(schema: &str) -> String {
    format!(r#""requestBody": {{"content": {{"application/json": {{"schema": {schema}}}}}}}"#)
}

fn show(ty: &Type) -> String {
    match ty {
        Type::Array(inner) => format!("[{}]", show(inner)),
        Type::Map(inner) => format!("{{{}}}", show(inner)),
        Type::Nullable(inner) => format!("{}|null", show(inner)),
        Type::Boxed(inner) => format!("box {}", show(inner)),
        Type::Named(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn show_field(field: &Field) -> String {
    let mark = match field.presence {
        Presence::Required => "",
        Presence::Optional => "?",
        Presence::Patch => "??",
    };
    let notes = [(field.read_only, " read-only"), (field.sensitive, " sensitive")];
    let notes: String = notes.into_iter().filter(|(on, _)| *on).map(|(_, note)| note).collect();
    format!("{}{mark}: {}{notes}", field.name.rust, show(&field.ty))
}

fn show_def(def: &TypeDef) -> String {
    let body = match &def.kind {
        TypeKind::Object(fields) => fields.iter().map(show_field).collect::<Vec<_>>().join(", "),
        TypeKind::Enum(values) => values
            .iter()
            .map(|value| format!("{}={}", value.name.rust, value.name.wire))
            .collect::<Vec<_>>()
            .join(" | "),
        TypeKind::Union(union) => {
            let variants = union.variants.iter().map(|variant| {
                let ty = variant.ty.as_ref().map(|ty| format!("({})", show(ty))).unwrap_or_default();
                format!("{}={}{ty}", variant.name.rust, variant.name.wire)
            });
            format!("by {}: {}", union.tag.wire, variants.collect::<Vec<_>>().join(" | "))
        }
        TypeKind::Newtype(rules) => {
            format!("{:?}..{:?} of {:?}", rules.min_length, rules.max_length, rules.characters)
        }
        TypeKind::Alias(ty) => format!("= {}", show(ty)),
        // The overlay describes no forms.
        TypeKind::Form(_) => "form".to_owned(),
    };
    let request = if def.in_request { " (request)" } else { "" };
    format!("{}{request}: {body}", def.name)
}

/// Converts the schemas of an overlay without errors. Returns the types of parameters and bodies, and the definitions.
fn valid(text: &str) -> (Vec<String>, Vec<String>) {
    let (uses, types, findings) = lower(text);
    assert_eq!(findings, "");
    (uses, types.iter().map(show_def).collect())
}

#[track_caller]
fn check(part: &str, components: &str, expected_uses: &str, expected_defs: &[&str]) {
    let (uses, found) = valid(&with(part, components));
    assert_eq!(
        (uses.join(", ").as_str(), found),
        (expected_uses, expected_defs.iter().map(|def| (*def).to_owned()).collect::<Vec<_>>())
    );
}

/// Checks all findings about an overlay.
#[track_caller]
fn check_findings(part: &str, components: &str, expected: &str) {
    assert_eq!(lower(&with(part, components)).2, expected);
}

const REFERENCE: &str = r##"{"$ref": "#/components/schemas/A"}"##;

#[test]
fn plain_types() {
    for (schema, ty) in [
        ("{}", "any"),
        (r#"{"type": "string"}"#, "string"),
        (r#"{"type": "string", "format": "date-time", "maxLength": 30}"#, "datetime"),
        (r#"{"type": "string", "format": "uri"}"#, "string"),
        (r#"{"type": "boolean"}"#, "bool"),
        (r#"{"type": "integer"}"#, "integer"),
        (r#"{"type": "integer", "format": "uint64"}"#, "unsigned"),
        (r#"{"type": "number"}"#, "float"),
        (r#"{"type": "array"}"#, "[any]"),
        (r#"{"type": "object"}"#, "{any}"),
        (r#"{"additionalProperties": {"type": ["integer", "null"]}}"#, "{integer|null}"),
        (r#"{"type": ["string", "null"]}"#, "string|null"),
    ] {
        check(&response(schema), "", ty, &[]);
    }
}

#[test]
fn inline_types_are_named_after_their_use() {
    check(
        &request(
            r#"{"properties": {"the_owner": {"properties": {"kind": {"enum": ["a"]}}},
                "tags": {"items": {"properties": {}}}, "map": {"additionalProperties": {"properties": {}}}}}"#,
        ),
        "",
        "Body",
        &[
            "Body (request): the_owner?: BodyTheOwner, tags?: [BodyTagsItem], map?: {BodyMapValue}",
            "BodyTheOwner (request): kind?: BodyTheOwnerKind",
            "BodyTheOwnerKind (request): A=a",
            "BodyTagsItem (request): ",
            "BodyMapValue (request): ",
        ],
    );
}

#[test]
fn fields_have_distinct_names() {
    check(
        &response(
            r#"{"properties": {"apiToken": {}, "api-token": {}, "type": {}, "self": {}, "2fa": {}, "": {}, "new": {}}}"#,
        ),
        "",
        "Response",
        &[
            "Response: api_token?: any, api_minus_token?: any, r#type?: any, self_?: any, _2fa?: any, unnamed?: any, new_?: any",
        ],
    );
}

#[test]
fn enum_values_have_distinct_names() {
    check(
        &response(
            r#"{"oneOf": [{"const": "email.set"}, {"const": "emailSet"}, {"const": "unknown"}, {"const": "+1", "title": "up"},
                {"const": "Self"}, {"const": ""}]}"#,
        ),
        "",
        "Response",
        &[
            "Response: EmailSet=email.set | EmailSet2=emailSet | Unknown2=unknown | Up=+1 | Self_=Self | Unnamed=",
        ],
    );
}

#[test]
fn null_is_distinct_from_absence_in_requests() {
    let schema = r#"{"properties": {"a": {"type": ["string", "null"]}, "b": {"type": ["string", "null"]}, "c": {}, "d": {"type": ["array", "null"]}},
        "required": ["b", "c"]}"#;
    check(&request(schema), "", "Body", &["Body (request): a??: string, b: string|null, c: any, d??: [any]"]);
    check(&response(schema), "", "Response", &["Response: a?: string, b?: string, c: any, d?: [any]"]);
}

#[test]
fn a_shared_type_is_converted_for_requests() {
    let a = r##""A": {"properties": {"id": {"type": "string", "readOnly": true}, "b": {"$ref": "#/components/schemas/B"}}, "required": ["id"]},
        "B": {"properties": {"note": {"type": ["string", "null"]}}}"##;
    let both = format!("{}, {}", response(REFERENCE), request(REFERENCE));
    check(&both, a, "A, A", &["A (request): id?: string read-only, b?: B", "B (request): note??: string"]);
    check(&response(REFERENCE), a, "A", &["A: id: string read-only, b?: B", "B: note?: string"]);
}

#[test]
fn other_components_are_inlined() {
    check(
        &response(REFERENCE),
        r##""A": {"properties": {"mail": {"$ref": "#/components/schemas/mail"}, "all": {"$ref": "#/components/schemas/Mails"}}},
            "Mails": {"items": {"$ref": "#/components/schemas/mail"}}, "mail": {"type": ["string", "null"], "x-sensitive": true}"##,
        "A",
        &["A: mail?: string sensitive, all?: [string|null] sensitive"],
    );
}

#[test]
fn documentation_comes_from_the_reference_or_else_from_the_component() {
    let (_, types, _) = lower(&with(
        &response(
            r##"{"properties": {"a": {"$ref": "#/components/schemas/A", "description": "Mine.", "x-deprecated": "gone"},
                "b": {"$ref": "#/components/schemas/A"},
                "c": {"type": "string", "title": "C.", "minLength": 1, "maxLength": 9, "default": "x", "examples": ["y"]}}}"##,
        ),
        r#""A": {"type": "string", "description": "Its.", "pattern": "^a+$", "example": "aa"}"#,
    ));
    let TypeKind::Object(fields) = &types[0].kind else { panic!("{types:?}") };
    let docs: Vec<&str> = fields.iter().map(|field| field.docs.as_str()).collect();
    let expected = ["Mine.", "Its.", "C.\n\n1 to 9 characters.\n\nDefault: `x`.\n\nExample: `y`."];
    assert_eq!(docs, expected);
    assert_eq!(fields[0].deprecated.as_deref(), Some("gone"));
    assert_eq!(types[1].docs, "Its.\n\nExample: `aa`.");
}

#[test]
fn strings_with_rules_are_validated_strings() {
    check(
        &response(REFERENCE),
        r#""A": {"type": "string", "pattern": "^[a-f]{2,}$", "maxLength": 8}"#,
        "A",
        &["A: Some(2)..Some(8) of [('a', 'f')]"],
    );
    check_findings(
        &response(REFERENCE),
        r#""A": {"type": "string", "pattern": "a|b"}"#,
        "error: the client cannot check the pattern `a|b`\n  --> overlay.json: components.schemas.A.pattern\n  \
         help: write one character class and a length, such as `^[a-z0-9-]{1,64}$`, or remove the pattern and describe it",
    );
}

#[test]
fn the_parts_of_all_of_are_merged() {
    check(
        &response(
            r##"{"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"id": {"type": "integer"}}}],
                "properties": {"more": {}}, "required": ["id"]}"##,
        ),
        r#""Base": {"properties": {"id": {}, "name": {"type": "string"}}, "required": ["name"]}"#,
        "Response",
        &["Response: id: integer, name: string, more?: any"],
    );
    check(
        &response(r##"{"allOf": [{"$ref": "#/components/schemas/A"}]}"##),
        r#""A": {"enum": ["x"]}"#,
        "A",
        &["A: X=x"],
    );
    check_findings(
        &response(r#"{"allOf": [{"type": "string"}, {}], "required": ["x"]}"#),
        "",
        "error: the schema is not an object\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.allOf[0]\n  \
         help: use an object: `allOf` and `oneOf` support no other types\n\n\
         error: the object has no property `x`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.required\n  \
         help: add it to `properties`, or remove it from `required`",
    );
    check_findings(
        &response(REFERENCE),
        r##""A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {}}]}"##,
        "error: the schema `A` contains itself\n  --> overlay.json: components.schemas.A.allOf[0].$ref\n  \
         help: remove it from `allOf`",
    );
}

/// Without that, forty levels of two references each are more than 10^12 parts.
#[test]
fn a_part_that_is_referred_to_twice_counts_once() {
    let level = |index: usize| {
        let next = format!(r##"{{"$ref": "#/components/schemas/A{}"}}"##, index + 1);
        format!(r#""A{index}": {{"allOf": [{next}, {next}]}}"#)
    };
    let last = r#""A40": {"properties": {"x": {"type": "string"}}, "required": ["x"]}"#.to_owned();
    let components: Vec<String> = (0..40).map(level).chain([last]).collect();
    check(
        &response(r##"{"$ref": "#/components/schemas/A0"}"##),
        &components.join(", "),
        "A0",
        &["A0: x: string"],
    );
}

#[test]
fn one_of_becomes_a_union() {
    check(
        &response(
            r##"{"oneOf": [{"properties": {"kind": {"const": "none"}}}, {"$ref": "#/components/schemas/Cat"},
                    {"$ref": "#/components/schemas/Dog"}, {"properties": {"kind": {"const": "big.fish"}, "size": {}}}],
                "discriminator": {"propertyName": "kind",
                    "mapping": {"dog": "#/components/schemas/Dog", "wolf": "#/components/schemas/Dog"}}}"##,
        ),
        r#""Cat": {"properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}, "required": ["kind"]},
            "Dog": {"properties": {"kind": {"enum": ["dog", "wolf"]}, "good": {"type": "boolean"}}}"#,
        "Response",
        &[
            "Response: by kind: None=none | Cat=Cat(Cat) | Dog=dog(Dog) | Wolf=wolf(Dog) | BigFish=big.fish(ResponseBigFish)",
            "Cat: lives?: integer",
            "Dog: good?: bool",
            "ResponseBigFish: size?: any",
        ],
    );
}

#[test]
fn alternatives_without_a_distinct_discriminator_are_reported() {
    check_findings(
        &response(
            r##"{"oneOf": [{"properties": {"a": {}}}, {"properties": {"kind": {"const": "x"}}}, {"properties": {"kind": {"const": "x"}}}],
                "discriminator": {"propertyName": "kind", "mapping": {"y": "#/components/schemas/Y"}}}"##,
        ),
        r#""Y": {}"#,
        "error: the schema has no value of `kind`, which selects it\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.oneOf[0]\n  \
         help: add `\"kind\": {\"const\": …}` to its properties\n\n\
         error: two schemas of `oneOf` have the `kind` `x`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.oneOf[2]\n  help: keep one of the two\n\n\
         error: `y` is mapped to `Y`, which is not in `oneOf`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.discriminator.mapping\n  \
         help: add `{\"$ref\": \"#/components/schemas/Y\"}` to `oneOf`",
    );
}

#[test]
fn a_schema_is_not_both_an_alternative_and_a_type() {
    check_findings(
        &response(
            r##"{"properties": {"either": {"oneOf": [{"$ref": "#/components/schemas/A"}], "discriminator": {"propertyName": "k"}},
                "a": {"$ref": "#/components/schemas/A"}}}"##,
        ),
        r#""A": {"properties": {"k": {}}}"#,
        "error: the schema `A` is used both in a `oneOf`, whose discriminator is `k`, and elsewhere\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.properties.a.$ref\n  \
         help: split it into two schemas, which can share properties with `allOf`",
    );
}

#[test]
fn types_that_contain_themselves_are_boxed() {
    check(
        &response(REFERENCE),
        r##""A": {"properties": {"next": {"$ref": "#/components/schemas/A"}, "list": {"items": {"$ref": "#/components/schemas/A"}},
                "b": {"$ref": "#/components/schemas/B"}}},
            "B": {"properties": {"a": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}}, "required": ["a"]}"##,
        "A",
        &["A: next?: box A, list?: [A], b?: B", "B: a?: box A"],
    );
    check_findings(
        &response(REFERENCE),
        r##""A": {"items": {"$ref": "#/components/schemas/A"}}"##,
        "error: the schema `A` contains itself\n  --> overlay.json: components.schemas.A.items.$ref\n  \
         help: make one of the schemas in this cycle an object",
    );
}

#[test]
fn long_chains_of_types_are_supported() {
    let link = |n: usize| {
        format!(r##""A{n}": {{"properties": {{"next": {{"$ref": "#/components/schemas/A{}"}}}}}}"##, n + 1)
    };
    let components = (0..5000).map(link).chain([r#""A5000": {}"#.to_owned()]).collect::<Vec<_>>().join(", ");
    let (uses, types) = valid(&with(&response(r##"{"$ref": "#/components/schemas/A0"}"##), &components));
    assert_eq!((uses[0].as_str(), types.len()), ("A0", 5000));
}

#[test]
fn invalid_names_of_types_are_reported() {
    check_findings(
        &response(
            r##"{"items": {"properties": {"a": {"$ref": "#/components/schemas/api_token"}, "b": {"$ref": "#/components/schemas/Option"}}}}"##,
        ),
        r#""api_token": {"properties": {}}, "Option": {"enum": ["a"]}"#,
        "error: `api_token` is not the name of a Rust type\n  --> overlay.json: components.schemas.api_token\n  \
         help: call it `ApiToken`\n\n\
         error: `Option` is the name of another type in Rust\n  --> overlay.json: components.schemas.Option\n  \
         help: choose another name",
    );
}

#[test]
fn two_types_with_the_same_name_are_reported() {
    check_findings(
        &response(
            r##"{"properties": {"a": {"properties": {}}, "b": {"$ref": "#/components/schemas/ResponseA"}}}"##,
        ),
        r#""ResponseA": {"properties": {}}"#,
        "error: two types would be called `ResponseA`: this one and `components.schemas.ResponseA`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.properties.a\n  \
         help: move this schema to `components.schemas`, with another name",
    );
}

#[test]
fn the_name_of_a_type_that_is_not_from_a_schema_is_taken() {
    let text = with(&response(REFERENCE), r#""A": {"properties": {}}"#);
    let mut diagnostics = Diagnostics::new();
    let overlay = Overlay::parse("overlay.json", &text, &mut diagnostics).expect("an overlay");
    let mut types = Types::default();
    let kind = TypeKind::Alias(Type::Any);
    types.define(TypeDef {
        name: "A".to_owned(),
        docs: String::new(),
        kind,
        in_request: false,
        sensitive: false,
    });
    let schema = overlay.operations[0].responses[0].schema.as_ref().expect("a schema");
    let mut schemas = Schemas::new(Some(&overlay), &mut diagnostics);
    schemas.lower(schema, &TypeName::given("Response"), Direction::Response, &mut types, &mut diagnostics);
    assert_eq!(
        diagnostics.to_string(),
        "error: two types would be called `A`: this one and one from the collection\n  --> overlay.json: \
         components.schemas.A\n  help: move this schema to `components.schemas`, with another name",
    );
}

#[test]
fn parameters_have_simple_types() {
    let list = r#"{"items": {"enum": ["a"]}}"#;
    for (parameter, ty) in [
        (r#"{"name": "p", "in": "query"}"#.to_owned(), "string"),
        (r#"{"name": "p", "in": "query", "schema": {"type": "integer"}}"#.to_owned(), "integer"),
        (format!(r#"{{"name": "p", "in": "query", "schema": {list}}}"#), "ParameterItem Keys"),
        (
            format!(r#"{{"name": "p", "in": "query", "explode": false, "schema": {list}}}"#),
            "ParameterItem Commas",
        ),
        (format!(r#"{{"name": "p", "in": "header", "schema": {list}}}"#), "ParameterItem Commas"),
    ] {
        let (uses, _) = valid(&with(&format!(r#""parameters": [{parameter}]"#), ""));
        assert_eq!(uses, [ty], "{parameter}");
    }
    check_findings(
        r#""parameters": [{"name": "p", "in": "query", "schema": {"properties": {}}}]"#,
        "",
        "error: the type of the parameter `p` is not supported\n  --> overlay.json: paths.\"/a\".post.parameters[0].schema\n  \
         help: use a string, a number, a boolean, an enum, or an array of these",
    );
}

#[test]
fn the_conversion_never_panics() {
    let whole: serde_json::Value = serde_json::from_str(EVERYTHING).expect("JSON");
    let replacements = serde_json::json!([
        null, true, -1, "", "x", "#/components/schemas/Node", [], {}, [1], {"": {}}, {"type": "null"}, {"$ref": 1},
        {"$ref": "#/components/schemas/Either"}, {"allOf": [{"$ref": "#/components/schemas/Node"}]}
    ]);
    let mut pointers = Vec::new();
    collect_pointers(&whole, String::new(), &mut pointers);
    for pointer in pointers {
        for replacement in replacements.as_array().expect("a list") {
            let mut mutated = whole.clone();
            *mutated.pointer_mut(&pointer).expect("the pointer is valid") = replacement.clone();
            lower_invalid(&mutated.to_string());
        }
    }
}

fn collect_pointers(value: &serde_json::Value, at: String, pointers: &mut Vec<String>) {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        serde_json::Value::Object(entries) => {
            entries
                .iter()
                .for_each(|(key, value)| collect_pointers(value, format!("{at}/{}", escape(key)), pointers));
        }
        serde_json::Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| collect_pointers(value, format!("{at}/{index}"), pointers));
        }
        _ => {}
    }
    pointers.push(at);
}

const EVERYTHING: &str = r##"{"openapi": "3.1.0", "info": {}, "paths": {"/a#b": {"post": {
        "operationId": "a", "externalDocs": {"url": "https://a"}, "deprecated": true, "x-aliases": ["b"],
        "parameters": [{"$ref": "#/components/parameters/P"}, {"name": "q", "in": "query", "style": "form", "explode": true,
            "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Id"}}}],
        "requestBody": {"required": true, "content": {"application/json": {"example": 1, "schema": {
            "allOf": [{"$ref": "#/components/schemas/Node"}, {"properties": {"n": {"type": ["string", "null"]}}}], "required": ["n"]}}}},
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Either"}}}},
            "404": {"$ref": "#/components/responses/R"}}}}},
    "components": {"parameters": {"P": {"name": "p", "in": "path", "schema": {"type": "integer", "format": "int64"}}},
        "responses": {"R": {"description": "r", "content": {"application/json": {"schema": {}}}}},
        "schemas": {
            "Id": {"type": "string", "pattern": "^[a-z]{1,3}$", "minLength": 1, "maxLength": 9},
            "Node": {"type": "object", "properties": {"next": {"oneOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]},
                "map": {"additionalProperties": {"enum": ["a", "b"]}}, "x": {"oneOf": [{"const": "c", "title": "d"}]}}},
            "Either": {"oneOf": [{"properties": {"k": {"const": "a"}, "v": {}}}, {"$ref": "#/components/schemas/Other"}],
                "discriminator": {"propertyName": "k", "mapping": {"o": "#/components/schemas/Other"}}},
            "Other": {"properties": {"k": {"type": "string"}, "list": {"items": {"format": "date-time", "type": "string"}}}}}}}"##;

#[test]
fn a_whole_overlay_is_converted() {
    let (_, types, findings) = lower(include_str!("../../../../tests/fixtures/library.overlay.json"));
    assert_eq!(findings, "");
    assert!(types.iter().all(|def| !def.docs.is_empty()));
    let found: Vec<String> = types.iter().map(show_def).collect();
    let expected = [
        "Isbn (request): Some(13)..Some(13) of [('0', '9')]",
        "Book: isbn: Isbn read-only, title: string, shelf?: Shelf, last_reader?: string sensitive, loans?: {datetime}",
        "Shelf: Fiction=fiction | Science=science",
        "Problem: by key: Absent=absent | Lent=lent(Lent)",
        "Lent: until: datetime",
        "Loan (request): reader: string, note??: string",
    ];
    assert_eq!(found, expected);
}
