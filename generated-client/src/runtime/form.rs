//! Forms: urlencoded, and multipart with files.
//!
//! Written here and not by reqwest, because a body of ours is bytes: it can be sent again, and a hook can sign it.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What the urlencoded form leaves as it is, as Postman does: RFC 3986 `unreserved`.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The fields of a form, in the order in which they were set.
#[derive(Clone, Default)]
pub(crate) struct Form {
    fields: Vec<(&'static str, Field)>,
}

#[derive(Clone)]
enum Field {
    /// A text, with the media type of its part where it has one.
    Text(String, Option<&'static str>),
    File(FilePart),
}

/// Shows which fields are set, and nothing of what is in them.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.iter().map(|(name, _)| name)).finish()
    }
}

impl Form {
    /// Sets a field to texts, in place of what it had.
    pub(crate) fn texts(
        &mut self,
        name: &'static str,
        media_type: Option<&'static str>,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) {
        self.fields.retain(|(other, _)| *other != name);
        let fields = values.into_iter().map(|value| (name, Field::Text(value.into(), media_type)));
        self.fields.extend(fields);
    }

    /// Sets a field to files, in place of what it had.
    pub(crate) fn files(&mut self, name: &'static str, files: impl IntoIterator<Item = FilePart>) {
        self.fields.retain(|(other, _)| *other != name);
        self.fields.extend(files.into_iter().map(|file| (name, Field::File(file))));
    }

    /// `a=1&b=2`.
    pub(crate) fn urlencoded(&self) -> String {
        let mut text = String::new();
        for (name, field) in &self.fields {
            // A urlencoded form has no files.
            let Field::Text(value, _) = field else { continue };
            if !text.is_empty() {
                text.push('&');
            }
            text.extend(utf8_percent_encode(name, FORM));
            text.push('=');
            text.extend(utf8_percent_encode(value, FORM));
        }
        text
    }

    /// The body of a multipart form (RFC 7578) and its media type; nothing when a media type in it is none.
    pub(crate) fn multipart(&self) -> Option<(Bytes, String)> {
        let boundary = format!("{:-<26}{:016x}{:016x}", "", fastrand::u64(..), fastrand::u64(..));
        let mut body = Vec::new();
        for (name, field) in &self.fields {
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
            let (media_type, bytes) = match field {
                Field::Text(text, media_type) => (*media_type, text.as_bytes()),
                Field::File(file) => {
                    let _ = write!(head, "; filename=\"{}\"", quoted(&file.name));
                    // Without a name, nobody has chosen a file.
                    let usual = Some("application/octet-stream").filter(|_| !file.name.is_empty());
                    (file.media_type.as_deref().or(usual), &file.bytes[..])
                }
            };
            if let Some(media_type) = media_type {
                http::HeaderValue::from_str(media_type).ok()?;
                let _ = write!(head, "\r\nContent-Type: {media_type}");
            }
            head.push_str("\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Some((body.into(), format!("multipart/form-data; boundary={boundary}")))
    }
}

/// A name as the head of a part quotes it: the few characters that would end it are encoded as browsers do.
fn quoted(name: &str) -> Cow<'_, str> {
    if name.contains(['"', '\r', '\n']) {
        name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A").into()
    } else {
        name.into()
    }
}

/// A file in a multipart form.
#[derive(Clone)]
pub struct FilePart {
    name: String,
    bytes: Bytes,
    media_type: Option<String>,
}

/// Shows how long the file is, and neither its name nor what is in it.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl FilePart {
    /// A file of this name, which the service sees, and with these contents.
    pub fn new(name: impl Into<String>, contents: impl Into<Bytes>) -> Self {
        Self { name: name.into(), bytes: contents.into(), media_type: None }
    }

