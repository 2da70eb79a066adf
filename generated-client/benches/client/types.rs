//! The type of the responses as somebody would write it, and responses.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A response of 1 KiB, whose fields have the order of the type.
pub(crate) static SMALL: LazyLock<String> = LazyLock::new(|| profile(1));

/// A list of such responses.
pub(crate) static LARGE: LazyLock<String> =
    LazyLock::new(|| format!("[{}]", (0..700).map(profile).collect::<Vec<_>>().join(",")));

/// The response [`SMALL`] with its fields in another order.
pub(crate) static SHUFFLED: LazyLock<String> = LazyLock::new(|| {
    let profile: Value = serde_json::from_str(&SMALL).expect("JSON");
    let account = profile["account"].as_object().expect("an object");
    let fields = account.iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str())));
    let mut fields: Vec<String> = fields.collect();
    fastrand::Rng::with_seed(7).shuffle(&mut fields);
    format!(r#"{{"account":{{{}}}}}"#, fields.join(","))
});

/// Returns a response, which has a field that the type does not have.
fn profile(number: usize) -> String {
    let status = if number.is_multiple_of(3) { "inactive" } else { "active" };
    TEMPLATE.replace("NUMBER", &number.to_string()).replace("STATUS", status)
}

const TEMPLATE: &str = concat!(
    r#"{"account":{"account_id":"712020:3f0c2a51-84be-4d17-9c60-1f2e5a7bNUMBER","account_type":"atlassian","#,
    r#""account_status":"STATUS","name":"Nadia Brandt","#,
    r#""picture":"https://avatar-management.example.net/712020:3f0c2a51-84be-4d17-9c60-1f2e5a7b/5b8e6c1f/128","#,
    r#""email":"nadia.brandt+NUMBER@subsidiary.example.com","nickname":"Nadia \"Nad\" Brandt","#,
    r#""email_verified":true,"characteristics":{"not_mentionable":false},"#,
    r#""zoneinfo":"Europe/Berlin","locale":"de-DE","extended_profile":{"#,
    r#""job_title":"Engineer for site reliability","organization":"Example Subsidiary GmbH & Co. KG","#,
    r#""department":"Operations, on-call and incident response","location":"Köln, Ehrenfeld","#,
    r#""team_type":"Software development"},"privacy_settings":{"#,
    r#""name":"public","picture":"public","nickname":"public","zoneinfo":"organization","#,
    r#""email":"organization","extended_profile.job_title":"organization","#,
    r#""extended_profile.phone_number":"private","extended_profile.department":"organization"},"#,
    r#""added_later":{"ids":[1,2,3],"at":"2026-11-29T09:00:00.000Z"}}}"#
);

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Profile {
    pub(crate) account: Account,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Account {
    account_id: AccountId,
    account_type: AccountType,
    account_status: AccountStatus,
    pub(crate) name: String,
    picture: String,
    email: String,
    nickname: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    characteristics: Option<AccountCharacteristics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zoneinfo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_profile: Option<ExtendedProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy_settings: Option<BTreeMap<String, String>>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct AccountId(String);

/// Unlike that of the client, it does not keep unknown values, which costs less.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum AccountType {
    Atlassian,
    Customer,
    App,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum AccountStatus {
    Active,
    Inactive,
    Closed,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct AccountCharacteristics {
    #[serde(skip_serializing_if = "Option::is_none")]
    not_mentionable: Option<bool>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct ExtendedProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_type: Option<String>,
}
