//! Refusals of large bodies, before the body was read.

use std::io::Write as _;
use std::net::Shutdown;
use std::thread;
use std::time::{Duration, Instant};

use generated_client::ErrorKind;
use generated_client::types::UpdateProfile;

use crate::common::{id, refused};
use crate::{AT_ONCE, Service, client};

const REFUSAL: &[u8] = b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// The service responds when it has read the head of the request, and reads nothing of its body of 8 MiB.
#[tokio::test]
async fn an_early_refusal_of_a_large_body_is_its_status() {
    let services: [(&str, Service); 2] = [
        ("the connection stays open", |stream| {
            stream.write_all(REFUSAL)?;
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }),
        ("the service ends its side", |stream| {
            stream.write_all(REFUSAL)?;
            stream.shutdown(Shutdown::Write)?;
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }),
    ];
    for (name, service) in services {
        let client = client(service);
        let body = UpdateProfile::new().name("x".repeat(8 * 1024 * 1024));
        let call = client.profile().update_profile(&id(), body);
        let start = Instant::now();
        let error = refused(call.await);
        let status = error.status().map(|status| status.as_u16());
        assert_eq!((status, error.may_have_been_applied()), (Some(413), false), "{name}: {error:?}");
        assert!(start.elapsed() < AT_ONCE, "{name}: {:?}", start.elapsed());
    }
}

/// A connection that is closed with unread data is reset. The HTTP stack notices the reset before the response only if it
/// is writing at that moment; while it waits, it reads first.
#[tokio::test]
async fn an_early_refusal_before_a_reset_is_its_status_or_a_broken_connection() {
    let services: [(bool, Service); 2] = [
        (true, |stream| {
            thread::sleep(Duration::from_millis(50));
            stream.write_all(REFUSAL)
        }),
        (false, |stream| stream.write_all(REFUSAL)),
    ];
    for (is_late, service) in services {
        let client = client(service);
        for mebibytes in [1, 3, 8, 20] {
            let body = UpdateProfile::new().name("x".repeat(mebibytes * 1024 * 1024));
            let call = client.profile().update_profile(&id(), body);
            let start = Instant::now();
            let error = refused(call.await);
            let is_refusal =
                error.status().is_some_and(|status| status == 413) && !error.may_have_been_applied();
            let is_reset = error.kind() == ErrorKind::Connection && error.may_have_been_applied();
            assert!(is_refusal || is_reset && !is_late, "{mebibytes} MiB: {error:?}");
            assert!(start.elapsed() < AT_ONCE, "{mebibytes} MiB: {:?}", start.elapsed());
        }
    }
}