    /// Sets the media type, such as `image/png`; `application/octet-stream` by default.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

/// A form that callers fill in: each field is a setter.
///
/// `text` and `file` take one value, `texts` and `files` several; `= "name"` is the field's name on the wire when that is
/// not the Rust name, and `as "type"` the media type of a text's part.
macro_rules! forms {
    ($(
        $(#[$attr:meta])*
        pub struct $name:ident {
            $($(#[$f_attr:meta])* $kind:ident $field:ident $(= $key:literal)? $(as $media_type:literal)?,)*
        }
    )+) => {$(
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or!("A form."; $(#[$attr])*)]
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            pub(crate) form: $crate::runtime::form::Form,
        }

        impl $name {
            /// An empty form; the setters fill it in.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $($crate::runtime::form::field! { $kind $(#[$f_attr])* $field $(= $key)? $(as $media_type)? })*
        }
    )+};
}

/// The setter of a field.
macro_rules! field {
    (text $(#[$attr:meta])* $field:ident $(= $key:literal)? $(as $media_type:literal)?) => {
        $crate::runtime::form::field! {
            @ $(#[$attr])* $field: impl Into<String>, ($($key)?),
            texts $crate::runtime::form::media_type!($($media_type)?), [$field]
        }
    };
    (texts $(#[$attr:meta])* $field:ident $(= $key:literal)? $(as $media_type:literal)?) => {
        $crate::runtime::form::field! {
            @ $(#[$attr])* $field: impl IntoIterator<Item = impl Into<String>>, ($($key)?),
            texts $crate::runtime::form::media_type!($($media_type)?), $field
        }
    };
    (file $(#[$attr:meta])* $field:ident $(= $key:literal)?) => {
        $crate::runtime::form::field! {
            @ $(#[$attr])* $field: $crate::runtime::form::FilePart, ($($key)?), files [$field]
        }
    };
    (files $(#[$attr:meta])* $field:ident $(= $key:literal)?) => {
        $crate::runtime::form::field! {
            @ $(#[$attr])* $field: impl IntoIterator<Item = $crate::runtime::form::FilePart>, ($($key)?),
            files $field
        }
    };
    (@ $(#[$attr:meta])* $field:ident: $type:ty, ($($key:literal)?), $set:ident $($argument:expr),+) => {
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or_name!($field; $(#[$attr])*)]
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.form.$set($crate::runtime::types::key!($field $($key)?), $($argument),+);
            self
        }
    };
}

/// A media type or none.
macro_rules! media_type {
    () => {
        None
    };
    ($media_type:literal) => {
        Some($media_type)
    };
}

pub(crate) use {field, forms, media_type};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_urlencoded_form_is_encoded_as_postman_does() {
        let mut form = Form::default();
        form.texts("a b", None, ["1&2=3 +~é!"]);
        form.texts("x[]", None, ["p", "q"]);
        form.texts("empty", None, [""]);
        assert_eq!(form.urlencoded(), "a%20b=1%262%3D3%20%2B~%C3%A9%21&x%5B%5D=p&x%5B%5D=q&empty=");
        form.texts("a b", None, ["again"]);
        assert_eq!(form.urlencoded(), "x%5B%5D=p&x%5B%5D=q&empty=&a%20b=again");
    }

    #[test]
    fn a_multipart_form_has_a_part_for_each_value() {
        let mut form = Form::default();
        form.texts("note", None, ["hi"]);
        form.texts("meta", Some("application/json"), ["{}"]);
        form.files("file", [FilePart::new("a\"\r\n.png", "PNG").content_type("image/png")]);
        let (body, media_type) = form.multipart().unwrap();
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n\
            --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{}\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0A.png\"\r\n\
            Content-Type: image/png\r\n\r\nPNG\r\n--B--\r\n";
        assert_eq!(std::str::from_utf8(&body).unwrap().replace(boundary, "B"), expected);
    }

    #[test]
    fn a_media_type_cannot_end_the_head() {
        let mut form = Form::default();
        form.files("file", [FilePart::new("a", "b").content_type("x/y\r\nX-Evil: 1")]);
        assert!(form.multipart().is_none());
    }

    #[test]
    fn nothing_of_a_form_is_shown() {
        let mut form = Form::default();
        form.texts("name", None, ["secret"]);
        form.files("file", [FilePart::new("secret.txt", "secret")]);
        assert_eq!(format!("{form:?}"), r#"{"name", "file"}"#);
        assert_eq!(format!("{:?}", FilePart::new("secret", "secret")), "FilePart { bytes: 6, .. }");
    }
}
