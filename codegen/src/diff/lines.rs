//! The verdict that follows from what users have: the surface of an item in Rust, and what it sends and accepts.
//!
//! The rules name changes. What no rule names still gets its verdict here: a line of the surface that is gone or
//! different breaks code, an additional one does not, and what is only different on the wire is silent.

use super::change::Change;
use super::context::Context;
use super::matching::Located;
use super::rules::{self, Rule};
use super::sent;
use crate::api::{
    Api, Content, FormContent, Operation, OperationCredential, Parameter, PathPart, Presence, QueryDefault,
    Repeat, Success, Type, TypeDef, TypeKind,
};
use crate::emit::signature::distinct_path;

/// A line of a surface or of a request: a text with a gap for each type.
struct Line<'a> {
    text: String,
    types: Vec<&'a Type>,
}

/// The lines of an item.
#[derive(Default)]
struct Lines<'a> {
    surface: Vec<Line<'a>>,
    wire: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    fn surface(&mut self, text: String, types: impl IntoIterator<Item = &'a Type>) {
        self.surface.push(Line { text, types: types.into_iter().collect() });
    }

    fn wire(&mut self, text: String) {
        self.wire.push(Line { text, types: Vec::new() });
    }
}

/// Adds the verdict on an operation if the changes from `start` do not reach it.
pub(super) fn complete_operation(
    context: &Context<'_>,
    old: &Operation,
    new: &Located<'_>,
    start: usize,
    changes: &mut Vec<Change>,
) {
    // Most operations are as they were, and to print their lines is most of the time of a comparison.
    if has_same_lines(context, old, new.operation) {
        return;
    }
    let mut before = operation(context.old.api, old, |index| {
        let partner = context.credentials.to_new.get(index).copied().flatten();
        partner.map(|partner| partner.to_string())
    });
    let mut after = operation(context.new.api, new.operation, |index| Some(index.to_string()));
    for (lines, headers) in [&mut before, &mut after].into_iter().zip(sent::headers(old, new.operation)) {
        for (name, value) in headers {
            lines.wire(format!("{}: {value}", name.to_ascii_lowercase()));
        }
    }
    complete(context, &before, &after, &new.path(), start, changes);
}

/// Whether everything that the lines of an operation consist of is the same. Where it is not, the lines may still be.
fn has_same_lines(context: &Context<'_>, old: &Operation, new: &Operation) -> bool {
    fn body(operation: &Operation) -> Option<(bool, &Content)> {
        operation.body.as_ref().map(|body| (body.required, &body.content))
    }
    let is_same_credential = |(old, new): (&OperationCredential, &OperationCredential)| {
        context.credentials.to_new.get(old.index).copied().flatten() == Some(new.index)
    };
    let has_setting = |parameter: &Parameter| matches!(parameter.default, Some(QueryDefault::Setting(_)));
    (&old.method, old.idempotent, &old.success) == (&new.method, new.idempotent, &new.success)
        && old.path == new.path
        && old.query == new.query
        && !new.query.iter().any(has_setting)
        && old.headers == new.headers
        && old.constant_headers == new.constant_headers
        && body(old) == body(new)
        && old.credentials.len() == new.credentials.len()
        && old.credentials.iter().zip(&new.credentials).all(is_same_credential)
}

/// Adds the verdict on a type if the changes from `start` do not reach it.
pub(super) fn complete_type(
    context: &Context<'_>,
    old: &TypeDef,
    new: &TypeDef,
    subject: &str,
    start: usize,
    changes: &mut Vec<Change>,
) {
    complete(context, &definition(old), &definition(new), subject, start, changes);
}

fn complete(
    context: &Context<'_>,
    old: &Lines<'_>,
    new: &Lines<'_>,
    subject: &str,
    start: usize,
    changes: &mut Vec<Change>,
) {
    let Some(rule) = verdict(context, old, new) else { return };
    let reached = changes[start..].iter().map(|change| change.step).max().unwrap_or_default();
    if reached >= rule.step {
        return;
    }
    let text = |lines: &Lines<'_>| {
        let lines = lines.surface.iter().chain(&lines.wire).map(|line| line.text.as_str());
        lines.collect::<Vec<_>>().join("\n")
    };
    let change = rule.change(subject, rule.about.trim_end_matches('.')).before(text(old)).after(text(new));
    changes.push(change.action("Compare both, and check the code that uses it"));
}

