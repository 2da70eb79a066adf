//! Splits ASCII strings into words.
//!
//! The crate heck splits only by case: it converts `VLANs` to `vla_ns`, `IPsec` to `i_psec`, `OAuth2` to `o_auth2` and
//! `APIv2` to `ap_iv2`. These rules give the same words as heck except for plurals and versions of acronyms, for a
//! lower-case letter before an acronym, and for a few names with irregular case ([`exceptions`]).

/// Returns the names with a first letter that are one word although their case changes, as they are in type names.
fn exceptions(first: u8) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        b'e' => &["ETag"],
        b'g' => &["GitHub", "GitLab", "GraphQl"],
        b'i' => &["Ipsec", "Ipv4", "Ipv6"],
        b'm' => &["MacOs"],
        b'o' => &["OAuth"],
        _ => &[],
    }
}

/// Splits a string at punctuation, at white space and at changes of case.
pub(super) fn words(string: &str) -> impl Iterator<Item = &str> {
    string.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(by_case)
}

/// Appends a word to the name of a type, with an upper-case first letter.
pub(super) fn push_capitalized(name: &mut String, word: &str) {
    match exception(word.as_bytes()) {
        Some((exception, length)) if length == word.len() => {
            name.push_str(exception);
            name.extend(word[exception.len()..].chars().map(|c| c.to_ascii_lowercase()));
        }
        _ => {
            let (first, rest) = word.split_at(1);
            name.extend(first.chars().map(|c| c.to_ascii_uppercase()));
            name.extend(rest.chars().map(|c| c.to_ascii_lowercase()));
        }
    }
}

/// Splits a string without punctuation at changes of case.
fn by_case(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let word;
        (word, rest) = rest.split_at(first_word(rest.as_bytes()));
        (!word.is_empty()).then_some(word)
    })
}

/// Returns the length of the first word. Digits belong to the preceding word.
fn first_word(string: &[u8]) -> usize {
    if let Some((_, length)) = exception(string) {
        return length;
    }
    let mut before = b'0';
    for (at, pair) in string.windows(2).enumerate() {
        let (byte, next) = (pair[0], pair[1]);
        let case = if byte.is_ascii_alphabetic() { byte } else { before };
        let begins_acronym = at == 0 && starts_with_acronym(&string[1..]);
        let is_prefix = &string[..=at] == b"Mc";
        if case.is_ascii_lowercase() && next.is_ascii_uppercase() && !begins_acronym && !is_prefix {
            return at + 1;
        }
        if before.is_ascii_uppercase() && byte.is_ascii_uppercase() && next.is_ascii_lowercase() {
            match &string[at + 1..] {
                // `VLANs`, but not `SETsize`.
                [b's'] => {}
                [b's', after, ..] if !after.is_ascii_lowercase() => {}
                // `APIv2`.
                [b'v', b'0'..=b'9', ..] => return at + 1,
                _ => return at,
            }
        }
        before = case;
    }
    string.len()
}

/// Whether a string starts with an acronym, such as the part of `iOS`, `eSIMs` or `mTLS` after the first letter.
fn starts_with_acronym(string: &[u8]) -> bool {
    match string {
        [a, b, rest @ ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => match rest {
            [b's', after, ..] => !after.is_ascii_lowercase(),
            [b's'] => true,
            rest => !rest.first().is_some_and(u8::is_ascii_lowercase),
        },
        _ => false,
    }
}

/// Returns the exception at the start of a string, and the length of its word, which includes a plural `s` and digits.
fn exception(string: &[u8]) -> Option<(&'static str, usize)> {
    exceptions(*string.first()?).iter().find_map(|exception| {
        let word = string.get(..exception.len())?;
        if !word.eq_ignore_ascii_case(exception.as_bytes()) {
            return None;
        }
        let mut rest = &string[exception.len()..];
        if let [b's' | b'S', after @ ..] = rest
            && !after.first().is_some_and(u8::is_ascii_lowercase)
        {
            rest = after;
        }
        while let [b'0'..=b'9', after @ ..] = rest {
            rest = after;
        }
        // In a string of one case, only the end of the string ends the word.
        let has_case = word.iter().any(u8::is_ascii_lowercase);
        let ends = rest.first().is_none_or(|next| has_case && next.is_ascii_uppercase());
        ends.then_some((*exception, string.len() - rest.len()))
    })
}

#[cfg(test)]
mod tests {
    use crate::lower::names::{pascal_case, snake_case};

    #[test]
    fn acronyms_are_written_as_rust_programmers_do() {
        for (string, snake, pascal) in [
            ("VLANs", "vlans", "Vlans"),
            ("get VLANs", "get_vlans", "GetVlans"),
            ("List the SSIDs", "list_the_ssids", "ListTheSsids"),
            ("VPNs", "vpns", "Vpns"),
            ("URLs", "urls", "Urls"),
            ("APIs", "apis", "Apis"),
            ("userIDs", "user_ids", "UserIds"),
            ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
            ("HTTPs", "https", "Https"),
            ("IPSec", "ipsec", "Ipsec"),
            ("createIPsecTunnel", "create_ipsec_tunnel", "CreateIpsecTunnel"),
            ("OAuth", "oauth", "OAuth"),
            ("OAuth2", "oauth2", "OAuth2"),
            ("getOAuth2Token", "get_oauth2_token", "GetOAuth2Token"),
            ("oauth2_token", "oauth2_token", "OAuth2Token"),
            ("OAUTH2", "oauth2", "OAuth2"),
            ("GraphQL", "graphql", "GraphQl"),
            ("GraphQL API", "graphql_api", "GraphQlApi"),
            ("iOS", "ios", "Ios"),
            ("iOSVersion", "ios_version", "IosVersion"),
            ("macOS", "macos", "MacOs"),
            ("eSIM", "esim", "Esim"),
            ("eSIMs", "esims", "Esims"),
            ("mTLS", "mtls", "Mtls"),
            ("IPv4", "ipv4", "Ipv4"),
            ("IPv6Address", "ipv6_address", "Ipv6Address"),
            ("APIv2", "api_v2", "ApiV2"),
            ("UserV2", "user_v2", "UserV2"),
            ("McDonald", "mcdonald", "Mcdonald"),
            ("ETag", "etag", "ETag"),
            ("GitHubRepos", "github_repos", "GitHubRepos"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("GetAUser", "get_a_user", "GetAUser"),
            ("aBc", "a_bc", "ABc"),
            ("SETsize", "se_tsize", "SeTsize"),
            ("graphqlish", "graphqlish", "Graphqlish"),
            ("sha256Sum", "sha256_sum", "Sha256Sum"),
        ] {
            assert_eq!(
                (snake_case(string).as_str(), pascal_case(string).as_str()),
                (snake, pascal),
                "{string:?}"
            );
        }
    }

    #[test]
    fn snake_case_gives_the_same_pascal_case() {
        for string in
            ["VLANs", "getOAuth2Token", "iOSVersion", "APIv2", "IPv6Address", "GraphQL", "ETags", "2fa"]
        {
            let (snake, pascal) = (snake_case(string), pascal_case(string));
            assert_eq!(pascal_case(&snake), pascal, "{string}");
        }
    }
}
