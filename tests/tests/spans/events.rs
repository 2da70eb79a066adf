//! The events: one for each call that fails, and one for each retry.

use generated_client::CallOptions;
use stand_in::Fault;
use tracing::Level;

use crate::collected::{CollectedEvent, Collector, TARGET};
use crate::common::{built, id};
use crate::{service_and_builder, service_and_client};

/// Returns the level and the fields of an event as text. The wait has a placeholder.
fn text(event: &CollectedEvent) -> String {
    assert_eq!(event.target, TARGET);
    let field = |(name, value): (&&str, &String)| match *name {
        "wait_ms" => {
            assert!(value.parse::<u64>().is_ok_and(|wait| wait <= 2), "{value}");
            "wait_ms=WAIT".to_owned()
        }
        _ => format!("{name}={value}"),
    };
    let fields: Vec<String> = event.fields.iter().map(field).collect();
    format!("{} {}", event.level, fields.join(" "))
}

#[tokio::test]
async fn each_retry_is_a_warning_and_the_failure_an_error() {
    let (service, client) = service_and_client();
    let collector = Collector::start();
    service.inject_all([Fault::status(503), Fault::reset_before_head(), Fault::status(500)]);
    client.profile().get_profile(&id()).await.expect_err("it fails three times");
    let collected = collector.take();
    let [first, second, last] = &collected.events[..] else { panic!("{collected:#?}") };
    assert_eq!(
        text(first),
        "WARN attempt=1 error.type=503 http.response.status_code=503 message=the attempt failed and is repeated wait_ms=WAIT"
    );
    assert_eq!(
        text(second),
        "WARN attempt=2 error.type=connection message=the attempt failed and is repeated wait_ms=WAIT"
    );
    assert_eq!(
        text(last),
        "ERROR attempts=3 error.type=500 http.response.status_code=500 may_have_been_applied=false message=GET \
         /users/{account_id}/manage/profile: the service responded with 500 Internal Server Error"
    );
    // All are in the span of the call.
    assert!(collected.events.iter().all(|event| event.span == Some(0)) && collected.spans[0].name == "call");
}

#[tokio::test]
async fn a_call_that_succeeds_at_once_has_no_event() {
    let (_service, client) = service_and_client();
    let collector = Collector::start();
    client.profile().get_profile(&id()).await.expect("a profile");
    client.lifecycle().activate_user(&id()).await.expect("it is active");
    assert!(collector.take().events.is_empty());
}

/// The service has understood the request and refused it, which a caller may expect.
#[tokio::test]
async fn a_refusal_is_a_warning_and_every_other_failure_an_error() {
    let (service, builder) = service_and_builder();
    let client = built(builder.retry(generated_client::RetryPolicy::never()));
    let collector = Collector::start();
    let mut cases: Vec<(Fault, Level)> = [400, 401, 403, 404, 409, 410, 422, 499]
        .into_iter()
        .map(|status| (Fault::status(status), Level::WARN))
        .collect();
    cases.extend([408, 429, 500, 503].map(|status| (Fault::status(status), Level::ERROR)));
    cases.extend(
        [Fault::redirect(302, "x"), Fault::reset_before_head(), Fault::malformed_json()]
            .map(|fault| (fault, Level::ERROR)),
    );
    for (fault, level) in cases {
        let name = format!("{fault:?}");
        service.inject(fault);
        client.lifecycle().delete_account(&id()).await.expect_err("it fails");
        let collected = collector.take();
        let [event] = &collected.events[..] else { panic!("{collected:#?}") };
        assert_eq!(event.level, level, "{name}");
        let maybe = level == Level::ERROR && !name.contains("429");
        assert_eq!(event.fields["may_have_been_applied"], maybe.to_string(), "{name}");
    }
    let invalid = CallOptions::new().credentials("a\nb");
    client.lifecycle().delete_account(&id()).with(invalid).await.expect_err("it cannot be sent");
    assert_eq!(collector.take().events.iter().map(|event| event.level).collect::<Vec<_>>(), [Level::ERROR]);
}
