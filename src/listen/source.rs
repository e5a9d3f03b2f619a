//! A connection to a relay, and the messages on it.

use std::borrow::Cow;

use serde_json::Value;
use url::Url;
use zeroize::Zeroizing;

use super::address::RelayUrl;
use super::error::ListenError;
use crate::receiver::{
    LISTENER_HEADER, ListenQuery, ReceivedMessage, RelayToken, ServerEventReader,
};
use crate::transport::{Incoming, Request, Response, Transport};

/// How much of a refusal is read.
const MAX_REFUSAL_BYTES: usize = 64 << 10;

/// How much of a server's message is shown.
const MAX_MESSAGE_CHARS: usize = 200;

/// A relay, and how it is reached.
#[derive(Debug, Clone)]
pub struct RelaySource {
    transport: Transport,
    url: RelayUrl,
    token: RelayToken,
}

/// The messages of one connection.
#[derive(Debug)]
pub struct RelayStream {
    incoming: Incoming,
    reader: ServerEventReader,
}

impl RelaySource {
    /// Reaches a relay through a transport of its host, whose timeout is how long the stream may be
    /// quiet; the server sends something every 10 s.
    #[must_use]
    pub fn new(transport: Transport, url: RelayUrl, token: RelayToken) -> Self {
        Self {
            transport,
            url,
            token,
        }
    }

    /// Returns the URL of the relay.
    #[must_use]
    pub fn url(&self) -> &RelayUrl {
        &self.url
    }

    /// Connects. The server ends an earlier connection of the same name.
    ///
    /// # Errors
    /// Returns an error if there is no stream.
    pub async fn connect(
        &self,
        name: &str,
        query: &ListenQuery,
    ) -> Result<RelayStream, ListenError> {
        let authorization = self.token.authorization();
        let authorization = Zeroizing::new(authorization.as_bytes().to_vec());
        let request = Request {
            method: "GET",
            target: format!("{}{}", self.url.path(), query.to_query()),
            headers: vec![
                (
                    Cow::Borrowed("Authorization"),
                    String::from_utf8_lossy(&authorization).into_owned(),
                ),
                (Cow::Borrowed("Accept"), "text/event-stream".to_owned()),
                (Cow::Borrowed(LISTENER_HEADER), name.to_owned()),
            ],
            body: Vec::new(),
        };
        let incoming = self.transport.open(&request).await?;
        let head = incoming.head();
        let kind = head.header("Content-Type").unwrap_or_default();
        if head.status == 200 && kind.starts_with("text/event-stream") {
            return Ok(RelayStream {
                incoming,
                reader: ServerEventReader::default(),
            });
        }
        Err(self.refusal(&head, incoming).await)
    }

    async fn refusal(&self, head: &Response, incoming: Incoming) -> ListenError {
        let url = self.url.to_string();
        match head.status {
            401 => ListenError::Token,
            status @ (404 | 405) => ListenError::NoRelay { url, status },
            200..=299 => {
                let kind = head.header("Content-Type").unwrap_or("nothing");
                let kind = kind.split(';').next().unwrap_or(kind);
                ListenError::NotRelay {
                    url,
                    kind: shortened(kind),
                }
            }
            300..=399 => {
                let location = head.header("Location").unwrap_or_default();
                ListenError::Redirect {
                    location: shortened(without_query(location)),
                    url,
                }
            }
            status => {
                let body = incoming.whole(MAX_REFUSAL_BYTES).await;
                let message = body.ok().and_then(|response| {
                    let object: Value = serde_json::from_slice(&response.body).ok()?;
                    Some(shortened(object.get("message")?.as_str()?))
                });
                ListenError::Refused {
                    status,
                    message: message.unwrap_or_else(|| "no message".to_owned()),
                }
            }
        }
    }
}

fn without_query(location: &str) -> &str {
    let end = location.find(['?', '#']).unwrap_or(location.len());
    match Url::parse(location) {
        // A login would be shown.
        Ok(url) if !url.username().is_empty() => url.host_str().map_or("", |_| "another host"),
        Ok(_) | Err(_) => &location[..end],
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_MESSAGE_CHARS).collect()
}

impl RelayStream {
    /// Waits for the next messages, each with the position after which the reader is with it.
    ///
    /// # Errors
    /// Returns an error if the connection ends, is quiet for too long, or brings something else.
    pub async fn next(&mut self) -> Result<Vec<ReceivedMessage>, ListenError> {
        let chunk = self.incoming.chunk().await?.ok_or(ListenError::Ended)?;
        let events = self.reader.read(&chunk)?;
        let messages = events.iter().map(ReceivedMessage::read);
        Ok(messages.collect::<Result<_, _>>()?)
    }
}
