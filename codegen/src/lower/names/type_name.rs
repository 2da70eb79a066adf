//! The names of types that have none of their own: that of the place where the type is used.

use super::case::pascal_case;
use super::length::{LONGEST, cut, joined};

/// The most bytes of the prefix that the types of an operation have: it leaves room for the longest purpose.
pub(crate) const LONGEST_PREFIX: usize = 44;

/// The most bytes of a field's name in the name of a type.
const LONGEST_FIELD: usize = LONGEST / 2;

/// The name of a type: `UpdateProfileBody`, and `UpdateProfileBodyAddress` for its field `address`.
///
/// Of a name that would be too long, the fields in the middle are left out, and the prefix is cut.
#[derive(Clone, Debug)]
pub(crate) struct TypeName {
    /// The prefix of the operation, or the whole name of a type that the overlay names.
    prefix: String,
    /// What the type is for: `Body`, `Response`, `Error404` …
    purpose: String,
    /// The fields from there to the type.
    fields: Vec<String>,
    text: String,
    is_cut: bool,
}

impl TypeName {
    /// Creates the name of a type of an operation.
    pub(crate) fn new(prefix: &str, purpose: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            purpose: purpose.to_owned(),
            fields: Vec::new(),
            text: format!("{prefix}{purpose}"),
            is_cut: false,
        }
    }

    /// Creates the name of a type that the overlay names.
    pub(crate) fn given(name: &str) -> Self {
        Self::new(name, "")
    }

    /// Returns the name.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether parts of the name were left out because it would have been too long.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Returns the name of what a field holds.
    pub(crate) fn field(&self, field: &str) -> Self {
        let field = pascal_case(field);
        let own = cut(&field, LONGEST_FIELD).to_owned();
        let fits = self.text.len() + own.len() <= LONGEST;
        Self {
            prefix: self.prefix.clone(),
            purpose: self.purpose.clone(),
            text: if fits { format!("{}{own}", self.text) } else { self.without_middle(&own) },
            is_cut: self.is_cut || !fits || own != field,
            fields: self.fields.iter().cloned().chain([own]).collect(),
        }
    }

    /// Returns prefix and purpose, then as many of the nearest fields as there is room for.
    fn without_middle(&self, field: &str) -> String {
        let mut nearest = field.to_owned();
        for outer in self.fields.iter().rev() {
            if self.prefix.len() + self.purpose.len() + outer.len() + nearest.len() > LONGEST {
                break;
            }
            nearest.insert_str(0, outer);
        }
        joined(&self.prefix, &format!("{}{nearest}", self.purpose), LONGEST)
    }

    /// Returns the name of the elements of an outermost list or map.
    pub(crate) fn element(&self, suffix: &str) -> Self {
        let text = joined(&self.text, suffix, LONGEST.max(self.text.len()));
        Self { is_cut: self.is_cut || text.len() < self.text.len() + suffix.len(), text, ..self.clone() }
    }

    /// Returns the first name with this suffix, and then a number, that is free.
    pub(crate) fn free(&self, suffix: &str, is_free: impl Fn(&str) -> bool) -> Self {
        if is_free(&self.text) {
            return self.clone();
        }
        let longest = LONGEST.max(self.text.len());
        let numbered = (2_usize..).map(|number| joined(&self.text, &format!("{suffix}{number}"), longest));
        let mut names = std::iter::once(joined(&self.text, suffix, longest)).chain(numbered);
        let text = names.find(|name| is_free(name)).unwrap_or_default();
        Self { text, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    #[test]
    fn a_field_adds_its_name() {
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
