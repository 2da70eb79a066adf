//! Forms: urlencoded, and multipart with files.
//!
//! They are encoded here and not by reqwest, whose multipart bodies are streams: bytes can be sent again, and a hook
//! can sign them.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::argument::{Argument, Text, text};

/// All characters except RFC 3986 `unreserved`, as Postman encodes them.
const URLENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The fields of a form, with the index of each that is an element of a list.
#[derive(Clone, Default)]
pub(crate) struct Form {
    fields: Vec<(&'static str, Option<usize>, Field)>,
    /// The order of the fields; that in which they were set if this is empty.
    order: &'static [&'static str],
}

/// The value of a field.
#[derive(Clone)]
enum Field {
    /// A string, and the media type of its part if it has one.
    Text(String, Option<&'static str>),
    /// A file.
    File(FilePart),
    /// The reason why the value cannot be sent, after the words for the field.
    Invalid(&'static str),
}

impl Field {
    /// Creates a field from an argument, with the media type of its part if it has one.
    fn of(value: Text, media_type: Option<&'static str>) -> Self {
        value.map_or_else(Self::Invalid, |text| Self::Text(text, media_type))
    }
}

/// A field that cannot be sent: its name, and the reason as the end of a sentence about the field.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct InvalidField {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
}

/// Shows the names of the fields that are set, but not their values.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.iter().map(|(name, ..)| name)).finish()
    }
}

impl Form {
    /// Creates an empty form whose fields have this order.
    pub(crate) fn ordered(order: &'static [&'static str]) -> Self {
        Self { fields: Vec::new(), order }
    }

    /// Sets a field to a value.
    pub(crate) fn value(&mut self, name: &'static str, value: impl Argument) {
        self.values(name, [value]);
    }

    /// Sets a field to several values: one entry for each.
    pub(crate) fn values(&mut self, name: &'static str, values: impl IntoIterator<Item = impl Argument>) {
        self.set(name, values.into_iter().map(|value| (None, Field::of(text(&value), None))));
    }

    /// Sets a field that is a list: `name[0]`, `name[1]` and so on.
    pub(crate) fn indexed_values(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Argument>,
    ) {
        let values = values.into_iter().enumerate();
        self.set(name, values.map(|(index, value)| (Some(index), Field::of(text(&value), None))));
    }

    /// Sets a field of a multipart form to several values: one part for each, with this media type.
    pub(crate) fn typed_values(
        &mut self,
        name: &'static str,
        media_type: &'static str,
        values: impl IntoIterator<Item = impl Argument>,
    ) {
        self.set(name, values.into_iter().map(|value| (None, Field::of(text(&value), Some(media_type)))));
    }

    /// Sets a field to a string.
    pub(crate) fn text(&mut self, name: &'static str, value: impl Into<String>) {
        self.texts(name, [value]);
    }

    /// Sets a field to several strings: one entry for each.
    pub(crate) fn texts(&mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) {
        self.set(name, values.into_iter().map(|value| (None, Field::Text(value.into(), None))));
    }

    /// Sets a field that is a list of strings: `name[0]`, `name[1]` and so on.
    pub(crate) fn indexed_texts(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let values = values.into_iter().enumerate();
        self.set(name, values.map(|(index, value)| (Some(index), Field::Text(value.into(), None))));
    }

    /// Sets a field of a multipart form to several strings: one part for each, with this media type.
    pub(crate) fn typed_texts(
        &mut self,
        name: &'static str,
        media_type: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) {
        self.set(name, values.into_iter().map(|value| (None, Field::Text(value.into(), Some(media_type)))));
    }

    /// Sets a field to a file.
    pub(crate) fn file(&mut self, name: &'static str, file: FilePart) {
        self.files(name, [file]);
    }

    /// Sets a field to several files: one part for each.
    pub(crate) fn files(&mut self, name: &'static str, files: impl IntoIterator<Item = FilePart>) {
        self.set(name, files.into_iter().map(|file| (None, Field::File(file))));
    }

    /// Replaces the values of a field.
    fn set(&mut self, name: &'static str, values: impl Iterator<Item = (Option<usize>, Field)>) {
        self.fields.retain(|(other, ..)| *other != name);
        self.fields.extend(values.map(|(index, value)| (name, index, value)));
        if !self.order.is_empty() {
            let order = self.order;
            self.fields.sort_by_key(|(name, ..)| order.iter().position(|other| other == name));
        }
    }

    /// Returns the urlencoded form: `a=1&b=2`.
    ///
    /// # Errors
    ///
    /// The first field that cannot be sent.
    pub(crate) fn urlencoded(&self) -> Result<String, InvalidField> {
        let mut text = String::new();
        for (name, index, field) in &self.fields {
            let value = match field {
                Field::Text(value, _) => value,
                Field::Invalid(reason) => return Err(InvalidField { name, reason }),
                // A urlencoded form cannot contain files.
                Field::File(_) => continue,
            };
            if !text.is_empty() {
                text.push('&');
            }
            text.extend(utf8_percent_encode(&with_index(name, *index), URLENCODED));
            text.push('=');
            text.extend(utf8_percent_encode(value, URLENCODED));
        }
        Ok(text)
    }

    /// Returns a boundary that does not occur in a field.
    fn boundary(&self, mut random: impl FnMut() -> u64) -> String {
        loop {
            let number = format!("{:016x}{:016x}", random(), random());
            let number = number.as_bytes();
            let occurs = |(.., field): &(_, _, Field)| {
                content(field).windows(number.len()).any(|part| part[0] == number[0] && part == number)
            };
            if !self.fields.iter().any(occurs) {
                return format!("{:-<26}{}", "", String::from_utf8_lossy(number));
            }
        }
    }

    /// Returns the body of a multipart form (RFC 7578) and its media type.
    ///
    /// # Errors
    ///
    /// The first field that cannot be sent.
    pub(crate) fn multipart(&self) -> Result<(Bytes, String), InvalidField> {
        self.multipart_with(|| fastrand::u64(..))
    }

    fn multipart_with(&self, random: impl FnMut() -> u64) -> Result<(Bytes, String), InvalidField> {
        let boundary = self.boundary(random);
        let mut body = Vec::new();
        for (field_name, index, field) in &self.fields {
            let name = with_index(field_name, *index);
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&name));
            let (media_type, bytes) = match field {
                Field::Text(text, media_type) => (*media_type, text.as_bytes()),
                Field::File(file) => {
                    let _ = write!(head, "; filename=\"{}\"", quoted(&file.name));
                    // A part with an empty name is a field without a file, and has no media type by default.
                    let default = Some("application/octet-stream").filter(|_| !file.name.is_empty());
                    (file.media_type.as_deref().or(default), &file.bytes[..])
                }
                Field::Invalid(reason) => return Err(InvalidField { name: field_name, reason }),
            };
            if let Some(media_type) = media_type {
                let reason = "has a file whose media type is not valid";
                http::HeaderValue::from_str(media_type)
                    .map_err(|_| InvalidField { name: field_name, reason })?;
                let _ = write!(head, "\r\nContent-Type: {media_type}");
            }
            head.push_str("\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((body.into(), format!("multipart/form-data; boundary={boundary}")))
    }
}

