//! The intermediate representation: an API in its own words.
//!
//! Plain data. [`lower`](crate::lower()) makes every decision and writes it down here; [`generate`](crate::generate) prints it.
//! What has a name in Rust and another one on the wire keeps both ([`Name`]).
//!
//! It serializes for programs that read it: the keys are the fields' names, a choice is its name in snake case, or an
//! object with that name as its only key when it holds something.

use std::collections::HashMap;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// A whole API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// The collection's name as Postman shows it.
    pub title: String,
    /// The collection's description: somebody else's Markdown.
    pub docs: String,
    /// Where requests go, each distinct front of the collection's URLs once.
    pub servers: Vec<Server>,
    /// The variables that the servers' templates name.
    pub variables: Vec<Variable>,
    /// The ways in which requests authenticate.
    pub credentials: Vec<Credential>,
    /// The collection's folders.
    pub groups: Vec<Group>,
    /// The operations outside folders.
    pub operations: Vec<Operation>,
    /// Every type that a parameter, body or response needs, in the order of their first use.
    pub types: Vec<TypeDef>,
    /// The type that all documented error bodies share, when they do.
    pub error: Option<Type>,
    /// The module of each of `types`: that of the outermost folder when only its operations lead to the type, `client`
    /// when only operations outside folders do, otherwise `shared`.
    pub type_modules: Vec<String>,
    /// The collection's variables and their values as written, for the replay; each name once.
    pub values: Vec<(String, String)>,
    /// What the collection holds and the client does not have.
    pub unlowered: Vec<Unlowered>,
}

impl Api {
    /// Every operation in the collection's order, each with the folders around it, outermost first.
    pub fn all_operations(&self) -> Vec<(Vec<&Group>, &Operation)> {
        fn add<'a>(path: &[&'a Group], group: &'a Group, list: &mut Vec<(Vec<&'a Group>, &'a Operation)>) {
            let path: Vec<&Group> = path.iter().copied().chain([group]).collect();
            list.extend(group.operations.iter().map(|operation| (path.clone(), operation)));
            for inner in &group.groups {
                add(&path, inner, list);
            }
        }
        let mut list: Vec<_> = self.operations.iter().map(|operation| (Vec::new(), operation)).collect();
        for group in &self.groups {
            add(&[], group, &mut list);
        }
        list.sort_by_key(|(_, operation)| operation.index);
        list
    }

    /// How much it holds, with everything in nested folders.
    pub fn counts(&self) -> Counts {
        fn groups(list: &[Group]) -> usize {
            list.iter().map(|group| 1 + groups(&group.groups)).sum()
        }
        let operations = self.all_operations();
        let types = self.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let disabled = operations.iter().map(|(_, operation)| disabled(operation, &types)).sum();
        let operations = operations.len();
        let refused = self.unlowered.iter().filter(|item| item.what == REFUSED).count();
        let (groups, types) = (groups(&self.groups), self.types.len());
        Counts { requests: operations + refused, operations, refused, groups, types, disabled }
    }
}

/// The fields of a form, behind its aliases.
pub(crate) fn form_fields<'a>(types: &HashMap<&str, &'a TypeDef>, ty: &Type) -> Option<&'a [FormField]> {
    let Type::Named(name) = ty else { return None };
    match &types.get(name.as_str())?.kind {
        TypeKind::Form(fields) => Some(fields),
        TypeKind::Alias(target) => form_fields(types, target),
        _ => None,
    }
}

/// How much of an operation is switched off.
fn disabled(operation: &Operation, types: &HashMap<&str, &TypeDef>) -> usize {
    let parameters = operation.query.iter().chain(&operation.headers);
    let parameters = parameters.filter(|parameter| parameter.is_disabled()).count();
    let fields = operation.body.as_ref().and_then(|body| match (&body.content, &body.written) {
        (Content::Urlencoded(ty) | Content::Multipart(ty), Sample::Form(values)) => {
            Some(form_fields(types, ty)?.len().saturating_sub(values.len()))
        }
        _ => None,
    });
    parameters + fields.unwrap_or_default()
}

