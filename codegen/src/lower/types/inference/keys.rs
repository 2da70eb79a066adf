//! Recognizes keys that are data.

/// Whether the keys of an object are data instead of names: ids, dates or addresses.
///
/// A struct with a field for each id is useless, but a map instead of a struct loses names and types. So every key must
/// look like data. A key that only begins with a digit counts if there are several keys. See also [`have_variable`].
pub(super) fn are_data(keys: &[&str]) -> bool {
    let several = keys.len() > 1;
    !keys.is_empty() && keys.iter().all(|key| is_data(key) || (several && starts_with_digit(key)))
}

/// Whether one of the keys contains a variable.
pub(super) fn have_variable<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.any(|key| key.contains("{{"))
}

/// Whether all keys are those that Postman makes up for an object with arbitrary keys when it converts an OpenAPI
/// document: `key_0`, `key_1` …
pub(super) fn are_made_up<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.all(|key| key.strip_prefix("key_").is_some_and(is_number))
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

/// Whether a key is a UUID: `5ce8a3d0-7d2c-4c7a-9f3e-0a1b2c3d4e5f`.
fn is_uuid(key: &str) -> bool {
    let is_hyphen = |index| matches!(index, 8 | 13 | 18 | 23);
    let mut bytes = key.bytes().enumerate();
    key.len() == 36
        && bytes.all(|(index, byte)| if is_hyphen(index) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Whether a key consists of twelve or more hexadecimal digits, not all of them letters.
fn is_hex(key: &str) -> bool {
    key.len() >= 12
        && key.bytes().all(|byte| byte.is_ascii_hexdigit())
        && key.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a key is a date or a date and a time: `2024-05-17`, `2024-05-17T10:00:00Z`.
fn is_date(key: &str) -> bool {
    let Some(date) = key.as_bytes().get(..10) else { return false };
    let is_hyphen = |index| matches!(index, 4 | 7);
    let mut bytes = date.iter().enumerate();
    bytes.all(|(index, byte)| if is_hyphen(index) { *byte == b'-' } else { byte.is_ascii_digit() })
        && !key[10..].starts_with(|next: char| next != 'T' && next.is_alphanumeric())
}

/// Whether a key is an e-mail address, a URL or a path.
fn is_address(key: &str) -> bool {
    let is_email =
        key.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    is_email || key.contains("://") || (key.len() > 1 && key.starts_with('/'))
}

/// Whether a key is an id of letters and digits, such as `6ElZZvtumbwtLBDJvFwepx` or `a1B2c3D4e5F6g7H8`: it is long,
/// and its digits are in several groups, unlike those of a name with a number.
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
    fn keys_are_not_data_if_one_of_them_is_a_name() {
        assert!(!are_data(&["10001", "10002", "name"]));
    }

    #[test]
    fn a_leading_digit_counts_if_there_are_several_keys() {
        assert!(are_data(&["16x16", "32x32"]));
        assert!(!are_data(&["16x16"]));
    }

    #[test]
    fn an_empty_list_of_keys_is_not_data() {
        assert!(!are_data(&[]));
    }

    #[test]
    fn made_up_keys_have_only_numbers() {
        let are_made_up = |keys: &[&str]| are_made_up(keys.iter().copied());
        assert!(are_made_up(&["key_0", "key_10"]));
        for keys in [&["key_0", "key"][..], &["key_a"], &["key_"], &["my_key_0"]] {
            assert!(!are_made_up(keys), "{keys:?}");
        }
    }
}
