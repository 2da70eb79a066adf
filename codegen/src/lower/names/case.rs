//! Snake case and Pascal case.

use super::words::words;
use crate::text::in_ascii;

/// A name in snake case, without regard to keywords: `api_token`, `_2fa`, and `unnamed` for nothing.
pub(crate) fn snake_case(text: &str) -> String {
    started(ascii_snake_case(&in_ascii(text)), "_", "unnamed")
}

/// A name in Pascal case, without regard to keywords: `ApiToken`, `V2fa`, and `Unnamed` for nothing.
pub(crate) fn pascal_case(text: &str) -> String {
    started(ascii_pascal_case(&in_ascii(text)), "V", "Unnamed")
}

/// The name, with the prefix where no identifier begins like it; another one in place of none.
pub(crate) fn started(name: String, prefix: &str, nothing: &str) -> String {
    match name.chars().next() {
        None => nothing.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

/// The words of a text in lower case, with `_` between.
fn ascii_snake_case(text: &str) -> String {
    let mut name = String::with_capacity(text.len() + 8);
    for word in words(text) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    name.make_ascii_lowercase();
    name
}

/// The words of a text, each beginning with a capital.
fn ascii_pascal_case(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in words(text) {
        let (first, rest) = word.split_at(1);
        name.extend(first.chars().map(|c| c.to_ascii_uppercase()));
        name.extend(rest.chars().map(|c| c.to_ascii_lowercase()));
    }
    name
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};

    use super::{ascii_pascal_case, ascii_snake_case, pascal_case, snake_case};

    #[test]
    fn words_are_told_apart() {
        for (text, snake, pascal) in [
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
            assert_eq!((snake_case(text).as_str(), pascal_case(text).as_str()), (snake, pascal), "{text:?}");
        }
    }

    #[test]
    fn names_are_those_of_heck() {
        let pieces = ["a", "b", "C", "D", "7", " ", "_", "-"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            for text in &texts {
                assert_eq!(ascii_snake_case(text), text.to_snake_case(), "{text:?}");
                assert_eq!(ascii_pascal_case(text), text.to_upper_camel_case(), "{text:?}");
            }
            texts = texts
                .iter()
                .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
                .collect();
        }
    }
}
