//! The names of types without a name in the overlay: they are derived from the use of the type.

use super::case::pascal_case;
use super::length::{LONGEST, cut, first_free, joined};

/// The maximum length of the prefix of an operation's types in bytes. It leaves room for the longest purpose.
pub(crate) const LONGEST_PREFIX: usize = 44;

/// The maximum length of a field's name in the name of a type, in bytes.
const LONGEST_FIELD: usize = LONGEST / 2;

/// The name of a type: `UpdateProfileBody`, and `UpdateProfileBodyAddress` for its field `address`.
///
/// A name that would be too long lacks the fields in the middle; if it is still too long, the prefix is cut.
#[derive(Clone, Debug)]
pub(crate) struct TypeName {
    /// The prefix of the operation, or the whole name of a type that the overlay names.
    prefix: String,
    /// The purpose: `Body`, `Response`, `Error404` …
    purpose: String,
    /// The path of fields to the type.
    fields: Vec<String>,
    /// The name itself.
    name: String,
    is_cut: bool,
    /// Whether the type is that of the elements of an array or a map.
    is_element: bool,
}

impl TypeName {
    /// Creates the name of a type of an operation.
    pub(crate) fn new(prefix: &str, purpose: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            purpose: purpose.to_owned(),
            fields: Vec::new(),
            name: format!("{prefix}{purpose}"),
            is_cut: false,
            is_element: false,
        }
    }

    /// Creates the name of a type that the overlay names.
    pub(crate) fn given(name: &str) -> Self {
        Self::new(name, "")
    }

    /// Returns the name.
    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// Returns the prefix of the operation.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether the type is that of an error, or of a part of it.
    pub(crate) fn is_of_error(&self) -> bool {
        self.purpose.starts_with("Error")
    }

    /// Returns the path of fields to the type.
    pub(crate) fn fields(&self) -> &[String] {
        &self.fields
    }

    /// Whether the type is that of the elements of an array or a map.
    pub(crate) fn is_element(&self) -> bool {
        self.is_element
    }

    /// Whether the name lacks parts because it would have been too long.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Returns the name for the type of a field of this type.
    pub(crate) fn field(&self, field: &str) -> Self {
        let field = pascal_case(field);
        let own = cut(&field, LONGEST_FIELD).to_owned();
        let fits = self.name.len() + own.len() <= LONGEST;
        Self {
            prefix: self.prefix.clone(),
            purpose: self.purpose.clone(),
            name: if fits { format!("{}{own}", self.name) } else { self.without_middle(&own) },
            is_cut: self.is_cut || !fits || own != field,
            fields: self.fields.iter().cloned().chain([own]).collect(),
            is_element: false,
        }
    }

    /// Returns prefix and purpose, then as many of the innermost fields as fit.
    fn without_middle(&self, field: &str) -> String {
        let mut innermost = field.to_owned();
        for outer in self.fields.iter().rev() {
            if self.prefix.len() + self.purpose.len() + outer.len() + innermost.len() > LONGEST {
                break;
            }
            innermost.insert_str(0, outer);
        }
        joined(&self.prefix, &format!("{}{innermost}", self.purpose), LONGEST)
    }

    /// Returns the name for the type of the elements of an array or map.
    pub(crate) fn element(&self, suffix: &str) -> Self {
        let name = joined(&self.name, suffix, LONGEST.max(self.name.len()));
        let is_cut = self.is_cut || name.len() < self.name.len() + suffix.len();
        Self { is_cut, name, is_element: true, ..self.clone() }
    }

    /// Returns the first free name: this one, this one with the suffix, or this one with the suffix and a number.
    pub(crate) fn free(&self, suffix: &str, is_free: impl Fn(&str) -> bool) -> Self {
        if is_free(&self.name) {
            return self.clone();
        }
        let longest = LONGEST.max(self.name.len());
        let suffixed = joined(&self.name, suffix, longest);
        if is_free(&suffixed) {
            return Self { name: suffixed, ..self.clone() };
        }
        let numbered = |number: usize| joined(&self.name, &format!("{suffix}{number}"), longest);
        let number = first_free(|number| is_free(&numbered(number)));
        Self { name: numbered(number), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    #[test]
    fn fields_append_their_names() {
        let name = TypeName::new("UpdateProfile", "Body").field("home_address").field("geo");
        assert_eq!((name.as_str(), name.is_cut()), ("UpdateProfileBodyHomeAddressGeo", false));
        assert_eq!(name.element("Item").as_str(), "UpdateProfileBodyHomeAddressGeoItem");
    }

    #[test]
    fn long_names_lose_the_middle_and_then_the_end_of_the_prefix() {
        let name = TypeName::new("ListOrganizationMembers", "Response");
        let name = name.field("permissions").field("granted_by_administrator").field("scopes");
        assert_eq!(
            (name.as_str(), name.is_cut()),
            ("ListOrganizationMembersResponseGrantedByAdministratorScopes", true)
        );
        let long = name.field("a_very_long_name_of_a_field_that_nobody_would_write");
        assert_eq!(long.as_str(), "ListOrganizationMembersResponseAVeryLongNameOfAFieldThat");
    }
}
