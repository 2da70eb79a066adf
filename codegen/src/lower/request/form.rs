//! Forms: the type of a form, and the collection's values for it.

use std::borrow::Cow;

use hashbrown::HashMap;
use serde_json::Value;

use super::described_form;
use super::lists::{Element, lists};
use super::variables::{Variables, value_string};
use crate::api::{
    FileSample, FormContent, FormField, FormValue, Name, Repeat, Sample, Type, TypeDef, TypeKind,
};
use crate::collection::{self, FormParam};
use crate::lower::names;
use crate::lower::tree;
use crate::lower::types::builder::TypeBuilder;
use crate::lower::types::placeholder;
use crate::lower::types::sensitivity::is_sensitive;
use crate::overlay::MediaEntry;
use crate::pieces::has_variable;

/// The encoding of a form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoding {
    Urlencoded,
    Multipart,
}

impl Encoding {
    /// Whether Postman sends the `Content-Type` header of the collection; otherwise it replaces the header.
    pub(crate) fn accepts(self, media_type: &str) -> bool {
        self == Self::Urlencoded && media_type.starts_with("application/x-www-form-urlencoded")
    }
}

/// The form of a request.
pub(crate) struct Form {
    pub(crate) ty: Type,
    /// The collection's values.
    pub(crate) sample: Sample,
    /// The number of fields that are skipped because their names contain variables without a value.
    pub(crate) unnamed: usize,
}

/// The entries of one field.
struct Entries<'c> {
    /// The name of the field.
    name: String,
    /// Whether they are the elements of a list, whose names have an index.
    is_list: bool,
    params: Vec<&'c FormParam>,
}

/// Defines the type of a form, and returns it with the collection's values.
///
/// The overlay's description of the form is applied to its fields.
pub(crate) fn form<'a>(
    params: &[FormParam],
    encoding: Encoding,
    described: Option<&'a MediaEntry>,
    variables: &Variables<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Form {
    let (mut entries, unnamed) = entries(params, variables);
    if encoding == Encoding::Urlencoded {
        // Postman collects the fields in an object, in which JavaScript sorts keys that are array indexes to the front.
        let index = |entry: &Entries<'_>| index(&entry.name).filter(|_| !entry.is_list);
        entries.sort_by_key(|entry| index(entry).map_or((1, 0), |index| (0, index)));
    }
    let names = entries.iter().map(|entry| (entry.name.as_str(), builder.types.field_name(&entry.name)));
    let names = names::rust_names(names.collect());
    let mut values = Vec::new();
    let mut fields = Vec::new();
    for (entries, rust) in entries.iter().zip(names) {
        let field = field(rust, entries, encoding);
        let enabled = entries.params.iter().filter(|param| !param.disabled);
        let sent: Vec<FormValue> = enabled.flat_map(|param| sent(param, encoding, &field)).collect();
        if !sent.is_empty() {
            values.push((field.name.rust.clone(), sent));
        }
        fields.push(field);
    }
    if let Some(media) = described {
        described_form::describe(&mut fields, media, encoding, builder);
    }
    let name = builder.types.free_name(&builder.name("Body"));
    let def = TypeDef {
        name: name.as_str().to_owned(),
        aliases: Vec::new(),
        docs: String::new(),
        kind: TypeKind::Form(fields),
        in_request: true,
        sensitive: false,
    };
    let ty = match described {
        Some(_) => builder.types.define(def),
        None => builder.types.define_inferred(def, name),
    };
    Form { ty, sample: Sample::Form(values), unnamed }
}

/// Groups the entries by name, in the order of first use, and counts those without a known name.
fn entries<'c>(params: &'c [FormParam], variables: &Variables<'_>) -> (Vec<Entries<'c>>, usize) {
    let mut entries: Vec<Entries<'c>> = Vec::new();
    let mut indexes: HashMap<String, usize> = HashMap::new();
    let mut unnamed = 0;
    let name = |param: &'c FormParam| variables.substitute(param.key.as_deref().unwrap_or_default());
    let names: Vec<Cow<'_, str>> = params.iter().map(name).collect();
    let elements = params.iter().zip(&names).map(|(param, name)| Element {
        name,
        enabled: !param.disabled,
        is_single: is_string(param) && !has_variable(name),
    });
    let lists = lists(&elements.collect::<Vec<_>>());
    for ((param, name), list) in params.iter().zip(names).zip(lists) {
        if has_variable(&name) {
            unnamed += 1;
            continue;
        }
        let is_list = list.is_some();
        let name = list.unwrap_or_else(|| name.into_owned());
        let index = *indexes.entry(name.clone()).or_insert_with(|| {
            entries.push(Entries { name, is_list, params: Vec::new() });
            entries.len() - 1
        });
        entries[index].params.push(param);
    }
    (entries, unnamed)
}

