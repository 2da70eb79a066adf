//! Numbers that identify the shape of an object or a form.

use hashbrown::HashMap;

use crate::api::{Field, FormContent, FormField, Presence, Repeat, Type};

/// Numbers that are equal if and only if the fields are.
pub(super) type Shape = Vec<u64>;

/// The strings and classes that shapes refer to by numbers. Most keys occur in many objects, so sorting and comparing
/// their numbers is faster than the keys themselves.
pub(super) struct Shapes<'d> {
    /// The number of each string so far.
    strings: HashMap<&'d str, usize>,
    /// The class of each definition so far.
    classes: HashMap<&'d str, usize>,
}

impl<'d> Shapes<'d> {
    /// Creates an empty collection, with room for the classes of this number of definitions.
    pub(super) fn new(definitions: usize) -> Self {
        Self { strings: HashMap::new(), classes: HashMap::with_capacity(definitions) }
    }

    /// Sets the class of a definition, by which later shapes refer to it.
    pub(super) fn set_class(&mut self, name: &'d str, class: usize) {
        self.classes.insert(name, class);
    }

    /// Returns the shape of an object.
    ///
    /// Documentation and the like distinguish objects that the collection declares; inferred ones have none.
    pub(super) fn of_object(&mut self, fields: &'d [Field], docs: &'d str) -> Shape {
        let mut shape = Vec::with_capacity(1 + fields.len() * 2);
        shape.push(tagged(b'o', 0));
        for (key, field) in self.sorted(fields, |field| &field.name.wire) {
            let presence = match field.presence {
                Presence::Required => b'r',
                Presence::Optional => b'o',
                Presence::Patch => b'p',
            };
            shape.push(tagged(presence, key << 1 | usize::from(field.sensitive)));
            self.push_type(&mut shape, &field.ty);
            self.push_text(&mut shape, b'"', &field.docs);
            self.push_text(&mut shape, b'=', field.service_default.as_deref().unwrap_or_default());
            self.push_text(&mut shape, b'-', field.deprecated.as_deref().unwrap_or_default());
            shape.extend(field.read_only.then(|| tagged(b'!', 0)));
        }
        self.push_text(&mut shape, b'"', docs);
        shape
    }

    fn push_text(&mut self, shape: &mut Shape, tag: u8, text: &'d str) {
        if !text.is_empty() {
            shape.push(tagged(tag, self.string(text)));
        }
    }

    /// Returns the shape of a form, which differs from those of all objects.
    pub(super) fn of_form(&mut self, fields: &'d [FormField]) -> Shape {
        let mut shape = vec![tagged(b'f', 0)];
        for (key, FormField { content, ty, repeat, .. }) in self.sorted(fields, |field| &field.name.wire) {
            let repeat = match repeat {
                Repeat::Never => b'1',
                Repeat::Keys => b'k',
                Repeat::Indexed => b'i',
                Repeat::Commas => b',',
                Repeat::Spaces => b' ',
                Repeat::Pipes => b'|',
            };
            shape.push(tagged(repeat, key));
            self.push_type(&mut shape, ty);
            match content {
                FormContent::File => shape.push(tagged(b'f', 0)),
                FormContent::Text(media_type) => {
                    let media_type = self.string(media_type.as_deref().unwrap_or_default());
                    shape.push(tagged(b't', media_type));
                }
            }
        }
        shape
    }

    /// Returns fields with the numbers of their keys, sorted by these.
    fn sorted<F>(&mut self, fields: &'d [F], key: impl Fn(&'d F) -> &'d str) -> Vec<(usize, &'d F)> {
        let mut sorted: Vec<(usize, &F)> =
            fields.iter().map(|field| (self.string(key(field)), field)).collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        sorted
    }

    fn push_type(&mut self, shape: &mut Shape, ty: &'d Type) {
        let (tag, inner) = match ty {
            Type::String => (b'S', None),
            Type::Bool => (b'B', None),
            Type::Integer => (b'I', None),
            Type::Unsigned => (b'U', None),
            Type::Float => (b'F', None),
            Type::Number => (b'N', None),
            Type::DateTime => (b'D', None),
            Type::Any => (b'?', None),
            Type::Array(inner) => (b'[', Some(inner)),
            Type::Map(inner) => (b'{', Some(inner)),
            Type::Nullable(inner) => (b'n', Some(inner)),
            Type::Boxed(inner) => (b'b', Some(inner)),
            Type::Named(name) => {
                let (tag, number) = match self.classes.get(name.as_str()) {
                    Some(class) => (b'#', *class),
                    None => (b'$', self.string(name)),
                };
                return shape.push(tagged(tag, number));
            }
        };
        shape.push(tagged(tag, 0));
        if let Some(inner) = inner {
            self.push_type(shape, inner);
        }
    }

    /// Returns the number of a string.
    fn string(&mut self, string: &'d str) -> usize {
        let next = self.strings.len();
        *self.strings.entry(string).or_insert(next)
    }
}

/// Returns a number and what it stands for as one number.
fn tagged(tag: u8, number: usize) -> u64 {
    (number as u64) << 8 | u64::from(tag)
}
