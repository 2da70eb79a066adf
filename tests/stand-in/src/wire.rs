//! Responses that no HTTP library can send, written to the socket as bytes.

use std::time::Duration;

use axum::http::{HeaderName, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::fault::Delivery;
use crate::reply::Reply;

/// The steps for a connection that the HTTP library no longer uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// The bytes to send, with the wait before each piece.
    pieces: Vec<(Duration, Vec<u8>)>,
    /// The bytes that are repeated until the client disconnects.
    endless: Option<Vec<u8>>,
    ending: Ending,
    /// The status of the head, when one is sent.
    pub(crate) status: Option<StatusCode>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ending {
    #[default]
    Close,
    Reset,
}

/// The wait before a reset, so that the client can read what was sent: a reset discards it.
const BEFORE_RESET: Duration = Duration::from_millis(20);

impl Script {
    /// Returns the script that sends a response; `None` when the HTTP library can send it.
    pub(crate) fn of(delivery: &Delivery, reply: &Reply) -> Option<Self> {
        let script = match delivery {
            Delivery::Complete => return None,
            Delivery::ResetBeforeHead => Self { ending: Ending::Reset, ..Self::default() },
            Delivery::CloseBeforeHead => Self::default(),
            Delivery::Raw(bytes) => Self::default().write(bytes.clone()),
            Delivery::ResetInBody => {
                let (reply, half) = halved(reply);
                let script = Self::head(&reply, Framing::Length).write(half).after(BEFORE_RESET, Vec::new());
                Self { ending: Ending::Reset, ..script }
            }
            Delivery::Truncated => {
                let (reply, half) = halved(reply);
                Self::head(&reply, Framing::Length).write(half)
            }
            Delivery::Overlong => {
                let reply = with_content(reply);
                Self::head(&reply, Framing::Length)
                    .write([reply.body, b"\r\nand then some".repeat(64)].concat())
            }
            Delivery::Endless => {
                let reply = with_content(reply);
                let script = Self::head(&reply, Framing::Chunked).write(chunk(&reply.body));
                Self { endless: Some(chunk(&[b' '; 16 * 1024])), ..script }
            }
            Delivery::Drip(wait) => {
                let reply = with_content(reply);
                let head = Self::head(&reply, Framing::Length);
                reply.body.iter().fold(head, |script, byte| script.after(*wait, vec![*byte]))
            }
        };
        Some(script)
    }

    fn head(reply: &Reply, framing: Framing) -> Self {
        let mut head = format!("HTTP/1.1 {}\r\n", reply.status).into_bytes();
        for (name, value) in &reply.headers {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        let framing = match framing {
            Framing::Length => format!("content-length: {}\r\n\r\n", reply.body.len()),
            Framing::Chunked => "transfer-encoding: chunked\r\n\r\n".to_owned(),
        };
        head.extend_from_slice(framing.as_bytes());
        Self { status: Some(reply.status), ..Self::default() }.write(head)
    }

    fn write(self, piece: Vec<u8>) -> Self {
        self.after(Duration::ZERO, piece)
    }

    fn after(mut self, wait: Duration, piece: Vec<u8>) -> Self {
        self.pieces.push((wait, piece));
        self
    }

    /// Runs the script until it ends or the client disconnects.
    pub(crate) async fn play(self, mut stream: TcpStream) {
        let ending = self.ending;
        let _ = self.send(&mut stream).await;
        match ending {
            Ending::Close => drop(stream.shutdown().await),
            // Without linger, the socket is closed with a reset.
            Ending::Reset => drop(stream.set_zero_linger()),
        }
    }

    async fn send(self, stream: &mut TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        for (wait, piece) in self.pieces {
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            stream.write_all(&piece).await?;
        }
        if let Some(piece) = self.endless {
            loop {
                stream.write_all(&piece).await?;
                // Lets other connections proceed when this client reads as fast as we write.
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }
}

enum Framing {
    Length,
    Chunked,
}

/// Returns the response, or the default one when it has no content.
fn with_content(reply: &Reply) -> Reply {
    if !reply.body.is_empty() {
        return reply.clone();
    }
    let mut filled = Reply::default_success();
    if reply.status != StatusCode::NO_CONTENT {
        filled.status = reply.status;
    }
    let taken = |name: &HeaderName| reply.headers.iter().any(|(own, _)| own == name);
    filled.headers.retain(|(name, _)| !taken(name));
    filled.headers.extend(reply.headers.iter().cloned());
    filled
}

fn halved(reply: &Reply) -> (Reply, Vec<u8>) {
    let reply = with_content(reply);
    let half = reply.body[..reply.body.len() / 2].to_vec();
    (reply, half)
}

fn chunk(content: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", content.len()).as_bytes(), content, b"\r\n"].concat()
}
