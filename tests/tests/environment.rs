//! The environment: proxies, and certificates of the platform. Each test runs itself again in a process with other
//! environment variables.

mod common;

use std::env;
use std::process::Command;

use common::{ID, builder, built, id, refused};
use generated_client::{Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Account, StandIn};

/// The variable that is set in the second process of a test.
const INSIDE: &str = "TEST_RUNS_INSIDE";

/// Runs a test again with these variables. Returns whether this is the second process.
fn is_inside(test: &str, variables: &[(&str, &str)]) -> bool {
    if env::var_os(INSIDE).is_some() {
        return true;
    }
    let mut again = Command::new(env::current_exe().expect("a test is a program"));
    again.args(["--exact", test]).env(INSIDE, "1").envs(variables.iter().copied());
    for variable in ["NO_PROXY", "no_proxy"] {
        again.env_remove(variable);
    }
    let output = again.output().expect("it can be run");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && report.contains("1 passed"), "{report}");
    false
}

async fn read(client: Client) -> Result<(), Error> {
    client.profile().get_profile(&id()).await.map(drop)
}

#[tokio::test]
async fn requests_to_this_machine_ignore_the_proxy_of_the_environment() {
    const NAME: &str = "requests_to_this_machine_ignore_the_proxy_of_the_environment";
    // Nothing listens on this port.
    let proxies = [("HTTP_PROXY", "http://127.0.0.1:9"), ("http_proxy", "http://127.0.0.1:9")];
    if !is_inside(NAME, &proxies) {
        return;
    }
    let service = StandIn::start();
    service.account(Account::new(ID));
    read(common::client(&service)).await.expect("the request is sent directly");
    // For other hosts the proxy is used.
    let proxied = Client::builder().base_url("http://elsewhere.invalid").allow_http().bearer_token("t");
    let error = refused(read(built(proxied.retry(RetryPolicy::never()))).await);
    assert!(format!("{error:?}").contains("refused"), "{error:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn missing_certificates_of_the_platform_are_an_error_and_plain_http_works() {
    const NAME: &str = "missing_certificates_of_the_platform_are_an_error_and_plain_http_works";
    let nowhere = [("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")];
    if !is_inside(NAME, &nowhere) {
        return;
    }
    let error = refused(Client::builder().bearer_token("t").build());
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("`ca-certificates`"), "{error}");
    assert!(error.to_string().contains("`root_certificate(…)`"), "{error}");
    let service = StandIn::start();
    service.account(Account::new(ID));
    read(built(builder(&service))).await.expect("it needs no certificates");
}
