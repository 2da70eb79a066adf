//! What programs do with the types of a client: maps, sorting, parsing, configuration, times.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use generated_client::types::{AccountId, AccountStatus, AccountType, Privilege, RestrictionReason};
use generated_client::{DateTime, Error, ErrorKind, InvalidText};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Compares strings where other comparisons are in scope.
fn assert_same(a: &str, b: &str) {
    assert_eq!(a, b);
}

/// Asserts that a type is a string in all respects, for two of its values.
fn assert_string<T>(a: &str, b: &str)
where
    T: FromStr<Err: Debug> + Clone + Debug + Display + Eq + Ord + Hash,
    T: AsRef<str> + Borrow<str> + Into<String>,
    T: PartialEq<str> + PartialEq<&'static str> + PartialEq<String>,
    str: PartialEq<T>,
    for<'a> &'a str: PartialEq<T>,
    String: PartialEq<T>,
{
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    let [x, y] = [a, b].map(|text| text.parse::<T>().expect("a value"));
    assert_same(&format!("{x}"), a);
    assert_same(x.as_ref(), a);
    assert_same(x.borrow(), a);
    assert_same(&format!("{x:>200}"), &format!("{a:>200}"));
    assert_same(&Into::<String>::into(x.clone()), a);
    assert_eq!(hash(&|hasher| x.hash(hasher)), hash(&|hasher| a.hash(hasher)));
    assert_eq!(x.cmp(&y), a.cmp(b));
    for (text, is_equal) in [(a, true), (b, false)] {
        let owned = text.to_owned();
        assert_eq!([x == *text, *text == x, text == x, x == owned, owned == x], [is_equal; 5]);
    }
    let map: HashMap<T, usize> = [x.clone(), y.clone()].into_iter().zip([1, 2]).collect();
    assert_eq!((map.get(a), map.get(b), map.get("neither")), (Some(&1), Some(&2), None));
    let tree: BTreeMap<T, usize> = map.into_iter().collect();
    assert_eq!((tree.get(a), tree.get(b), tree.get("neither")), (Some(&1), Some(&2), None));
    let mut sorted = [x.clone(), y.clone(), x.clone()];
    sorted.sort();
    let mut texts = [a, b, a];
    texts.sort_unstable();
    assert_same(&sorted.map(|value| value.to_string()).concat(), &texts.concat());
    let set: HashSet<T> = [x.clone(), y, x].into();
    assert!(set.len() == 2 && set.contains(a) && !set.contains("neither"));
}

#[test]
fn ids_and_enums_are_strings_in_all_respects() {
    assert_string::<AccountId>("712020:b", "712020:a");
    assert_string::<AccountStatus>("active", "inactive");
    assert_string::<AccountStatus>("zombie", "active");
    assert_string::<AccountType>("customer", "app");
    assert_string::<Privilege>("email.set", "something new");
    assert_string::<RestrictionReason>("managedAccount", "");
    assert_eq!(AccountStatus::Active, "active");
    assert_eq!("zombie", AccountStatus::Unknown("zombie".to_owned()));
    assert_eq!(String::from(AccountStatus::Active), "active");
}

