//! The request of a listener, and its response.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use url::form_urlencoded;

use super::hub::{MAX_LISTENERS, Relay};
use super::listener::{Beginning, Listener, Selection, Since};
use super::message;
use crate::ambient;
use crate::inbox::{InboxError, Position};
use crate::protocol::event_type::EventPattern;
use crate::receiver::connection::OpenConnection;
use crate::receiver::refused::Refused;
use crate::receiver::response::refuse;
use crate::receiver::service::Receiver;

/// What follows the path of the `notify_url` in a relay's.
pub const RELAY_PATH_END: &str = "/relay";

/// The header in which a listener gives itself a name; its next connection replaces the last.
pub const LISTENER_HEADER: &str = "wechatpay-listener";

const LAST_EVENT_ID: &str = "last-event-id";

/// How long the name of a listener may be.
const MAX_NAME_CHARS: usize = 64;

/// The number of a store's first notification.
const FIRST_SEQ: i64 = 1;

/// Returns the path of the relay of a receiver.
pub(in crate::receiver) fn path(notify_path: &str) -> String {
    format!("{}{RELAY_PATH_END}", notify_path.trim_end_matches('/'))
}

/// What a listener asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListenQuery {
    /// What follows this position.
    pub after: Option<Position>,
    /// What was received at this moment or later, in milliseconds since 1970, if the store does not
    /// have the position or none is given.
    pub since: Option<i64>,
    /// What was received in the last N seconds by the server's clock, and what follows the position.
    pub seconds: Option<u64>,
    /// Of these types; all if there is none.
    pub types: Vec<EventPattern>,
}

impl ListenQuery {
    /// Returns the query of a URL, with its question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::from("?"));
        if let Some(after) = self.after {
            query.append_pair("after", &after.to_string());
        }
        if let Some(since) = self.since {
            query.append_pair("since", &since.to_string());
        }
        if let Some(seconds) = self.seconds {
            query.append_pair("seconds", &seconds.to_string());
        }
        for pattern in &self.types {
            query.append_pair("type", pattern.as_str());
        }
        query.finish().trim_end_matches('?').to_owned()
    }

    /// Reads a request; returns what is wrong with it.
    fn read(head: &Parts) -> Result<Self, String> {
        let mut read = Self::default();
        let query = head.uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let wrong = || format!("{name} cannot be '{value}'");
            match &*name {
                "after" => read.after = Some(value.parse().map_err(|_| wrong())?),
                "since" => read.since = Some(value.parse().map_err(|_| wrong())?),
                "seconds" => read.seconds = Some(value.parse().map_err(|_| wrong())?),
                "type" => read.types.push(value.parse().map_err(|_| wrong())?),
                _ => return Err(format!("{name} is not one of after, since, seconds, type")),
            }
        }
        // What a reader remembers is later than the URL that it began with.
        if let Some(id) = head.headers.get(LAST_EVENT_ID).filter(|id| !id.is_empty()) {
            let id = id.to_str().ok().and_then(|id| id.parse().ok());
            read.after =
                Some(id.ok_or_else(|| "Last-Event-ID is not an id of this server".to_owned())?);
            read.seconds = None;
        }
        Ok(read)
    }
}

