//! The responses that the overlay describes.

use serde_json::Value;

use super::json;
use crate::api::{Decision, ErrorResponse, Status, Success, Type, TypeDef, TypeKind};
use crate::lower::names::{self, TypeName};
use crate::lower::types::builder::TypeBuilder;
use crate::lower::types::definitions::Direction;
use crate::overlay::{HeaderEntry, OperationEntry, ResponseEntry, Statuses};

/// The successful responses that the overlay describes.
pub(crate) enum DescribedSuccess {
    /// No response.
    None,
    /// One or more responses, whose bodies have one type.
    Same(Success, Option<Decision>),
    /// Several responses with different bodies.
    Different,
}

/// The body of a response.
enum ResponseBody {
    None,
    Json(Type),
    Bytes,
}

/// Returns the successful response that the overlay describes.
pub(crate) fn described<'a>(
    entry: &'a OperationEntry,
    builder: &mut TypeBuilder<'_, 'a>,
) -> DescribedSuccess {
    let (successes, decision) = successes(&entry.responses);
    let name = builder.name("Response");
    if let Some(schema) = &entry.success {
        let ty = builder.described(schema, &name, Direction::Response);
        let may_be_absent = successes.iter().any(|entry| entry.content.is_empty());
        return DescribedSuccess::Same(json(ty, may_be_absent), decision);
    }
    let bodies: Vec<ResponseBody> = successes.into_iter().map(|entry| body(entry, &name, builder)).collect();
    let types = bodies.iter().filter_map(|body| match body {
        ResponseBody::Json(ty) => Some(ty),
        ResponseBody::None | ResponseBody::Bytes => None,
    });
    let types: Vec<&Type> = types.collect();
    let has_bytes = bodies.iter().any(|body| matches!(body, ResponseBody::Bytes));
    let may_be_absent = bodies.iter().any(|body| matches!(body, ResponseBody::None));
    match types.first() {
        _ if bodies.is_empty() => DescribedSuccess::None,
        Some(_) if has_bytes => DescribedSuccess::Different,
        None if has_bytes => DescribedSuccess::Same(Success::Undescribed, decision),
        None => DescribedSuccess::Same(Success::Empty, decision),
        Some(ty) if types.iter().all(|other| builder.types.resolve(other) == builder.types.resolve(ty)) => {
            DescribedSuccess::Same(json((*ty).clone(), may_be_absent), decision)
        }
        Some(_) => DescribedSuccess::Different,
    }
}

/// Returns the successful responses. If the overlay describes none as such, `default` is the successful response.
fn successes(entries: &[ResponseEntry]) -> (Vec<&ResponseEntry>, Option<Decision>) {
    let successes: Vec<&ResponseEntry> = entries.iter().filter(|entry| entry.is_success()).collect();
    if !successes.is_empty() {
        return (successes, None);
    }
    let default: Vec<&ResponseEntry> =
        entries.iter().filter(|entry| entry.statuses == Statuses::Default).collect();
    let decision = (!default.is_empty()).then(|| Decision {
        subject: "default".to_owned(),
        reason: "is the successful response, because the overlay describes no other one".to_owned(),
        overlay: r#""responses": {"200": …, "default": …}"#.to_owned(),
    });
    (default, decision)
}

/// Returns the errors that the overlay describes.
pub(crate) fn described_errors<'a>(
    entries: &'a [ResponseEntry],
    builder: &mut TypeBuilder<'_, 'a>,
) -> Vec<ErrorResponse> {
    let has_success = entries.iter().any(ResponseEntry::is_success);
    let mut errors = Vec::new();
    for entry in entries {
        let status = match entry.statuses {
            Statuses::One(code @ 300..) => Status::Code(code),
            Statuses::Class(digit @ 3..) => Status::Class(digit),
            Statuses::Default if has_success => Status::Default,
            _ => continue,
        };
        let purpose = match status {
            Status::Default => "ErrorDefault".to_owned(),
            status => format!("Error{status}"),
        };
        let body = match body(entry, &builder.name(&purpose), builder) {
            ResponseBody::Json(ty) => Some(ty),
            ResponseBody::None | ResponseBody::Bytes => None,
        };
        let docs = entry.description.as_deref().unwrap_or_default().trim().to_owned();
        errors.push(ErrorResponse {
            status,
            docs: with_headers(docs, &entry.headers),
            variants: variants(entry, body.as_ref(), builder),
            body,
        });
    }
    errors.sort_by_key(|error| error.status.order());
    errors
}

