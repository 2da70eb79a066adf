#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it talks to a person")]

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use the_crate::{CallOptions, Client, ClientBuilder, Error};

const HELP: &str = "\
Calls every operation of the collection once, in its order, with the values written in it.

    cargo run --example replay -- [--values FILE] [--origin URL] [--tag] [--only N]...

  --values FILE   a JSON object: the values of the collection's {{variables}}, by name
  --origin URL    sends everything to this scheme, host and port; the paths stay
  --tag           adds the header `x-item-index: N`, N being the request's place in the collection
  --only N        sends only request N, counted from 0; may be repeated

It sends real requests, also those that change or delete something. One line for each: its place, its name,
method, URL and the status of the answer or the error.
";

/// A request of the collection.
struct Item {
    index: usize,
    name: &'static str,
    method: &'static str,
    /// The secret that the collection has for it: a token, a key, or `user:password`.
    credentials: Option<&'static str>,
    call: fn(&Client, &Values, CallOptions) -> Result<Prepared, String>,
}

/// An item whose expression makes the call.
macro_rules! item {
    (
        $index:literal, $method:literal, $name:literal, $credentials:expr,
        |$client:ident, $values:pat_param, $options:ident| $call:expr
    ) => {
        Item {
            index: $index,
            name: $name,
            method: $method,
            credentials: $credentials,
            call: |$client, $values, $options| {
                let call = $call;
                prepared(call.url(), async move { call.send().await.map(|answer| answer.status) })
            },
        }
    };
}

/// A call that is ready to be sent.
struct Prepared {
    url: String,
    send: Pin<Box<dyn Future<Output = Result<http::StatusCode, Error>>>>,
}

fn prepared(
    url: Result<String, Error>,
    send: impl Future<Output = Result<http::StatusCode, Error>> + 'static,
) -> Result<Prepared, String> {
    let url = url.map_err(|error| error.to_string())?;
    Ok(Prepared { url, send: Box::pin(send) })
}

/// The values of the collection's variables.
struct Values(Map<String, Value>);

impl Values {
    /// The collection's own values, and those of a file in their place.
    fn new(file: Map<String, Value>) -> Self {
        let own = DEFAULTS.iter().map(|(name, value)| (String::from(*name), Value::from(*value)));
        Self(own.chain(file).collect())
    }

    /// A text with the values of the innermost variables; nothing when none of them has one.
    fn round(&self, text: &str) -> Option<String> {
        let (mut result, mut rest, mut changed) = (String::new(), text, false);
        while let Some((before, after)) = rest.split_once("}}") {
            let found = before.rsplit_once("{{").and_then(|(start, name)| Some((start, self.0.get(name)?)));
            match found {
                Some((start, value)) => {
                    result.push_str(start);
                    result.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                    changed = true;
                }
                None => result.extend([before, "}}"]),
            }
            rest = after;
        }
        result.push_str(rest);
        changed.then_some(result)
    }

    /// A text with its `{{variables}}` replaced; what has no value stays as it is.
    fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // A value may name variables itself; Postman looks as often.
        for _ in 0..19 {
            let Some(next) = self.round(&text) else { break };
            text = next;
        }
        for name in GENERATED {
            while text.contains(name) {
                text = text.replacen(name, &generated(name), 1);
            }
        }
        text
    }

    #[allow(dead_code, reason = "a collection may have only texts as arguments")]
    fn parse<T: FromStr<Err: std::fmt::Display>>(&self, text: &str) -> Result<T, String> {
        self.text(text).parse().map_err(|error: T::Err| error.to_string())
    }

    #[allow(dead_code, reason = "a collection may have no bodies")]
    fn json<T: serde::de::DeserializeOwned>(&self, text: &str) -> Result<T, String> {
        serde_json::from_str(&self.text(text))
            .map_err(|error| format!("the body does not fit its type: {error}"))
    }
}

/// Of what Postman generates, what most collections use.
const GENERATED: [&str; 5] =
    ["{{$guid}}", "{{$randomUUID}}", "{{$timestamp}}", "{{$isoTimestamp}}", "{{$randomInt}}"];

/// A value that Postman generates anew each time.
fn generated(name: &str) -> String {
    let now = SystemTime::now();
    match name {
        "{{$timestamp}}" => now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string(),
        "{{$isoTimestamp}}" => humantime::format_rfc3339_millis(now).to_string(),
        "{{$randomInt}}" => fastrand::u32(..=1000).to_string(),
        // A random UUID: RFC 9562, version 4.
        _ => {
            let (a, b, c) = (fastrand::u32(..), fastrand::u16(..), fastrand::u16(..0x1000));
            let (d, e) = (fastrand::u16(..0x4000) | 0x8000, fastrand::u64(..1 << 48));
            format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
        }
    }
}

/// Sets a variable of the collection on the client.
type Set = fn(ClientBuilder, String) -> ClientBuilder;

/// The client that the collection describes; each request brings its own credentials.
fn client(values: &Values) -> ClientBuilder {
    let own = Values::new(Map::new());
    let mut client = Client::builder().without_credentials();
    for (text, set) in SETTINGS {
        let value = values.text(text);
        // What the collection itself says is the client's default.
        if value != own.text(text) || value == *text {
            client = set(client, value);
        }
    }
    client
}

struct Arguments {
    values: Values,
    origin: Option<String>,
    tag: bool,
    only: Vec<usize>,
}

fn arguments() -> Result<Option<Arguments>, String> {
    let mut parsed =
        Arguments { values: Values::new(Map::new()), origin: None, tag: false, only: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--values" => {
                let file = value()?;
                let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
                let map =
                    serde_json::from_str(&text).map_err(|error| format!("{file} is no JSON object: {error}"));
                parsed.values = Values::new(map?);
            }
            "--origin" => parsed.origin = Some(value()?),
            "--tag" => parsed.tag = true,
            "--only" => {
                let number = value()?;
                parsed
                    .only
                    .push(number.parse().map_err(|_| format!("`{number}` is no place in the collection"))?);
            }
            _ => return Err(format!("there is no option `{argument}`; --help says what there is")),
        }
    }
    Ok(Some(parsed))
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("error: {problem}");
            return ExitCode::from(2);
        }
    };
    let mut builder = client(&arguments.values);
    if let Some(origin) = &arguments.origin {
        builder = builder.origin(origin);
    }
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (mut sent, mut refused) = (0, 0);
    for item in ITEMS {
        if arguments.only.is_empty() || arguments.only.contains(&item.index) {
            if replay(&client, &arguments, item).await { sent += 1 } else { refused += 1 }
        }
    }
    println!("{sent} sent, {refused} refused");
    ExitCode::SUCCESS
}

/// Sends one request; says whether it was sent.
async fn replay(client: &Client, arguments: &Arguments, item: &Item) -> bool {
    let Item { index, name, method, credentials, call } = item;
    // Postman, too, leaves out what is empty.
    let secret = credentials.map(|text| arguments.values.text(text)).filter(|secret| !secret.is_empty());
    let mut options = match secret {
        Some(secret) => CallOptions::new().credentials(secret),
        None => CallOptions::new(),
    };
    if arguments.tag {
        options = options.header("x-item-index", &index.to_string()).unwrap_or_default();
    }
    let Prepared { url, send } = match call(client, &arguments.values, options) {
        Ok(prepared) => prepared,
        Err(problem) => {
            println!("{index}  {name}  {method}  refused: {problem}");
            return false;
        }
    };
    let outcome = match send.await {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    println!("{index}  {name}  {method} {url}  {outcome}");
    true
}
