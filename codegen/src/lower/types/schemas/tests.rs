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
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    let mut diagnostics = Diagnostics::new();
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
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        let responses = responses.filter_map(|media| media.schema.as_ref());
        let body =
            operation.body.iter().flat_map(|body| &body.content).filter_map(|media| media.schema.as_ref());
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
        TypeKind::Untagged(variants) => {
            let variants = variants.iter().map(|variant| {
                let key = variant.key.as_ref().map(|key| format!(" with {key}")).unwrap_or_default();
                format!("{}({}) {:?}{key}", variant.name, show(&variant.ty), variant.kind)
            });
            format!("one of {}", variants.collect::<Vec<_>>().join(" | "))
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
        "note: the client does not check the pattern of a schema\n  --> overlay.json: components.schemas.A.pattern\n  \
         help: it checks patterns of one character class and a length, such as `^[a-z0-9-]{1,64}$`",
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
         help: use an object, as the other parts of `allOf` are",
    );
    check(
        &response(r#"{"properties": {"amount": {"type": "integer"}}, "required": ["kind"]}"#),
        "",
        "Response",
        &["Response: amount?: integer, kind: any"],
    );
    check_findings(
        &response(r#"{"properties": {"amount": {"type": "integer"}}, "required": ["amuont"]}"#),
        "",
        "",
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
            r##"{"oneOf": [{"properties": {"kind": {"const": "z"}}}, {"properties": {"kind": {"const": "x"}}}, {"properties": {"kind": {"const": "x"}}}],
                "discriminator": {"propertyName": "kind", "mapping": {"y": "#/components/schemas/Y"}}}"##,
        ),
        r#""Y": {}"#,
        "error: two schemas of `oneOf` have the `kind` `x`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.oneOf[2]\n  help: keep one of the two\n\n\
         error: `y` is mapped to `Y`, which is not in `oneOf`\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema.discriminator.mapping\n  \
         help: add `{\"$ref\": \"#/components/schemas/Y\"}` to `oneOf`",
    );
}