/// Returns the content of a field.
fn content(field: &Field) -> &[u8] {
    match field {
        Field::Text(text, _) => text.as_bytes(),
        Field::File(file) => &file.bytes,
        Field::Invalid(_) => &[],
    }
}

/// Returns the name that is sent for a field.
fn with_index(name: &str, index: Option<usize>) -> Cow<'_, str> {
    match index {
        None => name.into(),
        Some(index) => format!("{name}[{index}]").into(),
    }
}

/// Returns a name for the head of a part. The characters that would end the quoted string are encoded, as in browsers.
fn quoted(name: &str) -> Cow<'_, str> {
    if name.contains(['"', '\r', '\n']) {
        name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A").into()
    } else {
        name.into()
    }
}

/// A file in a multipart form.
///
/// # Examples
///
/// ```text
/// let report = FilePart::new("report.pdf", std::fs::read("report.pdf")?).content_type("application/pdf");
/// ```
#[derive(Clone)]
pub struct FilePart {
    name: String,
    bytes: Bytes,
    media_type: Option<String>,
}

/// Shows the length, but neither the name nor the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl FilePart {
    /// Creates a file with this name and this content, both of which are sent.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_urlencoded_form_is_encoded_as_postman_does() {
        let mut form = Form::default();
        form.text("a b", "1&2=3 +~é!");
        form.texts("x[]", ["p", "q"]);
        form.text("empty", "");
        assert_eq!(
            form.urlencoded().as_deref(),
            Ok("a%20b=1%262%3D3%20%2B~%C3%A9%21&x%5B%5D=p&x%5B%5D=q&empty=")
        );
        form.text("a b", "again");
        assert_eq!(form.urlencoded().as_deref(), Ok("x%5B%5D=p&x%5B%5D=q&empty=&a%20b=again"));
    }

    #[test]
    fn a_multipart_form_has_a_part_for_each_value() {
        let mut form = Form::default();
        form.text("note", "hi");
        form.typed_texts("meta", "application/json", ["{}"]);
        form.file("file", FilePart::new("a\"\r\n.png", "PNG").content_type("image/png"));
        let (body, media_type) = form.multipart().unwrap();
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n\
            --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{}\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0A.png\"\r\n\
            Content-Type: image/png\r\n\r\nPNG\r\n--B--\r\n";
        assert_eq!(std::str::from_utf8(&body).unwrap().replace(boundary, "B"), expected);
    }

    #[test]
    fn a_boundary_does_not_occur_in_the_content() {
        let taken = |number: u64| format!("{:-<26}{number:016x}{number:016x}", "");
        let mut form = Form::default();
        form.text("note", format!("\r\n--{}--\r\n", taken(1)));
        form.file("file", FilePart::new("a", format!("x{}", taken(2))));
        let mut count = 0_u64;
        let random = || {
            count += 1;
            count.div_ceil(2)
        };
        let (body, media_type) = form.multipart_with(random).unwrap();
        assert_eq!(media_type, format!("multipart/form-data; boundary={}", taken(3)));
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(body.matches(&taken(3)).count(), 3);
    }

    #[test]
    fn a_form_with_an_order_keeps_it() {
        let mut form = Form::ordered(&["a", "b", "c"]);
        form.value("c", 3_i64);
        form.values("a", [true, false]);
        form.text("b", "x");
        form.value("c", 4_i64);
        assert_eq!(form.urlencoded().as_deref(), Ok("a=true&a=false&b=x&c=4"));
    }

    #[test]
    fn each_element_of_a_list_has_its_index() {
        let mut form = Form::default();
        form.indexed_texts("expand", ["a", "b c"]);
        form.text("name", "x");
        assert_eq!(form.urlencoded().as_deref(), Ok("expand%5B0%5D=a&expand%5B1%5D=b%20c&name=x"));
        let (body, _) = form.multipart().unwrap();
        let body = std::str::from_utf8(&body).unwrap();
        let names: Vec<&str> = body.lines().filter(|line| line.contains("name=")).collect();
        let expected = ["expand[0]", "expand[1]", "name"];
        assert_eq!(names, expected.map(|name| format!("Content-Disposition: form-data; name=\"{name}\"")));
        // The last list counts.
        form.indexed_texts("expand", ["d"]);
        assert_eq!(form.urlencoded().as_deref(), Ok("name=x&expand%5B0%5D=d"));
    }

    #[test]
    fn a_media_type_cannot_end_the_head_of_a_part() {
        let mut form = Form::default();
        form.file("file", FilePart::new("a", "b").content_type("x/y\r\nX-Evil: 1"));
        let reason = "has a file whose media type is not valid";
        assert_eq!(form.multipart().err(), Some(InvalidField { name: "file", reason }));
    }

    #[test]
    fn a_float_that_is_no_number_is_refused() {
        let reason = "is not a finite number";
        for value in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let setters: [fn(&mut Form, f64); 4] = [
                |form, value| form.value("price", value),
                |form, value| form.values("price", [1.5, value]),
                |form, value| form.indexed_values("price", [1.5, value]),
                |form, value| form.typed_values("price", "text/plain", [value]),
            ];
            for set in setters {
                let mut form = Form::default();
                form.text("note", "NaN");
                set(&mut form, value);
                let expected = InvalidField { name: "price", reason };
                assert_eq!(form.urlencoded().as_ref(), Err(&expected));
                assert_eq!(form.multipart().err(), Some(expected));
                // The last value counts.
                set(&mut form, 0.5);
                assert!(form.urlencoded().is_ok_and(|text| text.contains("0.5")) && form.multipart().is_ok());
            }
        }
    }

    #[test]
    fn debug_shows_no_value_of_a_form() {
        let mut form = Form::default();
        form.text("name", "secret");
        form.file("file", FilePart::new("secret.txt", "secret"));
        assert_eq!(format!("{form:?}"), r#"{"name", "file"}"#);
        assert_eq!(format!("{:?}", FilePart::new("secret", "secret")), "FilePart { bytes: 6, .. }");
    }
}