/// Returns the documentation of the headers of the successful response; empty if there are none.
pub(crate) fn headers(entries: &[ResponseEntry]) -> String {
    let (successes, _) = successes(entries);
    let mut headers: Vec<&HeaderEntry> = Vec::new();
    for header in successes.iter().flat_map(|entry| &entry.headers) {
        if headers.iter().all(|other| !other.name.eq_ignore_ascii_case(&header.name)) {
            headers.push(header);
        }
    }
    match headers.is_empty() {
        true => String::new(),
        false => {
            let items: Vec<String> =
                headers.iter().map(|header| format!("- {}", described_header(header))).collect();
            format!("Headers of the response:\n\n{}", items.join("\n"))
        }
    }
}

/// Adds the names of headers to the description of an error.
fn with_headers(docs: String, headers: &[HeaderEntry]) -> String {
    let names: Vec<String> = headers.iter().map(|header| format!("`{}`", header.name)).collect();
    let sentence = match &names[..] {
        [] => return docs,
        [name] => format!("The response has the header {name}."),
        names => format!("The response has the headers {}.", names.join(", ")),
    };
    let docs = docs.trim_end();
    match docs.is_empty() || docs.ends_with(['.', '!', '?', ':']) {
        true => format!("{docs} {sentence}").trim_start().to_owned(),
        false => format!("{docs}. {sentence}"),
    }
}

fn described_header(header: &HeaderEntry) -> String {
    match header.description.as_deref().map(str::trim).filter(|docs| !docs.is_empty()) {
        Some(docs) => format!("`{}`: {}", header.name, docs.replace('\n', "\n  ")),
        None => format!("`{}`", header.name),
    }
}

/// Returns the variants of the error's type that the examples have.
fn variants(entry: &ResponseEntry, body: Option<&Type>, builder: &mut TypeBuilder<'_, '_>) -> Vec<String> {
    let union = match body {
        Some(Type::Named(name)) => builder.types.get(name),
        _ => None,
    };
    let Some(TypeDef { kind: TypeKind::Union(union), .. }) = union else {
        return Vec::new();
    };
    let mut variants = Vec::new();
    let mut unknown = Vec::new();
    for (at, example) in entry.json().iter().flat_map(|media| &media.examples) {
        let value = example.get(&union.tag.wire).and_then(Value::as_str);
        match union.variants.iter().find(|variant| Some(variant.name.wire.as_str()) == value) {
            Some(variant) => variants.push(variant.name.rust.clone()),
            None => unknown.push((
                at,
                format!("no variant of the error type has the `{}` of this example", union.tag.wire),
            )),
        }
    }
    for (at, problem) in unknown {
        builder.error(at, problem, "correct the example, or add the variant to the `oneOf` of the type");
    }
    variants
}

/// Returns the body of a response; `name` is the name for an inline schema.
fn body<'a>(entry: &'a ResponseEntry, name: &TypeName, builder: &mut TypeBuilder<'_, 'a>) -> ResponseBody {
    let Some(schema) = entry.json().and_then(|media| media.schema.as_ref()) else {
        return if entry.content.is_empty() { ResponseBody::None } else { ResponseBody::Bytes };
    };
    let shared = entry.component.as_deref().map(|name| TypeName::given(&names::pascal_case(name)));
    ResponseBody::Json(builder.described(schema, shared.as_ref().unwrap_or(name), Direction::Response))
}