/// Returns the number of a key that JavaScript treats as an array index.
fn index(key: &str) -> Option<u32> {
    let index: u32 = key.parse().ok().filter(|index| *index < u32::MAX)?;
    (index.to_string() == key).then_some(index)
}

fn field(
    rust: String,
    Entries { name: wire, is_list, params }: &Entries<'_>,
    encoding: Encoding,
) -> FormField {
    let docs =
        params.iter().map(|param| tree::docs(param.description.as_ref())).find(|docs| !docs.is_empty());
    let is_file = encoding == Encoding::Multipart && params.iter().any(|param| is_file(param));
    let media_type = params
        .iter()
        .find_map(|param| param.content_type.clone().filter(|media_type| !media_type.is_empty()));
    let values: Vec<_> =
        params.iter().filter_map(|param| param.value.as_ref().and_then(value_string)).collect();
    let repeat = match params.len() {
        _ if *is_list => Repeat::Indexed,
        1 if params.iter().all(|param| is_single(param)) => Repeat::Never,
        _ => Repeat::Keys,
    };
    FormField {
        sensitive: is_sensitive(&rust),
        name: Name { rust, wire: wire.clone() },
        docs: docs.unwrap_or_default(),
        content: if is_file { FormContent::File } else { FormContent::Text(media_type) },
        ty: placeholder::declared_or_named(
            params.iter().find_map(|param| param.declared),
            values.iter().map(|value| &**value),
        ),
        required: false,
        repeat,
    }
}

/// Whether an entry is one value, not a list of them.
fn is_single(param: &FormParam) -> bool {
    param.src.len() <= 1 && !matches!(param.value, Some(Value::Array(_)))
}

/// Whether an entry is one string, without a media type of its own.
fn is_string(param: &FormParam) -> bool {
    let has_media_type = param.content_type.as_deref().is_some_and(|media_type| !media_type.is_empty());
    is_single(param) && !is_file(param) && !has_media_type
}

fn is_file(param: &FormParam) -> bool {
    param.kind.as_deref() == Some("file") || param.file_name.as_deref().is_some_and(|name| !name.is_empty())
}

/// Returns the values that Postman sends for an entry.
fn sent(param: &FormParam, encoding: Encoding, field: &FormField) -> Vec<FormValue> {
    if field.content == FormContent::File && encoding == Encoding::Multipart {
        return files(param).into_iter().map(FormValue::File).collect();
    }
    let strings = match &param.value {
        Some(Value::Array(list)) if encoding == Encoding::Urlencoded => {
            list.iter().map(|value| value_string(value).unwrap_or_default().into_owned()).collect()
        }
        Some(value @ (Value::Array(_) | Value::Object(_))) if encoding == Encoding::Multipart => {
            vec![value.to_string()]
        }
        value => vec![value.as_ref().and_then(value_string).unwrap_or_default().into_owned()],
    };
    strings.into_iter().map(FormValue::Text).collect()
}

/// Returns the files of an entry; a single file without a name if none was chosen.
fn files(param: &FormParam) -> Vec<FileSample> {
    let non_empty = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
    let contents = || param.value.as_ref().and_then(value_string).map(Cow::into_owned);
    let file = |src: &str, contents: Option<String>| FileSample {
        name: non_empty(&param.file_name).unwrap_or_else(|| base_name(src).to_owned()),
        file: base_name(src).to_owned(),
        media_type: non_empty(&param.content_type).or_else(|| media_type(src)),
        contents,
    };
    // A path that ends in a slash is a folder.
    let src: Vec<&String> = param.src.iter().filter(|src| !base_name(src).is_empty()).collect();
    match &src[..] {
        [] if param.kind.as_deref() != Some("file") => {
            vec![file(param.file_name.as_deref().unwrap_or_default(), contents())]
        }
        [] => vec![file("", Some(String::new()))],
        list => list.iter().map(|src| file(src, None)).collect(),
    }
}

/// Returns the file of a body that is a file, if one was chosen.
pub(super) fn whole_body(file: Option<&collection::File>) -> Sample {
    match file {
        Some(collection::File { src: Some(src), .. }) if !base_name(src).is_empty() => {
            let name = base_name(src).to_owned();
            Sample::File(FileSample { file: name.clone(), name, media_type: media_type(src), contents: None })
        }
        _ => Sample::None,
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Returns the media type that Postman derives from the extension of a file name.
fn media_type(path: &str) -> Option<String> {
    mime_guess::from_path(base_name(path)).first_raw().map(str::to_owned)
}
