//! The bodies of responses, as they arrive.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::TransportError;

/// The body of a response, as it arrives from a [`Transport`](crate::Transport).
///
/// Bytes and strings are bodies: `"{}".into()`. [`from_chunks`](Self::from_chunks) makes one of pieces that arrive one
/// after the other.
#[derive(Default)]
pub struct ResponseBody {
    content: Content,
}

#[derive(Default)]
enum Content {
    /// Nothing is left.
    #[default]
    End,
    Bytes(Bytes),
    /// The body of a response over HTTP.
    Http(reqwest::Response),
    Chunks(Pin<Box<dyn Chunks>>),
}

/// Chunks that arrive one after the other.
trait Chunks: Send {
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<NextChunk>;
}

/// The next chunk; `None` at the end.
type NextChunk = Result<Option<Bytes>, TransportError>;

/// Shows whether the body is known, but no content.
impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ResponseBody");
        match &self.content {
            Content::End => shown.field("bytes", &0).finish(),
            Content::Bytes(bytes) => shown.field("bytes", &bytes.len()).finish(),
            Content::Http(_) | Content::Chunks(_) => shown.finish_non_exhaustive(),
        }
    }
}

impl ResponseBody {
    /// Creates a body without content.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Creates a body of chunks that a function returns one after the other.
    ///
    /// The function takes a state, and returns the next chunk with the next state, or `None` at the end. An error breaks
    /// the body off. So a transport can change, count or limit what another one receives:
    ///
    /// ```
    /// use generated_client::ResponseBody;
    ///
    /// fn counted(body: ResponseBody) -> ResponseBody {
    ///     ResponseBody::from_chunks((body, 0), |(mut body, length)| async move {
    ///         let Some(chunk) = body.chunk().await? else {
    ///             println!("{length} bytes");
    ///             return Ok(None);
    ///         };
    ///         let length = length + chunk.len();
    ///         Ok(Some((chunk, (body, length))))
    ///     })
    /// }
    /// ```
    pub fn from_chunks<S, F, Fut>(state: S, next: F) -> Self
    where
        S: Send + 'static,
        F: FnMut(S) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Option<(Bytes, S)>, TransportError>> + Send + 'static,
    {
        Self { content: Content::Chunks(Box::pin(Unfold { next, state: Some(state), future: None })) }
    }

    pub(crate) fn http(response: reqwest::Response) -> Self {
        Self { content: Content::Http(response) }
    }

    /// Returns the next chunk, which may be empty; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the body breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.content {
            Content::End => Ok(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.content = Content::End;
                Ok(Some(bytes))
            }
            Content::Http(response) => {
                let chunk = response.chunk().await?;
                // The end of a body of known length does not have to be waited for. A stream of HTTP/2 that is not
                // read to its end would be reset.
                if response.content_length() == Some(0) && response.version() < http::Version::HTTP_2 {
                    self.content = Content::End;
                }
                Ok(chunk)
            }
            Content::Chunks(chunks) => poll_fn(|context| chunks.as_mut().poll_next(context)).await,
        }
    }
}

/// Chunks that a function returns.
struct Unfold<S, F, Fut> {
    next: F,
    /// The state before the next call; `None` at the end and while the future has it.
    state: Option<S>,
    future: Option<Pin<Box<Fut>>>,
}

impl<S, F, Fut> Unpin for Unfold<S, F, Fut> {}

impl<S, F, Fut> Chunks for Unfold<S, F, Fut>
where
    S: Send,
    F: FnMut(S) -> Fut + Send,
    Fut: Future<Output = Result<Option<(Bytes, S)>, TransportError>> + Send,
{
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<NextChunk> {
        let Self { next, state, future } = &mut *self;
        if let Some(state) = state.take() {
            *future = Some(Box::pin(next(state)));
        }
        let Some(running) = future else { return Poll::Ready(Ok(None)) };
        let Poll::Ready(result) = running.as_mut().poll(context) else { return Poll::Pending };
        *future = None;
        Poll::Ready(result.map(|found| {
            found.map(|(chunk, next)| {
                *state = Some(next);
                chunk
            })
        }))
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self { content: if bytes.is_empty() { Content::End } else { Content::Bytes(bytes) } }
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ResponseBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ResponseBody {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}