/// How much a collection holds, and what became of it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// The requests: each is an operation or refused.
    pub requests: usize,
    /// The requests that became operations.
    pub operations: usize,
    /// The requests that cannot be sent.
    pub refused: usize,
    /// The folders with operations.
    pub groups: usize,
    /// The types.
    pub types: usize,
    /// The parameters, headers and form fields that are switched off in the collection. Callers can set them.
    pub disabled: usize,
}

/// What [`Unlowered`] calls a request that cannot be sent.
pub const REFUSED: &str = "request";

/// A name as Rust spells it and as the wire spells it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Name {
    /// The Rust identifier.
    pub rust: String,
    /// The name as it is sent.
    pub wire: String,
}

/// The front of a URL: scheme, host and what precedes the first literal text of the path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Server {
    /// The name, for collections that have more than one.
    pub name: String,
    /// The front's text; a variable stands as `{name}`.
    pub template: String,
}

/// The builder's setter for the whole front of the URLs; a variable that bears this name needs none of its own.
pub const BASE_URL: &str = "base_url";

/// A variable of a server's template: a setting of the client.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Variable {
    /// The setter, and the variable's name in the collection.
    pub name: Name,
    /// The collection's description.
    pub docs: String,
    /// The collection's value.
    pub default: Option<String>,
}

/// One way to authenticate.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Credential {
    /// The setter on the client's builder.
    pub name: String,
    /// What is sent, and where.
    pub scheme: Scheme,
    /// The collection's variables that it is taken from.
    pub variables: Vec<String>,
}

/// What a credential looks like on the wire.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization:` with this before the token, white space included.
    Prefixed(String),
    /// `Authorization: Basic …`, from a user and a password.
    Basic,
    /// A header of this name.
    ApiKeyHeader(String),
    /// A query parameter of this name.
    ApiKeyQuery(String),
    /// A signature of this kind, which a hook of the caller computes: `awsv4`, `hawk` …
    Signature(String),
}

impl Scheme {
    /// The header that it sets; nothing when that depends on the hook.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer | Self::Prefixed(_) | Self::Basic => Some("Authorization"),
            Self::ApiKeyHeader(name) => Some(name),
            Self::ApiKeyQuery(_) | Self::Signature(_) => None,
        }
    }
}

/// A folder of the collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The module, which is also the method that returns the handle; and the folder's name.
    pub name: Name,
    /// The handle's type.
    pub type_name: String,
    /// The folder's description.
    pub docs: String,
    /// The folder's own requests.
    pub operations: Vec<Operation>,
    /// The folders inside.
    pub groups: Vec<Group>,
}

/// A request of the collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// The 0-based place in the collection: depth first, requests only.
    pub index: usize,
    /// The method, and the item's name as Postman shows it, without outer white space.
    pub name: Name,
    /// The type of the call.
    pub type_name: String,
    /// The request's description: somebody else's Markdown.
    pub docs: String,
    /// Where the service documents the operation.
    pub reference: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Former names, kept as deprecated methods.
    pub aliases: Vec<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The place of the server in [`Api::servers`].
    pub server: usize,
    /// The path.
    pub path: PathTemplate,
    /// The query parameters in the collection's order.
    pub query: Vec<Parameter>,
    /// What Postman sends in the query and no parameter does, name and value as written: entries without a name, and
    /// names without a value.
    pub loose_query: Vec<(String, Option<String>)>,
    /// The headers that the caller may set, in the collection's order.
    pub headers: Vec<Parameter>,
    /// The headers that are always sent, name and value, in the collection's order.
    pub constant_headers: Vec<(String, String)>,
    /// The place of the credential in [`Api::credentials`].
    pub credential: Option<usize>,
    /// What the collection has for the credential, name and value as written: `token`, `{{BEARER_TOKEN}}`.
    pub credential_values: Vec<(String, String)>,
    /// Whether a repetition has the same effect as one call.
    pub idempotent: bool,
    /// The request body.
    pub body: Option<Body>,
    /// What a success answers.
    pub success: Success,
    /// The documented errors, by status.
    pub errors: Vec<ErrorResponse>,
}

