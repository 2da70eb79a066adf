//! Recognizes literals and values that are the id of an example.

/// Whether a segment looks like an id: a UUID, a long number, a hexadecimal or random string, `prefix_random`, or an
/// ARN. Versions, dates, words and file names do not.
pub(crate) fn is_id(segment: &str) -> bool {
    is_uuid(segment)
        || is_number(segment)
        || is_hexadecimal(segment)
        || is_random(segment)
        || has_prefix(segment)
        || (segment.starts_with("arn:") && segment.matches(':').count() >= 5)
}

fn is_uuid(segment: &str) -> bool {
    let groups = segment.split('-');
    segment.len() == 36
        && groups.clone().map(str::len).eq([8, 4, 4, 4, 12])
        && groups.flat_map(str::bytes).all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a segment is a number of at least five digits, but no date such as 202405 or 20240501.
fn is_number(segment: &str) -> bool {
    let number = |from: usize, to: usize| segment.get(from..to).and_then(|text| text.parse::<u32>().ok());
    let is_date = matches!(segment.len(), 6 | 8)
        && number(0, 4).is_some_and(|year| (1900..2100).contains(&year))
        && number(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && (segment.len() == 6 || number(6, 8).is_some_and(|day| (1..=31).contains(&day)));
    segment.len() >= 5 && segment.bytes().all(|byte| byte.is_ascii_digit()) && !is_date
}

/// Whether a segment is an object id or a hash: 24, 32, 40 or 64 hexadecimal digits, possibly after two letters.
fn is_hexadecimal(segment: &str) -> bool {
    let is_hash = |text: &str| {
        matches!(text.len(), 24 | 32 | 40 | 64)
            && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            && text.bytes().any(|byte| byte.is_ascii_digit())
    };
    let without_letters =
        segment.get(2..).filter(|_| segment.bytes().take(2).all(|byte| byte.is_ascii_uppercase()));
    is_hash(segment) || without_letters.is_some_and(is_hash)
}

/// Whether a segment is a prefix in lower case and a random string: `cus_9s6XKzkNRiz8i3`.
fn has_prefix(segment: &str) -> bool {
    let Some((prefix, random)) = segment.rsplit_once('_') else { return false };
    let is_prefix =
        !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let digits = random.bytes().filter(u8::is_ascii_digit).count();
    is_prefix && random.len() >= 8 && digits >= 2 && changes(random).is_some_and(|changes| changes >= 3)
}

/// Whether a segment is at least 15 letters and digits without an order, such as a ULID. The more digits there are, the
/// fewer changes between letters and digits are needed.
fn is_random(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    segment.len() >= 15
        && digits >= 3
        && segment.len() - digits >= 3
        && changes(segment).is_some_and(|changes| changes + digits / 4 >= 5)
}

/// Counts the changes between digits, small letters and capitals, except for the capital that begins a word; `None` if
/// there are other characters.
fn changes(text: &str) -> Option<usize> {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => Some(0),
        b'a'..=b'z' => Some(1),
        b'A'..=b'Z' => Some(2),
        _ => None,
    };
    let classes: Vec<u8> = text.bytes().map(class).collect::<Option<_>>()?;
    Some(classes.windows(2).filter(|pair| pair[0] != pair[1] && *pair != [2, 1]).count())
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_are_recognized() {
        for id in [
            "2f1d3c6e-0a4b-4f57-9d0e-6b1a2c3d4e5f",
            "2F1D3C6E-0A4B-4F57-9D0E-6B1A2C3D4E5F",
            "00000000-0000-0000-0000-000000000000",
            "12345",
            "9007199254740993",
            "20241399",
            "507f191e810c19729de860ea",
            "d41d8cd98f00b204e9800998ecf8427e",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "AC0123456789abcdef0123456789abcdef",
            "tr_7UhSN1zuXS",
            "cus_9s6XKzkNRiz8i3",
            "in_test_1Ab2Cd3Ef",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "0015000000Gv7qJAAR",
            "arn:aws:sns:eu-west-1:123456789012:topic",
        ] {
            assert!(is_id(id), "{id}");
        }
    }

    #[test]
    fn versions_dates_words_and_files_are_no_ids() {
        for literal in [
            "v1",
            "v2.1",
            "2.0",
            "1.1",
            "2024",
            "2024-05-01",
            "20240501",
            "202405",
            "2010-04-01",
            "1024",
            "oauth2",
            "utf8",
            "users",
            "me",
            "order_lines",
            "section_chapter12",
            "api_v2beta3",
            "get_releaseNotes2024",
            "getUserByIdAndName2",
            "ACCOUNT_FUNDS_BELOW_THRESHOLD",
            "X509CertificateAuthority",
            "logo192.png",
            "2.d0ef4c99.chunk.js",
            "24hr",
            "ipv4-ipv6-dualstack-64",
            "deadbeef",
            "internationalization",
            "CreateOAuth2ClientV2",
            "",
            "é",
            "arn",
            "12e4",
        ] {
            assert!(!is_id(literal), "{literal}");
        }
    }
}
