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
        r#"call{otel.name="Email / Set email" http.request.method="PUT" url.template=/users/{account_id}/manage/email"#,
        "otel.name=PUT /users/{account_id}/manage/email",
        "http.request.resend_count=1",
        r#"http.response.status_code=503 error.type="503""#,
        r#"http.response.status_code=418 error.type="418""#,
        "WARN",
        "the attempt failed and is repeated attempt=1",
        "DELETE /users/{account_id}/manage/api-tokens/{tokenId}: the service responded with 418",
    ] {
        assert!(log.contains(text), "{text} is not in\n{log}");
    }
    // The dependencies have logged too, so their logs are searched.
    for target in ["hyper_util::", "reqwest::"] {
        assert!(log.contains(target), "{target}");
    }
    assert_log_is_clean();
}
