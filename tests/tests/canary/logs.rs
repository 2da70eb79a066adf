//! The logs: they show what happened, and no value.

use std::time::Duration;

use generated_client::RetryPolicy;
use stand_in::{Fault, Operation};

use crate::common::{self, built, id};
use crate::marks::{assert_log_is_clean, log};
use crate::{arguments, service_and_builder};

#[tokio::test]
async fn spans_name_operation_template_status_and_attempt() {
    let (service, builder) = service_and_builder();
    let client = built(builder.retry(RetryPolicy::new().base(Duration::from_millis(1))));
    service.inject(Fault::status(503));
    common::call(&client, Operation::SetEmail, &id(), arguments())
        .await
        .expect("the second attempt succeeds");
    service.inject(Fault::status(418));
    common::call(&client, Operation::DeleteApiToken, &id(), arguments()).await.expect_err("it is refused");
    let log = log();
    for text in [
        r#"call{operation="Email / Set email" method="PUT" path="users/{account_id}/manage/email""#,
        "attempt{attempt=1",
        "attempt{attempt=2",
        "status=503 error=status",
        "status=418 error=status",
        "waiting before the next attempt wait_ms=",
    ] {
        assert!(log.contains(text), "{text} is not in\n{log}");
    }
    // The dependencies have logged too, so their logs are searched.
    for target in ["hyper_util::", "reqwest::"] {
        assert!(log.contains(target), "{target}");
    }
    assert_log_is_clean();
}
