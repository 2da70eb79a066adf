//! The rules: the kinds of change, each with the step that it requires.
//!
//! `RULES.md` in this folder has the same list for people, and the changes that cannot occur. A test compares them.

use super::Step;

/// A kind of change.
#[derive(Debug)]
pub struct Rule {
    /// The name, in kebab case.
    pub id: &'static str,
    /// The step that it requires.
    pub step: Step,
    /// Whether code that compiles in both versions acts differently.
    pub silent: bool,
    /// What has changed.
    pub about: &'static str,
}

macro_rules! is_silent {
    (silent) => {
        true
    };
    () => {
        false
    };
}

macro_rules! rules {
    ($($name:ident $id:literal $step:ident $($silent:ident)?: $about:literal;)*) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            step: Step::$step,
            silent: is_silent!($($silent)?),
            about: $about,
        };)*

        /// All rules.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Groups and operations
    GROUP_ADDED "group-added" Minor: "A folder with requests is new.";
    GROUP_REMOVED "group-removed" Major: "A folder and all its requests are gone.";
    GROUP_RENAMED "group-renamed" Major: "The method for a folder, its module or the type of its handle has another name, and no alias keeps the old one.";
    GROUP_RENAMED_WITH_ALIAS "group-renamed-with-alias" Minor: "The method for a folder has another name; the old one is deprecated.";
    GROUP_MOVED "group-moved" Major: "A folder is in another folder.";
    GROUP_TITLE_CHANGED "group-title-changed" Patch: "The folder has another name in the collection, but not in Rust: it changes in errors, spans and documentation.";
    OPERATION_ADDED "operation-added" Minor: "A request is new.";
    OPERATION_REMOVED "operation-removed" Major: "A request is gone, also if it was deprecated before. Silent where another one is called by its name now.";
    OPERATION_RENAMED "operation-renamed" Major: "The method or the type of the call has another name, and no alias keeps the old one. Silent where the old name is now that of another operation.";
    OPERATION_RENAMED_WITH_ALIAS "operation-renamed-with-alias" Minor: "The method has another name; the old one is deprecated.";
    OPERATION_MOVED "operation-moved" Major: "The method is in another group.";
    OPERATION_MOVED_WITH_ALIAS "operation-moved-with-alias" Minor: "The method is in another group; the one in the old group is deprecated.";
    OPERATION_TITLE_CHANGED "operation-title-changed" Patch: "The request has another name in the collection, but not in Rust: it changes in errors, spans and documentation.";
    ALIAS_ADDED "alias-added" Minor: "A former name is kept as a deprecated item.";
    ALIAS_REMOVED "alias-removed" Major: "A deprecated item with a former name is gone. Silent where another operation has its name now.";
    DEPRECATED "deprecated" Minor: "An item is deprecated, which breaks builds that deny warnings.";
    UNDEPRECATED "undeprecated" Patch: "An item is no longer deprecated.";
    // What a call sends
    HTTP_METHOD_CHANGED "http-method-changed" Major silent: "The same call uses another HTTP method, which decides about retries, too.";
    PATH_CHANGED "path-changed" Minor silent: "A literal part of the path is another one.";
    PATH_VERSION_CHANGED "path-version-changed" Major silent: "A version in the path, or in the URL of the server of an operation, is another one (`/v1/`, `/v2/`).";
    SERVER_OF_OPERATION_CHANGED "server-of-operation-changed" Minor silent: "A call is sent to another server of the same registrable domain.";
    SERVER_OF_OPERATION_MOVED "server-of-operation-moved" Major silent: "A call and its credentials are sent to a server of another registrable domain, or without TLS.";
    CONSTANT_HEADER_ADDED "constant-header-added" Minor silent: "A header is sent with every call.";
    CONSTANT_HEADER_CHANGED "constant-header-changed" Minor silent: "A header that is always sent has another value.";
    CONSTANT_HEADER_VERSION_CHANGED "constant-header-version-changed" Major silent: "A header that selects a version or a media type has another value.";
    CONSTANT_HEADER_REMOVED "constant-header-removed" Minor silent: "A header that was always sent no longer is.";
    HEADER_BECAME_CONSTANT "header-became-constant" Major: "A header that callers could set is always sent: its setter is gone.";
    CONSTANT_BECAME_HEADER "constant-became-header" Minor silent: "A header that was always sent is sent only if callers set it.";
    CREDENTIAL_SENT "credential-sent" Minor silent: "A call sends a credential that the client had already.";
    CREDENTIAL_REQUIRED "credential-required" Major silent: "A call needs a credential that the client did not have before: code compiles, and the call fails until it is set.";
    CREDENTIAL_NOT_SENT "credential-not-sent" Minor silent: "A call no longer sends a credential.";
    IDEMPOTENCY_ADDED "idempotency-added" Minor silent: "A call is repeated after more failures.";
    IDEMPOTENCY_REMOVED "idempotency-removed" Minor silent: "A call is repeated after fewer failures.";
    // Arguments and setters
    PATH_PARAMETER_ADDED "path-parameter-added" Major: "The method has one more argument.";
    PATH_PARAMETER_REMOVED "path-parameter-removed" Major: "The method has one argument less.";
    PATH_PARAMETER_RENAMED "path-parameter-renamed" Patch: "An argument has another name; arguments have no names in calls.";
    PATH_PARAMETERS_SWAPPED "path-parameters-swapped" Major silent: "Arguments change places. Silent where their types are equal: the values land in each other's place.";
    PATH_PARAMETER_TYPE_CHANGED "path-parameter-type-changed" Major: "An argument has another type.";
    QUERY_PARAMETER_ADDED "query-parameter-added" Minor: "A query parameter has a setter.";
    QUERY_PARAMETER_REMOVED "query-parameter-removed" Major: "A query parameter and its setter are gone.";
    QUERY_PARAMETER_RENAMED "query-parameter-renamed" Major: "The setter of a query parameter has another name.";
    QUERY_KEY_CHANGED "query-key-changed" Minor silent: "The setter stays and sends another key.";
    QUERY_PARAMETER_TYPE_CHANGED "query-parameter-type-changed" Major: "The setter of a query parameter takes another type, or a list.";
    QUERY_STYLE_CHANGED "query-style-changed" Minor silent: "A list is sent in another style: repeated, with indices or with commas.";
    QUERY_DEFAULT_ADDED "query-default-added" Minor silent: "A query parameter is sent by default.";
    QUERY_DEFAULT_CHANGED "query-default-changed" Minor silent: "A query parameter has another default.";
    QUERY_DEFAULT_REMOVED "query-default-removed" Minor silent: "A query parameter is no longer sent by default.";
    SERVICE_DEFAULT_CHANGED "service-default-changed" Minor silent: "The service assumes another value for a field or a parameter that is not sent, or the overlay starts or stops saying which.";
    HEADER_ADDED "header-added" Minor: "A header has a setter.";
    HEADER_REMOVED "header-removed" Major: "A header and its setter are gone.";
    HEADER_RENAMED "header-renamed" Major: "The setter of a header has another name.";
    HEADER_NAME_CHANGED "header-name-changed" Minor silent: "The setter stays and sends another header.";
    HEADER_TYPE_CHANGED "header-type-changed" Major: "The setter of a header takes another type, or a list.";
    PARAMETER_TOGGLED "parameter-toggled" None: "A parameter is enabled or disabled in Postman. Callers can set it either way.";
    // Bodies and responses
    BODY_ADDED_REQUIRED "body-added-required" Major: "The method takes a body.";
    BODY_ADDED_OPTIONAL "body-added-optional" Minor: "The call has a setter for a body. Silent where a call without one now sends an empty object.";
    BODY_REMOVED "body-removed" Major: "The call has no body any more.";
    BODY_BECAME_REQUIRED "body-became-required" Major: "The body is an argument instead of a setter.";
    BODY_BECAME_OPTIONAL "body-became-optional" Major: "The body is a setter instead of an argument.";
    BODY_KIND_CHANGED "body-kind-changed" Major: "The body is encoded in another way: JSON, a form, text, bytes.";
    BODY_TYPE_CHANGED "body-type-changed" Major: "The body has another type.";
    BODY_DOCUMENT_CHANGED "body-document-changed" Minor silent: "The GraphQL document is another one.";
    RESPONSE_ADDED "response-added" Major: "A call that returned `()` returns a body.";
    RESPONSE_REMOVED "response-removed" Major: "A call that returned a body returns `()`.";
    RESPONSE_DESCRIBED "response-described" Major: "A call that returned `Body` returns a described type.";
    RESPONSE_UNDESCRIBED "response-undescribed" Major: "A call that returned a described type returns `Body`.";
    RESPONSE_TYPE_CHANGED "response-type-changed" Major: "A call returns another type.";
    RESPONSE_BECAME_OPTIONAL "response-became-optional" Major: "A call returns `Option<T>` instead of `T`.";
    RESPONSE_BECAME_REQUIRED "response-became-required" Major: "A call returns `T` instead of `Option<T>`.";
    ERRORS_CHANGED "errors-changed" Patch: "Documented errors are added, removed or described differently.";
    // Types
    TYPE_ADDED "type-added" Minor: "A type is new.";
    TYPE_REMOVED "type-removed" Major: "A type is gone.";
    TYPE_RENAMED "type-renamed" Major: "A type has another name.";
    TYPE_RENAMED_WITH_ALIAS "type-renamed-with-alias" Minor: "A type has another name; the old one is deprecated.";
    TYPE_KIND_CHANGED "type-kind-changed" Major: "A type is of another kind: struct, enum, string, alias.";
    ALIAS_TARGET_CHANGED "alias-target-changed" Major: "A type alias is another type.";
    TYPES_DIVERGED "types-diverged" Major: "Two names of one struct are two structs now.";
    TYPES_MERGED "types-merged" Major: "Two structs are one now: implementations of a trait for both collide.";
    SHARED_TYPE_RENAMED "shared-type-renamed" Patch: "Another name of a shared struct is the struct, and the rest are its aliases.";
    SETTERS_ADDED "setters-added" Minor: "A type is now part of a request, so it has setters.";
    SETTERS_REMOVED "setters-removed" Major: "A type is no longer part of a request, so its setters are gone.";
    REDACTION_ADDED "redaction-added" Patch: "`Debug` hides a value.";
    REDACTION_REMOVED "redaction-removed" Minor silent: "`Debug` shows a value, so it can get into logs.";
    FIELD_ADDED "field-added" Minor: "A field is new, and it is not an argument of `new`.";
    REQUIRED_FIELD_ADDED "required-field-added" Major: "A field is new, and `new` takes it.";
    FIELD_REMOVED "field-removed" Major: "A field is gone.";
    FIELD_RENAMED "field-renamed" Major: "A field has another name in Rust. Silent where the old name is now that of another field.";
    FIELD_KEY_CHANGED "field-key-changed" Minor silent: "A field keeps its name in Rust and has another key in JSON or in a form.";
    FIELD_BECAME_REQUIRED "field-became-required" Major: "A field is no `Option` any more, and `new` takes it.";
    FIELD_BECAME_OPTIONAL "field-became-optional" Major: "A field is an `Option`, and `new` does not take it any more.";
    FIELD_NULLABILITY_CHANGED "field-nullability-changed" Major: "An optional field distinguishes null from absent, or no longer does.";
    FIELD_TYPE_CHANGED "field-type-changed" Major: "A field has another type.";
    FIELD_ENCODING_CHANGED "field-encoding-changed" Minor silent: "A form field is sent with another media type, or a list in another style.";
    REQUIRED_FIELDS_SWAPPED "required-fields-swapped" Major silent: "Arguments of `new` change places. Silent where their types are equal: the values land in each other's fields.";
    FIELD_BECAME_READ_ONLY "field-became-read-only" Major: "A field of a request type has no setter any more.";
    FIELD_BECAME_WRITABLE "field-became-writable" Minor: "A field of a request type has a setter.";
    ENUM_VALUE_ADDED "enum-value-added" Minor: "An enum has one more value. Silent in responses: it was `Unknown` before.";
    ENUM_VALUE_REMOVED "enum-value-removed" Major: "A value of an enum is gone.";
    ENUM_VALUE_RENAMED "enum-value-renamed" Major: "A value of an enum has another name in Rust.";
    ENUM_TEXT_CHANGED "enum-text-changed" Minor silent: "A value of an enum keeps its name in Rust and is sent as another string.";
    UNION_VARIANT_ADDED "union-variant-added" Minor silent: "A union has one more variant, which was `Unknown` before.";
    UNION_VARIANT_REMOVED "union-variant-removed" Major: "A variant of a union is gone.";
    UNION_VARIANT_RENAMED "union-variant-renamed" Major: "A variant of a union has another name in Rust.";
    UNION_VARIANT_TYPE_CHANGED "union-variant-type-changed" Major: "A variant of a union has another content.";
    UNION_SELECTION_CHANGED "union-selection-changed" Major silent: "Another key or value selects the variant of a union.";
    VALIDATION_NARROWED "validation-narrowed" Major silent: "A validated string refuses values that it accepted.";
    VALIDATION_WIDENED "validation-widened" Patch: "A validated string accepts more values.";
    // The client
    BASE_URL_CHANGED "base-url-changed" Minor silent: "The default base URL is another one of the same registrable domain.";
    BASE_URL_VERSION_CHANGED "base-url-version-changed" Major silent: "The default base URL has another version (`/v1`, `/v2`): another version of the API responds.";
    BASE_URL_MOVED "base-url-moved" Major silent: "The default base URL has another registrable domain, or has no TLS: credentials go to another party.";
    SERVER_ADDED "server-added" Minor: "Operations use a second server.";
    SERVER_REMOVED "server-removed" Patch: "No operation uses a server any more.";
    URL_VARIABLE_ADDED "url-variable-added" Minor: "The builder has a setter for a part of the URL, with a default.";
    URL_VARIABLE_REQUIRED "url-variable-required" Major silent: "A part of the URL has no default: code compiles, and `build` fails until it is set.";
    URL_VARIABLE_OPTIONAL "url-variable-optional" Minor: "A part of the URL has a default now.";
    URL_VARIABLE_REMOVED "url-variable-removed" Major: "The setter for a part of the URL is gone.";
    URL_VARIABLE_RENAMED "url-variable-renamed" Major: "The setter for a part of the URL has another name.";
    QUERY_SETTING_ADDED "query-setting-added" Minor: "The builder has a setter for a query parameter of most operations.";
    QUERY_SETTING_REMOVED "query-setting-removed" Major: "The builder's setter for a query parameter is gone.";
    QUERY_SETTING_RENAMED "query-setting-renamed" Major: "The builder's setter for a query parameter has another name.";
    QUERY_SETTING_KEY_CHANGED "query-setting-key-changed" Minor silent: "The builder's setter stays and sends another key.";
    QUERY_SETTING_DEFAULT_CHANGED "query-setting-default-changed" Major silent: "The version or the format in the query of most operations is another one by default.";
    CREDENTIAL_ADDED "credential-added" Minor: "The builder has setters for one more credential.";
    CREDENTIAL_REMOVED "credential-removed" Major: "A credential and its setters are gone.";
    CREDENTIAL_RENAMED "credential-renamed" Major: "The setters of a credential have another name.";
    CREDENTIAL_PLACE_CHANGED "credential-place-changed" Minor silent: "A credential is sent in another place: another header, or the query, which proxies log.";
    CREDENTIAL_SCHEME_CHANGED "credential-scheme-changed" Major: "A credential is of another kind, and its setters take something else.";
    ERROR_TYPE_ADDED "error-type-added" Minor: "`Error::api` is new: all documented errors have one type.";
    ERROR_TYPE_REMOVED "error-type-removed" Major: "`Error::api` is gone: not all documented errors have one type.";
    ERROR_TYPE_CHANGED "error-type-changed" Major: "`Error::api` returns another type.";
    // Documentation
    TITLE_CHANGED "title-changed" Patch: "The collection has another name.";
    DESCRIPTION_CHANGED "description-changed" Patch: "A description, a reference or an explanation is another one.";
    EXAMPLE_CHANGED "example-changed" Patch: "A value in the collection or an example is another one.";
    // What no other rule names
    SURFACE_CHANGED "surface-changed" Major: "The Rust API of an item has changed in a way that no other rule names.";
    SURFACE_EXTENDED "surface-extended" Minor: "The Rust API of an item has grown in a way that no other rule names.";
    REQUEST_CHANGED "request-changed" Minor silent: "An item sends or accepts something else in a way that no other rule names.";
}