/// Streams notifications.
pub(in crate::receiver) async fn listen(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let Some(relay) = &receiver.relay else {
        return refuse(StatusCode::NOT_FOUND, "no such path");
    };
    let (head, _) = request.into_parts();
    let shown = head.headers.get(header::AUTHORIZATION);
    if !shown.is_some_and(|shown| relay.token.load().is_shown_by(shown)) {
        relay.metrics.refused.inc();
        receiver.refused(peer, Refused::RelayToken);
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
        let response = refuse(StatusCode::UNAUTHORIZED, "the token is missing or wrong");
        return (challenge, response).into_response();
    }
    let query = match ListenQuery::read(&head) {
        Ok(query) => query,
        Err(why) => return refuse(StatusCode::BAD_REQUEST, &why),
    };
    let name = head.headers.get(LISTENER_HEADER);
    let name = name.and_then(|name| name.to_str().ok());
    let name = name.filter(|name| (1..=MAX_NAME_CHARS).contains(&name.len()));
    let Some(slot) = relay.take_slot(name.map(str::to_owned)) else {
        relay.metrics.refused.inc();
        receiver.refused(peer, Refused::Listeners(MAX_LISTENERS));
        let why = format!("{MAX_LISTENERS} listeners are connected already");
        let response = refuse(StatusCode::SERVICE_UNAVAILABLE, &why);
        return ([(header::RETRY_AFTER, "5")], response).into_response();
    };
    let Ok(beginning) = begin(relay, query).await else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "the store does not answer");
    };
    let mut first = message::opened(beginning.position, ambient::millis());
    if beginning.is_cut {
        first += &message::gap(Position::START, beginning.position);
    }
    let connection = head.extensions.get::<OpenConnection>();
    let listener = Listener::new(
        slot,
        connection.map(OpenConnection::hold),
        peer,
        beginning,
        first,
    );
    let chunks = stream::unfold(listener, async |mut listener| {
        let chunk = listener.next().await?;
        Some((Ok::<_, Infallible>(chunk), listener))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Proxies such as nginx would gather what is sent.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}

/// Returns where a listener begins, and what it gets.
async fn begin(relay: &Relay, query: ListenQuery) -> Result<Beginning, InboxError> {
    let ListenQuery {
        after,
        since,
        seconds,
        types,
    } = query;
    let ago = seconds.map(|seconds| {
        let millis = i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1000);
        ambient::millis().saturating_sub(millis).max(0)
    });
    let is_cut = after == Some(Position::START) && is_beginning_deleted(relay).await?;
    let begin = |position, chosen| Beginning {
        position,
        selection: Selection {
            types,
            since: chosen,
        },
        since: since.or(ago),
        is_cut,
    };
    let newest = relay.inbox.position(None).await?;
    // With a position, the moment counts only if the store does not have it.
    let chosen = match after {
        Some(_) => ago,
        None => ago.or(since),
    };
    let Some(millis) = chosen else {
        let position = after.unwrap_or(newest);
        let Some(millis) = since else {
            return Ok(begin(position, None));
        };
        // Where everything that follows was received later, so was what is deleted of it.
        let before = relay.inbox.position(Some(millis)).await?;
        let is_past = before.seq() <= position.seq();
        let newest = position.seq();
        return Ok(begin(position, is_past.then_some(Since { millis, newest })));
    };
    let before = relay.inbox.position(Some(millis)).await?;
    if let Some(after) = after
        && !relay.inbox.after(after, 0).await?.is_known
    {
        // The stream begins with a word about it.
        return Ok(begin(after, None));
    }
    Ok(match after {
        // Nothing that followed the position is left out, however long ago it was.
        Some(after) if after.seq() < before.seq() => begin(after, None),
        Some(_) | None => begin(
            before,
            Some(Since {
                millis,
                newest: newest.seq(),
            }),
        ),
    })
}

/// Returns whether the first notifications were deleted: a listener that came before them may not
/// have had them. The newest one always stays, so that numbers are not given again.
async fn is_beginning_deleted(relay: &Relay) -> Result<bool, InboxError> {
    let read = relay.inbox.after(Position::START, 1).await?;
    let first = read.notifications.first();
    Ok(first.is_some_and(|first| first.position.seq() > FIRST_SEQ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(uri: &str, id: &str) -> Parts {
        let request = Request::get(uri).header(LAST_EVENT_ID, id);
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_query_is_written_and_read() {
        let query = ListenQuery {
            after: Some(Position::of(7, "EV")),
            since: Some(5),
            seconds: Some(3600),
            types: vec![
                "REFUND.*".parse().unwrap(),
                "TRANSACTION.SUCCESS".parse().unwrap(),
            ],
        };
        for query in [query, ListenQuery::default()] {
            let uri = format!("/notify/relay{}", query.to_query());
            assert_eq!(ListenQuery::read(&head(&uri, "")), Ok(query));
        }
        for wrong in [
            "?after=7",
            "?since=x",
            "?seconds=-1",
            "?type=NOTHING.*",
            "?token=x",
        ] {
            let uri = format!("/notify/relay{wrong}");
            assert!(ListenQuery::read(&head(&uri, "")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_reader_remembers_counts_before_the_url_that_it_began_with() {
        let [first, last] = ["a", "b"].map(|id| Position::of(7, id));
        let uri = format!("/notify/relay?after={first}&seconds=60");
        let read = ListenQuery::read(&head(&uri, &last.to_string())).unwrap();
        assert_eq!((read.after, read.seconds), (Some(last), None));
        assert!(ListenQuery::read(&head(&uri, "x")).is_err());
    }
}
