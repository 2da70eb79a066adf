//! Environment variables, as messages show them.

/// Returns the noun phrase for an environment variable. It has no name that may be a secret, because callers confuse the
/// name of the variable with its content.
pub(super) fn shown(variable: &str) -> String {
    let count = |matches: fn(&char) -> bool| variable.chars().filter(matches).count();
    let is_name = !variable.is_empty()
        && variable.len() <= 64
        && variable.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && (count(char::is_ascii_lowercase) == 0 || count(char::is_ascii_uppercase) == 0)
        && count(char::is_ascii_digit) <= 4;
    match is_name {
        true => format!("the environment variable `{variable}`"),
        false => {
            "the environment variable whose name was given (not shown, because it may be a secret)".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::runtime::api::builder::ClientBuilder;
    use crate::runtime::api::service::{Credential, Scheme, Server, Service};

    static SERVER: Server = Server { url: "http://localhost", credentials: &[] };
    static BEARER: Credential = Credential { setter: "bearer_token", scheme: Scheme::Bearer };
    static PREFIXED: Credential = Credential { setter: "token", scheme: Scheme::Prefixed("Token ") };
    static KEY: Credential = Credential { setter: "api_key", scheme: Scheme::ApiKeyHeader("X-Key") };
    static QUERY: Credential = Credential { setter: "key", scheme: Scheme::ApiKeyQuery("key") };
    static BASIC: Credential = Credential { setter: "basic_auth", scheme: Scheme::Basic };
    static SERVICE: Service = Service {
        servers: &[&SERVER],
        variables: &[],
        credentials: &[&BEARER, &PREFIXED, &KEY, &QUERY, &BASIC],
    };

    fn problem(builder: ClientBuilder) -> String {
        builder.build().map(drop).expect_err("it is refused").to_string()
    }

    #[test]
    fn a_secret_that_cannot_be_sent_names_its_setter_and_the_reason() {
        let client = || ClientBuilder::new(&SERVICE);
        for credential in [&BEARER, &PREFIXED, &KEY, &QUERY] {
            let message = problem(client().credential(credential, ["hush\nhush".to_owned()]));
            let setter = credential.setter;
            let expected = "has a control character, such as a line break";
            assert_eq!(message, format!("the value given to `{setter}(…)` {expected}"));
            assert!(client().credential(credential, ["hush\n".to_owned()]).build().is_ok());
        }
        let message = problem(client().credential(&BEARER, ["bearer hush".to_owned()]));
        assert!(
            message.starts_with("the value given to `bearer_token(…)` begins with `Bearer`"),
            "{message}"
        );
        let message = problem(client().credential(&BASIC, ["a:b".to_owned(), "hush".to_owned()]));
        assert!(message.starts_with("the value given to `basic_auth(…)` has a colon"), "{message}");
    }

    #[test]
    fn a_secret_of_the_environment_names_its_variable_and_the_reason() {
        // Cargo sets these two variables, the second one to an empty text.
        let (set, empty) = ("CARGO_PKG_NAME", "CARGO_PKG_HOMEPAGE");
        let client = || ClientBuilder::new(&SERVICE);
        for credential in [&BEARER, &PREFIXED, &KEY, &QUERY] {
            assert!(client().credential_from_env(credential, [set]).build().is_ok());
            let message = problem(client().credential_from_env(credential, [empty]));
            assert_eq!(message, format!("the content of the environment variable `{empty}` is empty"));
            let message = problem(client().credential_from_env(credential, ["NO_SUCH_VARIABLE"]));
            assert_eq!(message, "the environment variable `NO_SUCH_VARIABLE` is not set");
        }
        assert!(client().credential_from_env(&BASIC, [set, empty]).build().is_ok());
        for variables in [[set, "NO_SUCH_VARIABLE"], ["NO_SUCH_VARIABLE", set]] {
            let message = problem(client().credential_from_env(&BASIC, variables));
            assert_eq!(message, "the environment variable `NO_SUCH_VARIABLE` is not set");
        }
        // The token instead of the name of its variable.
        let message = problem(client().credential_from_env(&BEARER, ["ATATT3xFfGF0hush"]));
        assert!(!message.contains("hush"), "{message}");
    }

    #[test]
    fn only_what_is_like_a_name_is_shown() {
        for name in ["API_KEY", "ATLASSIAN_API_KEY_2", "token", "_X", "AWS_KEY_2025"] {
            assert_eq!(shown(name), format!("the environment variable `{name}`"));
        }
        for name in [
            "",
            "ATATT3xFfGF0",
            "d41d8cd98f00b204e9800998ecf8427e",
            "sk-hush",
            "eyJhbGciOi.x.y",
            "hush hush",
            "hush\n",
            "huSh",
        ] {
            assert!(name.is_empty() || !shown(name).contains(name), "{name}");
        }
    }
}
