//! What the text of a key or value gives away.

/// Whether the keys of an object are data: ids, dates, addresses, variables.
///
/// A struct with a field for each of somebody's ids is useless, and a map where a struct was meant loses names and
/// types; so each key must look like data, and a digit in front alone counts only when there are several keys. See
/// [`have_variable`] too.
pub(super) fn are_data(keys: &[&str]) -> bool {
    let several = keys.len() > 1;
    !keys.is_empty() && keys.iter().all(|key| is_data(key) || (several && starts_with_digit(key)))
}

/// Whether one of the keys is or holds a variable.
pub(super) fn have_variable<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.any(|key| key.contains("{{"))
}

/// Whether a text stands for a value of another type, as Postman writes when it makes a collection from an OpenAPI
/// document: the service does not send the text `<integer>`.
pub(super) fn is_type_marker(text: &str) -> bool {
    const TYPES: &[&str] =
        &["integer", "int", "long", "number", "float", "double", "boolean", "object", "array", "null", "any"];
    let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else { return false };
    TYPES.contains(&inner) || inner == "Error: Too many levels of nesting to fake this schema"
}

fn is_data(key: &str) -> bool {
    is_number(key) || is_uuid(key) || is_hex(key) || is_date(key) || is_address(key) || is_mixed(key)
}

fn starts_with_digit(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_digit())
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// `5ce8a3d0-7d2c-4c7a-9f3e-0a1b2c3d4e5f`.
fn is_uuid(key: &str) -> bool {
    let is_hyphen = |place| matches!(place, 8 | 13 | 18 | 23);
    let mut bytes = key.bytes().enumerate();
    key.len() == 36
        && bytes.all(|(place, byte)| if is_hyphen(place) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Twelve or more hexadecimal digits, not all of them letters.
fn is_hex(key: &str) -> bool {
    key.len() >= 12
        && key.bytes().all(|byte| byte.is_ascii_hexdigit())
        && key.bytes().any(|byte| byte.is_ascii_digit())
}

/// `2024-05-17` and what may follow a date.
fn is_date(key: &str) -> bool {
    let Some(date) = key.as_bytes().get(..10) else { return false };
    let is_hyphen = |place| matches!(place, 4 | 7);
    let mut bytes = date.iter().enumerate();
    bytes.all(|(place, byte)| if is_hyphen(place) { *byte == b'-' } else { byte.is_ascii_digit() })
        && !key[10..].starts_with(|next: char| next != 'T' && next.is_alphanumeric())
}

/// An e-mail address, a URL or a path.
fn is_address(key: &str) -> bool {
    let is_email =
        key.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    is_email || key.contains("://") || (key.len() > 1 && key.starts_with('/'))
}

/// An id of letters and digits, such as `6ElZZvtumbwtLBDJvFwepx` or `a1B2c3D4e5F6g7H8`: long, and with digits here and
/// there, unlike a word with a number at its end.
fn is_mixed(key: &str) -> bool {
    let bytes = key.as_bytes();
    let changes =
        bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    bytes.len() >= 16
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && (changes >= 5 || starts_with_digit(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_data() {
        for key in [
            "1",
            "10001",
            "5ce8a3d0-7d2c-4c7a-9f3e-0a1b2c3d4e5f",
            "2c91808b79fd2422017a0b35d30f3968",
            "6ElZZvtumbwtLBDJvFwepx",
            "a1B2c3D4e5F6g7H8",
        ] {
            assert!(are_data(&[key]), "{key}");
        }
    }

    #[test]
    fn dates_and_addresses_are_data() {
        for key in [
            "2024-05-17",
            "2024-05-17T10:00:00Z",
            "2024-05-17 10:00",
            "a@example.com",
            "https://a.b/c",
            "/users",
        ] {
            assert!(are_data(&[key]), "{key}");
        }
    }

    #[test]
    fn names_are_not_data() {
        for key in [
            "name",
            "",
            "@type",
            "$ref",
            "+1",
            "-1",
            "/",
            "address1",
            "sha256CertificateFingerprint",
            "3ds",
            "deadbeefcafe",
            "line1AndLine2OfAddress",
            "2024-05-17abc",
        ] {
            assert!(!are_data(&[key]), "{key}");
        }
    }

    #[test]
    fn one_name_among_ids_makes_all_of_them_names() {
        assert!(!are_data(&["10001", "10002", "name"]));
    }

    #[test]
    fn a_digit_in_front_counts_when_there_are_several_keys() {
        assert!(are_data(&["16x16", "32x32"]));
        assert!(!are_data(&["16x16"]));
    }

    #[test]
    fn no_keys_are_no_data() {
        assert!(!are_data(&[]));
    }

    #[test]
    fn markers_of_texts_are_texts() {
        assert!(is_type_marker("<integer>"));
        assert!(!is_type_marker("<string>"));
        assert!(!is_type_marker("<dateTime>"));
    }
}
