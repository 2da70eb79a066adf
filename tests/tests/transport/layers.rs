//! Transports that hold other ones.

use std::sync::{Arc, Mutex};

use generated_client::bytes::Bytes;
use generated_client::http::{HeaderValue, Request};
use generated_client::{BoxFuture, ErrorKind, RequestInfo, ResponseBody, Transport};
use stand_in::Fault;

use crate::common::{builder, built, id, service_and_client};
use crate::{Outcome, Scripted, quick, tokens};

/// A transport that notes its name, and adds it to the requests and to the responses.
struct Noting {
    name: &'static str,
    notes: Arc<Mutex<Vec<String>>>,
    inner: Box<dyn Transport>,
}

impl Transport for Noting {
    fn send<'a>(&'a self, mut request: Request<Bytes>) -> BoxFuture<'a, Outcome> {
        Box::pin(async {
            let note = |text: String| self.notes.lock().expect("no test panics with the lock").push(text);
            let info = request.extensions().get::<RequestInfo>().copied().expect("each request has one");
            note(format!("{} sends {info}", self.name));
            request.headers_mut().append("x-passed", HeaderValue::from_static(self.name));
            let mut response = self.inner.send(request).await?;
            note(format!("{} received {}", self.name, response.status()));
            let (name, body) = (self.name, std::mem::take(response.body_mut()));
            // A space is no change of JSON.
            *response.body_mut() =
                ResponseBody::from_chunks((false, body), move |(is_added, mut body)| async move {
                    if !is_added {
                        return Ok(Some((Bytes::from_static(b" "), (true, body))));
                    }
                    Ok(body.chunk().await?.map(|chunk| (chunk, (true, body))))
                });
            response.headers_mut().append("x-passed", HeaderValue::from_static(name));
            Ok(response)
        })
    }
}

fn noting(
    name: &'static str,
    notes: &Arc<Mutex<Vec<String>>>,
) -> impl FnOnce(Box<dyn Transport>) -> Noting + use<> {
    let notes = Arc::clone(notes);
    move |inner| Noting { name, notes, inner }
}

#[tokio::test]
async fn layers_are_around_the_connections() {
    let (service, _) = service_and_client();
    let notes = Arc::default();
    let builder = builder(&service).retry(quick());
    let builder = builder.transport_layer(noting("inner", &notes)).transport_layer(noting("outer", &notes));
    let client = built(builder);
    service.inject(Fault::status(503));
    let response = client.api_tokens().get_api_tokens(&id()).send().await.expect("the second attempt");
    assert_eq!(response.attempts, 2);
    let passed: Vec<_> = response.headers.get_all("x-passed").iter().collect();
    assert_eq!(passed, ["inner", "outer"]);
    let attempt = |status: &str| {
        ["outer sends", "inner sends"]
            .map(|start| format!("{start} GET /users/{{account_id}}/manage/api-tokens"))
            .into_iter()
            .chain(["inner received", "outer received"].map(|start| format!("{start} {status}")))
    };
    let expected: Vec<_> = attempt("503 Service Unavailable").chain(attempt("200 OK")).collect();
    assert_eq!(*notes.lock().expect("no test panics with the lock"), expected);
    let request = service.last_request().expect("a request");
    let passed = request.headers.iter().filter(|(name, _)| name == "x-passed").map(|(_, value)| value);
    assert_eq!(passed.collect::<Vec<_>>(), ["outer", "inner"]);
}

#[tokio::test]
async fn the_connections_under_a_layer_fail_as_without_it() {
    let notes = Arc::default();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let url = format!("http://{}", closed.expect("a free port"));
    let builder = || generated_client::Client::builder().base_url(&url).bearer_token("hush").retry(quick());
    let layered = built(builder().transport_layer(noting("layer", &notes)));
    let direct = built(builder());
    let mut causes = Vec::new();
    for client in [direct, layered] {
        let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("nobody listens");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
        causes.push(std::error::Error::source(&error).expect("a cause").to_string());
    }
    assert_eq!(causes[0], causes[1]);
}

#[tokio::test]
async fn a_layer_may_be_around_another_transport() {
    let (transport, notes) = (Scripted::new(|_| tokens()), Arc::default());
    // The order of the setters does not matter.
    let client = built(transport.builder().transport_layer(noting("layer", &notes)));
    client.api_tokens().get_api_tokens(&id()).await.expect("an empty list");
    assert_eq!(transport.requests()[0].headers()["x-passed"], "layer");
}