impl Operation {
    /// The types of everything that is passed or returned.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.path.parameters().chain(&self.query).chain(&self.headers);
        let body = self.body.as_ref().and_then(|body| body.content.ty());
        let success = match &self.success {
            Success::Json(ty) => Some(ty),
            Success::Empty | Success::Undescribed => None,
        };
        parameters.map(|parameter| &parameter.ty).chain(body).chain(success)
    }
}

/// The path of an operation, after the server's front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathTemplate {
    /// Literal text and parameters in turn.
    pub parts: Vec<PathPart>,
}

/// The parts, and the whole as a text: few programs want to put it together.
impl Serialize for PathTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut path = serializer.serialize_struct("PathTemplate", 2)?;
        path.serialize_field("template", &self.template())?;
        path.serialize_field("parts", &self.parts)?;
        path.end()
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PathPart {
    /// Text that is sent as it stands: already percent-encoded.
    Literal(String),
    /// An argument of the operation.
    Parameter(Parameter),
}

impl PathTemplate {
    /// The parameters in the order of the path.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Parameter(parameter) => Some(parameter),
            PathPart::Literal(_) => None,
        })
    }

    /// The template in the notation of OpenAPI, which begins with `/`: `/users/{account_id}/manage`.
    pub fn template(&self) -> String {
        let wire = self.wire();
        if wire.starts_with('/') { wire } else { format!("/{wire}") }
    }

    /// The exact text that follows the server's front, a parameter in braces; other braces are percent-encoded.
    pub fn wire(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(parameter) => format!("{{{}}}", parameter.name.wire),
        });
        parts.collect()
    }
}

/// Something the caller passes by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The argument or setter, and the name as it is sent.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The type of one value.
    pub ty: Type,
    /// Whether there may be several values, and how they are sent.
    pub repeat: Repeat,
    /// A value to show: the overlay's, or the collection's when its variables have values.
    pub example: Option<String>,
    /// What the collection has under this name, in its order.
    pub written: Vec<Written>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

impl Parameter {
    /// Whether the collection has it and Postman does not send it.
    pub fn is_disabled(&self) -> bool {
        !self.written.is_empty() && self.written.iter().all(|written| !written.enabled)
    }
}

/// A value as the collection has it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Written {
    /// The text, which may hold `{{variables}}`; in a query nothing for a name without `=`.
    pub text: Option<String>,
    /// Whether Postman sends it.
    pub enabled: bool,
}

/// How several values of one query parameter are sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// There is one value.
    Never,
    /// `name=a&name=b`, OpenAPI's default for a query parameter.
    Keys,
    /// `name=a,b`.
    Commas,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// Whether a call needs one.
    pub required: bool,
    /// What the body is.
    pub content: Content,
    /// The description.
    pub docs: String,
    /// An example, as JSON text.
    pub example: Option<String>,
    /// What the collection has.
    pub written: Sample,
}

/// What a body is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON of a type.
    Json(Type),
    /// Text, sent as it is.
    Text,
    /// Bytes, sent as they are.
    Bytes,
    /// A form of a type, as one text.
    Urlencoded(Type),
    /// A form of a type, each field a part.
    Multipart(Type),
    /// A GraphQL request.
    #[serde(rename = "graphql")]
    GraphQl(GraphQl),
}

impl Content {
    /// The type of what callers pass, when it is one of [`Api::types`] or made of them.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Urlencoded(ty) | Self::Multipart(ty) => Some(ty),
            Self::GraphQl(request) => request.variables.as_ref(),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// A GraphQL request: the document is the collection's, the values of its variables are the caller's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphQl {
    /// The document.
    pub query: String,
    /// Which of its operations runs.
    pub operation_name: Option<String>,
    /// The type of the variables, when it has some.
    pub variables: Option<Type>,
}

/// What the collection has as a body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// Nothing.
    #[default]
    Nothing,
    /// A text, which may hold `{{variables}}`; of a GraphQL request its variables.
    Text(String),
    /// The values of a form's fields, each field once, by its name in Rust.
    Form(Vec<(String, Vec<FormValue>)>),
    /// A file.
    File(FileSample),
}

