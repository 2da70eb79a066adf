//! Recognizes personal data and secrets by the names of their fields.

use crate::lower::names;
use crate::lower::secrets::key_names::{KeyName, key_name};

/// The last words of names of secrets that do not authenticate the caller of an API.
const SECRETS: &[&str] = &[
    "credential",
    "cvc",
    "cvv",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "secret",
    "token",
];

/// The last words of names of personal data.
const PERSONAL: &[&str] = &[
    "address",
    "birthdate",
    "birthday",
    "cell",
    "cellphone",
    "dob",
    "email",
    "fax",
    "firstname",
    "forename",
    "fullname",
    "iban",
    "lastname",
    "latitude",
    "longitude",
    "mail",
    "mobile",
    "msisdn",
    "nickname",
    "passport",
    "phone",
    "postcode",
    "ssn",
    "street",
    "surname",
    "telephone",
    "username",
    "zip",
    "zipcode",
];

/// The last two words of names of personal data and secrets.
const PHRASES: &[&str] = &[
    "account_number",
    "address_line",
    "birth_date",
    "card_number",
    "cell_number",
    "contact_number",
    "driver_license",
    "drivers_license",
    "family_name",
    "fax_number",
    "first_name",
    "full_name",
    "given_name",
    "house_number",
    "identity_number",
    "last_name",
    "license_number",
    "maiden_name",
    "middle_name",
    "mobile_number",
    "mobile_no",
    "national_id",
    "of_birth",
    "passport_number",
    "personal_number",
    "phone_no",
    "phone_number",
    "postal_code",
    "private_key",
    "routing_number",
    "second_name",
    "secret_key",
    "security_number",
    "social_security",
    "tax_id",
    "tax_number",
    "telephone_number",
    "user_name",
    "zip_code",
];

/// Whether the name of a field, in snake case, suggests that its value is personal data or a secret: also in the plural,
/// and with a number at the end.
pub(crate) fn is_sensitive(name: &str) -> bool {
    if key_name(name) == KeyName::Credential {
        return true;
    }
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let singular = names::singular(name);
    [name, &singular].into_iter().any(|name| {
        let mut words = name.rsplitn(3, '_');
        let last = words.next().unwrap_or_default();
        let phrase = words.next().map(|before| format!("{before}_{last}"));
        SECRETS.contains(&last)
            || PERSONAL.contains(&last)
            || phrase.is_some_and(|phrase| PHRASES.contains(&phrase.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::is_sensitive;
    use crate::lower::names::snake_case;

    #[test]
    fn names_of_personal_data_and_secrets_are_recognized_in_every_spelling() {
        // A name that is on no list, in each of the ways in which a name is written.
        let personal = [
            "first name",
            "last name",
            "phone",
            "phone number",
            "street address",
            "date of birth",
            "e mail",
            "tax id",
        ];
        for words in personal {
            let parts: Vec<&str> = words.split(' ').collect();
            let title = |word: &&str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
            let pascal: String = parts.iter().map(title).collect();
            let camel = format!("{}{}", parts[0], parts[1..].iter().map(title).collect::<String>());
            let spellings = [
                parts.join("_"),
                parts.join("-"),
                parts.join("_").to_uppercase(),
                pascal,
                camel,
                words.to_owned(),
            ];
            for spelling in spellings {
                let plural = format!("{spelling}{}", if words.ends_with('s') { "es" } else { "s" });
                let is_upper = spelling == spelling.to_uppercase();
                for name in [
                    spelling.clone(),
                    format!("customer_{spelling}"),
                    format!("{spelling}_2"),
                    if is_upper { plural.to_uppercase() } else { plural },
                ] {
                    assert!(is_sensitive(&snake_case(&name)), "{name}");
                }
            }
        }
        for name in [
            "firstname",
            "lastName",
            "surname",
            "username",
            "mobile",
            "MSISDN",
            "email",
            "emails",
            "contactEmail",
            "iban",
            "ssn",
            "password",
            "client_secret",
            "apiKey",
            "access_token",
            "token",
            "next_page_token",
            "sessionId",
            "cvv",
            "pin",
            "addressLine1",
            "zip",
            "postalCode",
            "cardNumber",
            "addresses",
            "privateKey",
        ] {
            assert!(is_sensitive(&snake_case(name)), "{name}");
        }
        for name in [
            "name",
            "id",
            "display_name",
            "title",
            "status",
            "country",
            "city",
            "created_at",
            "key",
            "code",
            "email_verified",
            "phone_type",
            "token_type",
            "address_id",
            "number",
            "line",
            "zipped",
            "spin",
            "phonetic",
            "",
        ] {
            assert!(!is_sensitive(&snake_case(name)), "{name}");
        }
    }
}
