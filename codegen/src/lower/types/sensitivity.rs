//! Recognizes personal data and secrets by the names of their fields.

/// Whether the name of a field, in snake case, suggests that its value is personal data or a secret.
pub(crate) fn is_sensitive(name: &str) -> bool {
    const WORDS: &[&str] =
        &["password", "passphrase", "passwd", "secret", "token", "credential", "cvv", "cvc", "ssn", "email"];
    const PHRASES: &[&str] = &["api_key", "apikey", "private_key", "email_address"];
    let last = name.rsplit('_').next().unwrap_or_default();
    WORDS.contains(&last) || PHRASES.iter().any(|phrase| name.ends_with(phrase))
}