/// A value of a form's field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormValue {
    /// A text, which may hold `{{variables}}`.
    Text(String),
    /// A file.
    File(FileSample),
}

/// A file that the collection names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FileSample {
    /// The name without folders; empty when nobody has chosen a file.
    pub name: String,
    /// The media type that Postman gives it.
    pub media_type: Option<String>,
    /// The contents, where the collection has them itself.
    pub contents: Option<String>,
}

/// What a call returns when all went well.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Success {
    /// Nothing; whatever body the service sends is ignored.
    Empty,
    /// JSON of a type.
    Json(Type),
    /// Nobody says what: bytes with their content type.
    Undescribed,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// When it happens.
    pub docs: String,
    /// The type of the body, when it is described.
    pub body: Option<Type>,
}

/// A type as it is used.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A text.
    String,
    /// True or false.
    Bool,
    /// A whole number that fits `i64`.
    Integer,
    /// A whole number beyond `i64` that fits `u64`.
    Unsigned,
    /// Any other number.
    Float,
    /// A point in time, as the service wrote it.
    DateTime,
    /// JSON without a known shape.
    Any,
    /// A list.
    Array(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// A value that is kept elsewhere, because its type would otherwise hold itself.
    Boxed(Box<Type>),
    /// A type of [`Api::types`].
    Named(String),
}

/// A type that the client defines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// The name.
    pub name: String,
    /// What it is.
    pub docs: String,
    /// What it consists of.
    pub kind: TypeKind,
    /// Whether callers make values of it, because a request holds it.
    pub in_request: bool,
    /// Whether its values are personal data or secrets, which `Debug` must not show.
    pub sensitive: bool,
}

/// What a type consists of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeKind {
    /// A JSON object with known fields.
    Object(Vec<Field>),
    /// One of a list of texts, which the service may extend.
    Enum(Vec<EnumValue>),
    /// One of several objects, told apart by the text or truth value of one field.
    Union(Union),
    /// A text with rules of its own.
    Newtype(TextRules),
    /// Another name for a type.
    Alias(Type),
    /// A form.
    Form(Vec<FormField>),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    /// The setter, and the name on the wire.
    pub name: Name,
    /// What it is.
    pub docs: String,
    /// What its values are.
    pub content: FormContent,
    /// Whether there may be several values: one field each, or none.
    pub repeats: bool,
}

/// What the values of a form's field are.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormContent {
    /// Texts, with the media type of their parts where the collection gives one.
    Text(Option<String>),
    /// Files.
    File,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The Rust field, and the JSON key.
    pub name: Name,
    /// What it is.
    pub docs: String,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether only the service sets it.
    pub read_only: bool,
    /// Whether `Debug` must not show it.
    pub sensitive: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Always there, with a value.
    Required,
    /// There or not; null counts as absent.
    Optional,
    /// Absent, null and a value mean three things.
    Patch,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumValue {
    /// The variant, and the text.
    pub name: Name,
    /// What it means.
    pub docs: String,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// One of several objects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The JSON key that tells them apart.
    pub tag: String,
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionVariant {
    /// The variant, and the tag's text.
    pub name: Name,
    /// What it means.
    pub docs: String,
    /// The object, which does not hold the tag itself; nothing when it holds nothing else.
    pub ty: Option<Type>,
}

/// The rules of a text, checked when a caller makes a value and never when the service sends one.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct TextRules {
    /// The fewest characters.
    pub min_length: Option<usize>,
    /// The most characters.
    pub max_length: Option<usize>,
    /// The characters that are allowed, as inclusive ranges; empty for any.
    pub characters: Vec<(char, char)>,
    /// The pattern as the overlay spells it, for messages.
    pub pattern: Option<String>,
}

/// Something of the collection that the client does not have.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Unlowered {
    /// Where it stands: the folder path.
    pub at: String,
    /// What it is, in one or two words: `script`, `disabled header` …
    pub what: &'static str,
}
