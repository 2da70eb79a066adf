//! Snake case and Pascal case.

use super::words::{push_capitalized, words};
use crate::text::in_ascii;

/// Converts to snake case, without regard to keywords: `api_token`, `_2fa`, and `unnamed` for an empty string.
pub(crate) fn snake_case(string: &str) -> String {
    with_letter_first(ascii_snake_case(&in_ascii(string)), "_", "unnamed")
}

/// Converts to Pascal case, without regard to keywords: `ApiToken`, `V2fa`, and `Unnamed` for an empty string.
pub(crate) fn pascal_case(string: &str) -> String {
    with_letter_first(ascii_pascal_case(&in_ascii(string)), "V", "Unnamed")
}

/// Returns the name, with the prefix if it begins with a digit; the fallback for an empty name.
pub(crate) fn with_letter_first(name: String, prefix: &str, fallback: &str) -> String {
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

fn ascii_snake_case(string: &str) -> String {
    let mut name = String::with_capacity(string.len() + 8);
    for word in words(string) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    name.make_ascii_lowercase();
    name
}

fn ascii_pascal_case(string: &str) -> String {
    let mut name = String::with_capacity(string.len());
    words(string).for_each(|word| push_capitalized(&mut name, word));
    name
}

#[cfg(test)]
mod tests {
    use super::{pascal_case, snake_case};

    #[test]
    fn words_are_split() {
        for (string, snake, pascal) in [
            ("apiToken", "api_token", "ApiToken"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("email.set", "email_set", "EmailSet"),
            ("administrative.notMyself", "administrative_not_myself", "AdministrativeNotMyself"),
            ("Get  API-tokens\n", "get_api_tokens", "GetApiTokens"),
            ("__id__", "id", "Id"),
            ("2fa", "_2fa", "V2fa"),
            ("Größe m²", "grosse_m", "GrosseM"),
            ("ÜberCafé", "uber_cafe", "UberCafe"),
            ("原子服务", "yuan_zi_fu_wu", "YuanZiFuWu"),
            ("Пользователь", "polzovatel", "Polzovatel"),
            ("🚀 launch", "launch", "Launch"),
            ("e\u{301}tude", "etude", "Etude"),
            ("\u{301}x", "x", "X"),
            ("\u{13000}", "unnamed", "Unnamed"),
            ("", "unnamed", "Unnamed"),
            ("-/-", "unnamed", "Unnamed"),
        ] {
            assert_eq!(
                (snake_case(string).as_str(), pascal_case(string).as_str()),
                (snake, pascal),
                "{string:?}"
            );
        }
    }
}
