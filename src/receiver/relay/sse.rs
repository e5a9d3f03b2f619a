//! Server-sent events, written and read.
//!
//! An event without data has only an id: where to go on from. Readers such as a browser's
//! `EventSource` remember it, and pass on nothing.

use std::fmt::Write;
use std::mem;

use crate::inbox::Position;

/// How long one event may be; a notification has 256 KiB unless its server allows more.
const MAX_EVENT_BYTES: usize = 32 << 20;

/// Returns an event; `data` is one line.
pub(super) fn event(position: Position, name: &str, data: &str) -> String {
    format!("id: {position}\nevent: {name}\ndata: {data}\n\n")
}

/// Adds where to go on from, and keeps the connection in use.
pub(super) fn heartbeat(text: &mut String, position: Position) {
    // A String takes everything.
    let _ = write!(text, ": heartbeat\nid: {position}\n\n");
}

/// One event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerEvent {
    /// Where to go on from; empty if the event does not say.
    pub id: String,
    /// Its name; empty if it has none.
    pub name: String,
    /// Its data; empty if it has none.
    pub data: String,
}

/// An event that does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event is larger than {MAX_EVENT_BYTES} bytes")]
pub struct ServerEventTooLarge;

/// Reads events from pieces of any length.
#[derive(Debug, Default)]
pub struct ServerEventReader {
    line: Vec<u8>,
    /// Whether the last piece ended in a carriage return, whose line feed is still to come.
    is_after_return: bool,
    event: ServerEvent,
}

impl ServerEventReader {
    /// Reads a piece, and returns the events that it ends.
    ///
    /// # Errors
    /// Returns an error if an event is too large.
    pub fn read(&mut self, piece: &[u8]) -> Result<Vec<ServerEvent>, ServerEventTooLarge> {
        let mut events = Vec::new();
        let mut rest = piece;
        if mem::take(&mut self.is_after_return) {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.extend_from_slice(&rest[..end]);
            let line = mem::take(&mut self.line);
            events.extend(self.take(&String::from_utf8_lossy(&line)));
            rest = match &rest[end..] {
                [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
                [] => &[],
            };
        }
        self.is_after_return = piece.ends_with(b"\r");
        self.line.extend_from_slice(rest);
        if self.line.len() + self.event.data.len() > MAX_EVENT_BYTES {
            return Err(ServerEventTooLarge);
        }
        Ok(events)
    }

    /// Takes a line; an empty one ends an event.
    fn take(&mut self, line: &str) -> Option<ServerEvent> {
        if line.is_empty() {
            let event = mem::take(&mut self.event);
            return (event != ServerEvent::default()).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => value.clone_into(&mut self.event.id),
            "event" => value.clone_into(&mut self.event.name),
            "data" => {
                if !self.event.data.is_empty() {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            // A comment, or something of a later version.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_however_it_is_cut() {
        let (first, second) = (Position::of(1, "a"), Position::of(2, "b"));
        let mut text = event(first, "notification", r#"{"id":"支付"}"#);
        heartbeat(&mut text, second);
        let expected = [
            ServerEvent {
                id: first.to_string(),
                name: "notification".to_owned(),
                data: r#"{"id":"支付"}"#.to_owned(),
            },
            ServerEvent {
                id: second.to_string(),
                ..ServerEvent::default()
            },
        ];
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
        ] {
            for size in 1..text.len() {
                let mut reader = ServerEventReader::default();
                let pieces = text.as_bytes().chunks(size);
                let read: Vec<_> = pieces
                    .flat_map(|piece| reader.read(piece).unwrap())
                    .collect();
                assert_eq!(read, expected, "{size}");
            }
        }
    }

    #[test]
    fn an_event_without_an_end_is_refused() {
        let mut reader = ServerEventReader::default();
        let piece = vec![b'x'; 1 << 20];
        let refused = (0..=32).find_map(|_| reader.read(&piece).err());
        assert_eq!(refused, Some(ServerEventTooLarge));
    }
}