/// A type that is used alone keeps the field, because nothing else says its value.
#[test]
fn an_alternative_that_is_also_a_type_of_its_own_keeps_the_key() {
    let either = r##""either": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
        "discriminator": {"propertyName": "k"}}"##;
    let components = r#""A": {"properties": {"k": {"type": "string"}, "x": {}}}, "B": {"properties": {"k": {"type": "string"}}}"#;
    check(
        &response(&format!(r##"{{"properties": {{{either}, "a": {{"$ref": "#/components/schemas/A"}}}}}}"##)),
        components,
        "Response",
        &[
            "Response: either?: ResponseEither, a?: A",
            "ResponseEither: by k: A=A(A) | B=B",
            "A: k?: string, x?: any",
        ],
    );
    check(
        &response(&format!(r#"{{"properties": {{{either}}}}}"#)),
        components,
        "Response",
        &["Response: either?: ResponseEither", "ResponseEither: by k: A=A(A) | B=B", "A: x?: any"],
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
fn names_that_rust_does_not_allow_are_replaced() {
    let names =
        ["api_token", "Option", "Error", "com.example.Line", "apiToken", "2fa", "URL", "Url", "ErrorModel"];
    let properties: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(index, name)| format!(r##""p{index}": {{"$ref": "#/components/schemas/{name}"}}"##))
        .collect();
    let schemas: Vec<String> = names.iter().map(|name| format!(r#""{name}": {{"enum": ["a"]}}"#)).collect();
    let (_, types, findings) = lower(&with(
        &response(&format!(r#"{{"properties": {{{}}}}}"#, properties.join(", "))),
        &schemas.join(", "),
    ));
    let types: Vec<&str> = types.iter().skip(1).map(|def| def.name.as_str()).collect();
    let expected = [
        "ApiToken",
        "OptionModel",
        "ErrorModel2",
        "ComExampleLine",
        "ApiToken2",
        "V2fa",
        "URL",
        "Url2",
        "ErrorModel",
    ];
    assert_eq!(types, expected);
    assert!(
        findings.starts_with("note: 7 schemas have other names in Rust: `api_token` is `ApiToken`"),
        "{findings}"
    );
}

#[test]
fn an_inline_type_gives_way_to_a_component() {
    check(
        &response(
            r##"{"properties": {"a": {"properties": {}}, "b": {"$ref": "#/components/schemas/ResponseA"},
                "c": {"enum": ["x"]}, "d": {"$ref": "#/components/schemas/ResponseC"}}}"##,
        ),
        r#""ResponseA": {"properties": {}}, "ResponseC": {"enum": ["y"]}"#,
        "Response",
        &[
            "Response: a?: ResponseAObject, b?: ResponseA, c?: ResponseCValue, d?: ResponseC",
            "ResponseAObject: ",
            "ResponseA: ",
            "ResponseCValue: X=x",
            "ResponseC: Y=y",
        ],
    );
}

#[test]
fn alternatives_are_told_apart_by_their_kinds_or_by_keys() {
    for (schema, ty, defs) in [
        (r#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#, "string|null", &[][..]),
        (r#"{"oneOf": [{"type": "string"}, {"type": "string", "format": "uri"}]}"#, "string", &[]),
        (r#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#, "float", &[]),
        (r#"{"anyOf": [{"enum": ["a"]}, {"type": "string"}]}"#, "Response", &["Response: A=a"]),
        (
            r#"{"type": ["string", "integer", "null"]}"#,
            "Response|null",
            &["Response: one of String(string) String | Integer(integer) Number"],
        ),
        (
            r#"{"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}"#,
            "Response",
            &["Response: one of String(string) String | Array([string]) Array"],
        ),
        (
            r#"{"oneOf": [{"title": "Team", "properties": {"x": {}}}, {"title": "Person", "properties": {"name": {}}, "required": ["name"]}]}"#,
            "Response",
            &[
                "Response: one of Person(ResponsePerson) Object with name | Team(ResponseTeam) Object",
                "ResponsePerson: name: any",
                "ResponseTeam: x?: any",
            ],
        ),
        (
            r#"{"oneOf": [{"properties": {"t": {"const": "a"}}}, {"properties": {"t": {"const": "b"}, "x": {}}}]}"#,
            "Response",
            &["Response: by t: A=a | B=b(ResponseB)", "ResponseB: x?: any"],
        ),
        // Alternatives that only validate.
        (
            r#"{"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
            "Response",
            &["Response: a?: any, b?: any"],
        ),
        // Alternatives of an object with properties of its own are optional properties.
        (
            r#"{"properties": {"a": {}}, "required": ["a"], "oneOf": [{"properties": {"b": {}}, "required": ["b"]}, {"properties": {"c": {}}}]}"#,
            "Response",
            &["Response: b?: any, c?: any, a: any"],
        ),
    ] {
        check(&response(schema), "", ty, defs);
    }
    check_findings(
        &response(r#"{"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}"#),
        "",
        "note: the alternatives cannot be told apart, so the type is any JSON\n  --> overlay.json: \
         paths.\"/a\".post.responses.\"200\".content.\"application/json\".schema\n  \
         help: add a `discriminator`, a property that is a `const` in each of them, or a required property that only one \
         of them has",
    );
}

#[test]
fn values_that_are_not_strings_are_documented() {
    for (schema, ty, docs) in [
        (r#"{"enum": [1, 2, 3]}"#, "integer", "`1`, `2` or `3`."),
        (r#"{"type": "integer", "enum": [1, 2]}"#, "integer", "`1` or `2`."),
        (r#"{"enum": [0.5, 1]}"#, "float", "`0.5` or `1`."),
        (r#"{"const": true}"#, "bool", "Always `true`."),
        (r#"{"enum": ["a", 1]}"#, "any", "`a` or `1`."),
        (r#"{"oneOf": [{"const": 1}, {"const": 2}]}"#, "integer", "`1` or `2`."),
    ] {
        let (_, types, _) = lower(&with(&response(&format!(r#"{{"properties": {{"a": {schema}}}}}"#)), ""));
        let TypeKind::Object(fields) = &types[0].kind else { panic!("{types:?}") };
        assert_eq!((show(&fields[0].ty).as_str(), fields[0].docs.as_str()), (ty, docs), "{schema}");
    }
    check(&response(r#"{"type": "string", "enum": [1, "b"]}"#), "", "Response", &["Response: V1=1 | B=b"]);
}

#[test]
fn a_write_only_field_is_optional_where_responses_have_it() {
    let a =
        r#""A": {"properties": {"secret": {"type": "string", "writeOnly": true}}, "required": ["secret"]}"#;
    check(&request(REFERENCE), a, "A", &["A (request): secret: string"]);
    check(&response(REFERENCE), a, "A", &["A: secret?: string"]);
    check(
        &format!("{}, {}", response(REFERENCE), request(REFERENCE)),
        a,
        "A, A",
        &["A (request): secret?: string"],
    );
}

#[test]
fn references_lead_to_any_schema_of_the_document() {
    check(
        &response(
            r##"{"properties": {"a": {"$ref": "#/components/schemas/A/properties/inner"}, "b": {"$ref": "#/components/schemas/A"},
                "c": {"$ref": "#anchored"}, "d": {"$ref": "https://x.example/d"}, "e": {"$ref": "#/$defs/Own"}},
                "$defs": {"Own": {"properties": {"own": {}}}}}"##,
        ),
        r##""A": {"properties": {"inner": {"properties": {"x": {}}}, "y": {"$ref": "#/$defs/Y"}}, "$defs": {"Y": {"enum": ["y"]}}},
            "C": {"$anchor": "anchored", "enum": ["c"]}, "D": {"$id": "https://x.example/d", "enum": ["d"]}"##,
        "Response",
        &[
            "Response: a?: AInner, b?: A, c?: C, d?: D, e?: Own",
            "AInner: x?: any",
            "A: inner?: AInner, y?: Y",
            "C: C=c",
            "D: D=d",
            "Own: own?: any",
            "Y: Y=y",
        ],
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
        aliases: Vec::new(),
        docs: String::new(),
        kind,
        in_request: false,
        sensitive: false,
    });
    let schema = overlay.operations[0].responses[0].content[0].schema.as_ref().expect("a schema");
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
        (
            format!(r#"{{"name": "p", "in": "query", "style": "spaceDelimited", "schema": {list}}}"#),
            "ParameterItem Spaces",
        ),
        (
            format!(r#"{{"name": "p", "in": "query", "style": "pipeDelimited", "schema": {list}}}"#),
            "ParameterItem Pipes",
        ),
        (
            format!(
                r#"{{"name": "p", "in": "query", "style": "pipeDelimited", "explode": true, "schema": {list}}}"#
            ),
            "ParameterItem Keys",
        ),
    ] {
        let (uses, _) = valid(&with(&format!(r#""parameters": [{parameter}]"#), ""));
        assert_eq!(uses, [ty], "{parameter}");
    }
    check_findings(
        r#""parameters": [{"name": "p", "in": "query", "schema": {"properties": {}}}]"#,
        "",
        "note: callers pass the parameter `p` as a string\n  --> overlay.json: paths.\"/a\".post.parameters[0]\n  \
         help: the client only sends strings, numbers, booleans, enums and lists of these, and objects of \
         these with `\"style\": \"deepObject\"`",
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