/// Returns the rule for the difference; `None` if there is none.
fn verdict(context: &Context<'_>, old: &Lines<'_>, new: &Lines<'_>) -> Option<&'static Rule> {
    let has = |list: &[Line<'_>], is_same: &dyn Fn(&Line<'_>) -> bool| list.iter().any(is_same);
    let same = |old: &Line<'_>, new: &Line<'_>| {
        old.text == new.text
            && old.types.len() == new.types.len()
            && old.types.iter().zip(&new.types).all(|(old, new)| context.same(old, new))
    };
    let is_gone = |list: &[Line<'_>], other: &[Line<'_>]| {
        list.iter().any(|line| !has(other, &|other: &Line<'_>| same(line, other)))
    };
    let is_added = |list: &[Line<'_>], other: &[Line<'_>]| {
        other.iter().any(|line| !has(list, &|old: &Line<'_>| same(old, line)))
    };
    if is_gone(&old.surface, &new.surface) {
        return Some(&rules::SURFACE_CHANGED);
    }
    // What an added setter sends is no change of the others.
    let changes_wire = is_gone(&old.wire, &new.wire)
        || (is_added(&old.wire, &new.wire) && !is_added(&old.surface, &new.surface));
    match (changes_wire, is_added(&old.surface, &new.surface)) {
        (true, _) => Some(&rules::REQUEST_CHANGED),
        (false, true) => Some(&rules::SURFACE_EXTENDED),
        (false, false) => None,
    }
}

fn operation<'a>(
    api: &'a Api,
    operation: &'a Operation,
    credential: impl Fn(usize) -> Option<String>,
) -> Lines<'a> {
    let mut lines = Lines::default();
    let body = operation.body.as_ref();
    let kind = body.map(|body| content(&body.content));
    let arguments = distinct_path(operation).into_iter().map(|parameter| &parameter.ty);
    let required = body.filter(|body| body.required);
    let count = distinct_path(operation).len();
    lines.surface(
        format!("fn({count} arguments, {:?})", required.and(kind)),
        arguments.chain(required.and_then(|body| body.content.ty())),
    );
    let (output, ty) = match &operation.success {
        Success::Empty => ("()", None),
        Success::Json(ty) => ("T", Some(ty)),
        Success::Optional(ty) => ("Option<T>", Some(ty)),
        Success::Undescribed => ("Body", None),
    };
    lines.surface(format!("-> {output}"), ty);
    for parameter in operation.query.iter().chain(&operation.headers) {
        let list = parameter.repeat != Repeat::Never;
        lines.surface(format!("fn {}(list: {list})", parameter.name.rust), [&parameter.ty]);
        let default = match &parameter.default {
            Some(QueryDefault::Setting(index)) => {
                api.query_settings.get(*index).map(|setting| setting.name.wire.as_str())
            }
            Some(default) => default.encoded(),
            None => None,
        };
        let (name, repeat) = (&parameter.name, parameter.repeat);
        lines.wire(format!("{} sends {} as {repeat:?}, {default:?} by default", name.rust, name.wire));
    }
    if let Some(body) = body.filter(|body| !body.required) {
        lines.surface(format!("fn body({kind:?})"), body.content.ty());
        lines.wire(format!("body is {kind:?}"));
    }
    if let Some(Content::GraphQl(request)) = body.map(|body| &body.content) {
        lines.wire(format!("{:?} {}", request.operation_name, request.query));
    }
    lines.wire(format!("{} idempotent: {}", operation.method, operation.idempotent));
    let mut known: Vec<&str> = Vec::new();
    let path = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(literal) => literal.clone(),
        PathPart::Parameter(parameter) => {
            let index = known.iter().position(|name| *name == parameter.name.rust).unwrap_or_else(|| {
                known.push(&parameter.name.rust);
                known.len() - 1
            });
            format!("{{{index}}}")
        }
    });
    lines.wire(path.collect());
    for own in &operation.credentials {
        if let Some(partner) = credential(own.index) {
            lines.wire(format!("credential {partner}"));
        }
    }
    lines
}

fn content(content: &Content) -> &'static str {
    match content {
        Content::Json(_) => "json",
        Content::Text => "text",
        Content::Bytes => "bytes",
        Content::Urlencoded(_) => "urlencoded",
        Content::Multipart(_) => "multipart",
        Content::GraphQl(_) => "graphql",
    }
}

fn definition(def: &TypeDef) -> Lines<'_> {
    let mut lines = Lines::default();
    match &def.kind {
        TypeKind::Object(fields) => {
            let required: Vec<_> =
                fields.iter().filter(|field| field.presence == Presence::Required).collect();
            lines.surface(format!("fn new({})", required.len()), required.iter().map(|field| &field.ty));
            for field in fields {
                lines.surface(format!("pub {}: {:?}", field.name.rust, field.presence), [&field.ty]);
                if def.in_request && !field.read_only && field.presence != Presence::Required {
                    lines.surface(format!("fn {}({:?})", field.name.rust, field.presence), [&field.ty]);
                }
                lines.wire(format!("{} is {}", field.name.rust, field.name.wire));
            }
        }
        TypeKind::Enum(values) => {
            for value in values {
                lines.surface(value.name.rust.clone(), []);
                lines.wire(format!("{} is {}", value.name.rust, value.name.wire));
            }
        }
        TypeKind::Union(union) => {
            lines.surface(format!("fn {}", union.tag.rust), []);
            lines.wire(format!("by {}", union.tag.wire));
            for variant in &union.variants {
                lines.surface(format!("{}({})", variant.name.rust, variant.ty.is_some()), &variant.ty);
                lines.wire(format!("{} is {}", variant.name.rust, variant.name.wire));
            }
        }
        TypeKind::Untagged(variants) => {
            for variant in variants {
                lines.surface(variant.name.clone(), [&variant.ty]);
            }
            let order = variants
                .iter()
                .map(|variant| format!("{} {:?} {:?}", variant.name, variant.kind, variant.key));
            order.for_each(|line| lines.wire(line));
        }
        TypeKind::Newtype(_) => lines.surface("struct(String)".to_owned(), []),
        TypeKind::Alias(target) => lines.surface("type".to_owned(), [target]),
        TypeKind::Form(fields) => {
            let setter = |field: &crate::api::FormField| {
                let is_file = field.content == FormContent::File;
                format!("(file: {is_file}, list: {})", field.repeat != Repeat::Never)
            };
            let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
            let setters: String = required.iter().map(|field| setter(field)).collect();
            lines.surface(format!("fn new({setters})"), required.iter().map(|field| &field.ty));
            for field in fields {
                if !field.required {
                    lines.surface(format!("fn {}{}", field.name.rust, setter(field)), [&field.ty]);
                }
                let FormContent::Text(media_type) = &field.content else { continue };
                let (name, repeat) = (&field.name, field.repeat);
                lines.wire(format!("{} is {} as {repeat:?} {media_type:?}", name.rust, name.wire));
            }
        }
    }
    lines
}
