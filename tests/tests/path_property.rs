//! A property of path arguments: any string is either refused before a request is sent, or received by the service as
//! exactly this argument.

use generated_client::types::AccountId;
use generated_client::{Client, Error, ErrorKind, RetryPolicy};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{TestCaseResult, TestRunner};
use stand_in::{Account, ApiToken, Operation, StandIn};
use tokio::runtime::Runtime;

const ID: &str = "712020:5b10a2844c20165700ede21g";

/// The service and the client of the properties.
struct Bench {
    service: StandIn,
    client: Client,
    runtime: Runtime,
}

impl Bench {
    fn new() -> Self {
        let service = StandIn::start();
        let client = Client::builder()
            .origin(service.url())
            .bearer_token(service.token())
            .retry(RetryPolicy::never())
            .build()
            .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { service, client, runtime }
    }

    /// Checks a call with such an argument: it is refused, or it is executed once, on this account.
    fn check(
        &self,
        argument: &str,
        result: Result<(), Error>,
        operation: Operation,
        account: &str,
    ) -> TestCaseResult {
        if ["", ".", ".."].contains(&argument) {
            let error = result.expect_err("the path would be another one");
            prop_assert_eq!(error.kind(), ErrorKind::Argument);
            prop_assert_eq!(self.service.requests().len(), 0);
            return Ok(());
        }
        prop_assert!(result.is_ok(), "{:?}", result);
        let (requests, executed) = (self.service.requests(), self.service.executed());
        prop_assert_eq!((requests.len(), executed.len()), (1, 1));
        prop_assert_eq!(executed[0].operation, operation, "{}", &requests[0].target);
        prop_assert_eq!(&executed[0].account, account);
        // The argument does not end the path.
        prop_assert!(!requests[0].target.contains(['?', '#', '\\']), "{}", &requests[0].target);
        Ok(())
    }
}

/// Characters with a meaning in a URL, or for parsers of URLs.
const CHARACTERS: &str = "./\\%?#&=+;:@|~ \t\r\n\0\u{7f}é☃\u{202e}\u{feff}\u{10ffff}";
const SNIPPETS: &str =
    ".. ... %2e %2E%2e %2f %5C %00 // :// /../ {tokenId} {{x}} [::1] manage lifecycle/delete api-tokens";

/// Generates strings of any characters, with the special ones more often.
fn text() -> impl Strategy<Value = String> {
    let snippets: Vec<&str> = SNIPPETS.split(' ').collect();
    let characters: Vec<char> = CHARACTERS.chars().collect();
    let piece = prop_oneof![
        2 => select(snippets).prop_map(str::to_owned),
        2 => select(characters).prop_map(String::from),
        2 => "[a-zA-Z0-9_|:-]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        1 => select(&["", ".", "..", "%2e", "%2E%2E"][..]).prop_map(str::to_owned),
        9 => prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
    ]
}

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })
}

#[test]
fn a_string_argument_is_one_segment() {
    let bench = Bench::new();
    let property = |token: String| {
        // The id of one token is the argument; the other token must not be deleted.
        let tokens = [ApiToken::new(token.as_str(), "one"), ApiToken::new(format!("{token}~"), "another")];
        bench.service.account(tokens.into_iter().fold(Account::new(ID), Account::api_token));
        bench.service.forget_requests();
        let id = AccountId::new(ID).expect("a valid id");
        let call = bench.client.api_tokens().delete_api_token(&id, &token);
        let result = bench.runtime.block_on(call.into_future());
        let left: Vec<String> =
            bench.service.api_tokens_of(ID).iter().map(|token| token.id().to_owned()).collect();
        let deleted = result.is_ok();
        bench.check(&token, result, Operation::DeleteApiToken, ID)?;
        prop_assert!(!deleted || left == [format!("{token}~")], "{:?} are left", left);
        Ok(())
    };
    runner().run(&text(), property).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_received_id_is_one_segment() {
    let bench = Bench::new();
    let property = |text: String| {
        bench.service.account(Account::new(text.as_str()));
        bench.service.forget_requests();
        // Ids in responses are not checked.
        let id: AccountId = serde_json::from_value(text.as_str().into()).expect("any string is accepted");
        let call = bench.client.lifecycle().deactivate_user(&id);
        let result = bench.runtime.block_on(call.into_future());
        bench.check(&text, result, Operation::DeactivateUser, &text)
    };
    runner().run(&text(), property).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn an_argument_that_is_too_long_for_a_url_is_refused() {
    let bench = Bench::new();
    let id = AccountId::new(ID).expect("a valid id");
    let call = bench.client.api_tokens().delete_api_token(&id, &"x".repeat(100_000));
    let error = bench.runtime.block_on(call.into_future()).expect_err("it is too long");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(bench.service.requests().len(), 0);
}