#[test]
fn an_enum_has_all_its_values() {
    fn assert_all<T: AsRef<str> + From<String> + PartialEq + Debug + Ord>(all: &[T]) {
        assert!(!all.is_empty());
        for value in all {
            assert_eq!(T::from(value.as_ref().to_owned()), *value);
            assert!(!format!("{value:?}").starts_with("Unknown"), "{value:?}");
        }
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
    assert_all(AccountStatus::ALL);
    assert_all(AccountType::ALL);
    assert_all(Privilege::ALL);
    assert_all(RestrictionReason::ALL);
}

/// What a program reads from its configuration.
#[derive(Deserialize, Serialize)]
struct Configuration {
    account: AccountId,
    #[serde(deserialize_with = "AccountId::deserialize_validated")]
    owner: AccountId,
    #[serde(default)]
    statuses: Vec<AccountStatus>,
    since: Option<DateTime>,
}

/// A configuration whose id is checked.
#[derive(Debug, Deserialize)]
struct Checked {
    #[serde(deserialize_with = "AccountId::deserialize_validated")]
    account: AccountId,
}

#[test]
fn an_id_of_a_configuration_is_validated_when_asked() {
    let checked: Checked = toml::from_str("account = '712020:lila'").expect("a valid id");
    assert_eq!(checked.account, "712020:lila");
    for (text, reason) in [
        ("account = ''", "it is empty, and must match"),
        ("account = 'hush hush'", "it has a character that is not allowed, and must match"),
        (&format!("account = '{}'", "x".repeat(129)), "it is too long, and must match"),
        ("account = 5", "expected a string"),
        ("", "missing field `account`"),
    ] {
        let error = toml::from_str::<Checked>(text).expect_err("an invalid id");
        assert!(error.message().contains(reason), "{error}");
    }
}

#[test]
fn an_id_of_the_service_is_tolerated_and_can_be_validated() {
    let id: AccountId = serde_json::from_str("\"hush hush\"").expect("any string");
    assert_eq!(id, "hush hush");
    let error = id.validate().expect_err("a space");
    assert!(error.to_string().starts_with("not a valid AccountId: it has a character"), "{error}");
    assert_eq!(AccountId::new("712020:lila").expect("a valid id").validate(), Ok(()));
}

/// Asserts that an error has the reason, and not the value.
fn assert_refused(result: Result<AccountId, InvalidText>, reason: &str) {
    let source = result.expect_err("an invalid id");
    let expected = format!("not a valid AccountId: it {reason}, and must match ^[a-zA-Z0-9_|:-]{{1,128}}$");
    assert_eq!(source.to_string(), expected);
    let error = Error::from(source);
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(error.to_string(), format!("an argument is {expected}"));
    assert!(error.source().is_some() && !format!("{error:?}").contains("hush"), "{error:?}");
}

#[test]
fn every_constructor_of_an_id_checks_it_and_says_why() {
    for (text, reason) in [
        ("", "is empty"),
        ("hush hush", "has a character that is not allowed"),
        ("hush/../hush", "has a character that is not allowed"),
        (&"hush".repeat(33), "is too long"),
    ] {
        assert_refused(AccountId::new(text), reason);
        assert_refused(text.parse(), reason);
        assert_refused(AccountId::try_from(text), reason);
        assert_refused(AccountId::try_from(text.to_owned()), reason);
    }
}

#[test]
fn a_type_is_a_part_of_other_types() {
    let text = r#"{"account":"a","owner":"b","statuses":["active","zombie"],"since":"2025-03-19T00:00:00Z"}"#;
    let configuration: Configuration = serde_json::from_str(text).expect("a configuration");
    assert_eq!(configuration.statuses, ["active", "zombie"]);
    assert_eq!(serde_json::to_string(&configuration).expect("JSON"), text);
}

fn time(text: &str) -> DateTime {
    text.into()
}

#[test]
fn times_are_ordered_by_their_instants() {
    let ordered = [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "2025-03-19T00:30:00+01:00",
        "2025-03-18T23:30:01Z",
        "2025-03-19T00:00:00.000Z",
        "2025-03-19T00:00:00Z",
        "2025-03-19T01:00:00+01:00",
        "2025-03-18T19:30:00.5-0430",
        "2025-03-19T00:00:00.500000001Z",
        // These are no instants.
        "",
        "1742342400",
        "2025-03-19",
        "2025-03-19T00:00:00",
        "yesterday",
    ];
    for (index, a) in ordered.iter().enumerate() {
        for (other, b) in ordered.iter().enumerate() {
            assert_eq!(time(a).cmp(&time(b)), index.cmp(&other), "{a} {b}");
            assert_eq!(time(a) == time(b), index == other, "{a} {b}");
        }
    }
    let newest = ordered[..9].iter().map(|text| time(text)).max().expect("a time");
    assert_eq!(newest, "2025-03-19T00:00:00.500000001Z");
    assert_eq!(
        ("yesterday", String::from("yesterday")),
        (&*time("yesterday").to_string(), time("yesterday").into())
    );
}

#[test]
fn times_convert_to_those_of_the_standard_library() {
    let system = SystemTime::UNIX_EPOCH + Duration::from_millis(1_742_342_400_250);
    let sent = DateTime::from(system);
    assert_eq!(sent, "2025-03-19T00:00:00.250Z");
    assert_eq!(sent.to_system_time(), Ok(system));
    assert_eq!(SystemTime::try_from(&time("2025-03-19T02:00:00.25+02:00")), Ok(system));
    assert_eq!(SystemTime::try_from(time("2025-03-18t19:30:00.25-04:30")), Ok(system));
    for text in ["hush", "", "2025-03-19", "2025-03-19T00:00:00", "2025-02-30T00:00:00Z"] {
        let error = time(text).to_system_time().expect_err("no instant");
        let expected = "not a valid DateTime: it must be a date and time with an offset (RFC 3339)";
        assert_eq!(error.to_string(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// jiff is the judge of our own parser.
    #[test]
    fn times_are_those_of_jiff(
        (seconds, other) in ((-62_000_000_000_i64..253_000_000_000), (-62_000_000_000_i64..253_000_000_000)),
        nanoseconds in prop_oneof![Just(0), 0..1_000_000_000, (0..1000).prop_map(|ms| ms * 1_000_000)],
        offset in -86_000_i32..86_000,
    ) {
        let timestamp = jiff::Timestamp::new(seconds, nanoseconds).expect("a timestamp");
        let sent = DateTime::from(timestamp);
        prop_assert_eq!(jiff::Timestamp::try_from(&sent).ok(), Some(timestamp));
        let system = SystemTime::try_from(timestamp).expect("a system time");
        prop_assert_eq!(sent.to_system_time(), Ok(system));
        prop_assert_eq!(DateTime::from(system).to_jiff().ok(), Some(timestamp));
        // Another offset changes no instant. RFC 3339 has no seconds in it.
        let offset = jiff::tz::Offset::from_seconds(offset / 60 * 60).expect("an offset");
        let zoned = timestamp.display_with_offset(offset).to_string();
        prop_assert_eq!(DateTime::from(zoned).to_system_time(), Ok(system));
        let later = jiff::Timestamp::new(other, 0).expect("a timestamp");
        prop_assert_eq!(sent.cmp(&later.into()), timestamp.cmp(&later));
    }
}
