//! Plain HTTP, without a client that would fix or hide anything.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use serde_json::Value;

use super::PATIENCE;

/// An answer: status, head and body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Reads the refusal that a notification gets: `FAIL`, a message, and nothing else.
    pub(crate) fn refusal(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(body["code"], "FAIL", "{}", self.body);
        assert_eq!(body.as_object().unwrap().len(), 2, "{}", self.body);
        let message = body["message"].as_str().unwrap().to_owned();
        assert!(message.len() <= 64, "{message}");
        for inside in ["/", ".rs", "RSA", "key", "Error", "serial"] {
            assert!(!message.contains(inside), "{message}");
        }
        message
    }
}

/// Sends bytes as they are and reads the answer to its end.
pub(crate) fn send(address: &str, request: &[u8]) -> Answer {
    try_send(address, request).expect("an answer")
}

/// Sends bytes as they are; none where the connection ends without an answer.
pub(crate) fn try_send(address: &str, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server that has refused already may close before it has read everything.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let text = String::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some(Answer {
        status,
        head: head.to_ascii_lowercase(),
        body: body.to_owned(),
    })
}

/// Builds a request with `Connection: close`.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let length = format!("Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), length.as_bytes(), body].concat()
}

/// A notification to be sent.
#[derive(Clone)]
pub(crate) struct Notice {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Notice {
    pub(crate) fn id(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap();
        body["id"].as_str().unwrap().to_owned()
    }

    /// Returns the request that brings it to `/notify`.
    pub(crate) fn request(&self) -> Vec<u8> {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        request("POST", "/notify", &headers, &self.body)
    }

    /// Sends it, and returns the answer.
    pub(crate) fn send(&self, address: &str) -> Answer {
        send(address, &self.request())
    }

    /// Sends its head, and returns once the server has begun to read the body.
    pub(crate) fn begin(&self, address: &str) -> Begun {
        let request = self.request();
        let (head, body) = request.split_at(request.len() - self.body.len());
        let head = head.strip_suffix(b"\r\n").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let asking = [head, b"Expect: 100-continue\r\n\r\n"].concat();
        stream.write_all(&asking).unwrap();
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100 "));
        Begun {
            stream,
            rest: body.to_vec(),
        }
    }
}

/// A notification whose body a server waits for.
pub(crate) struct Begun {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Begun {
    /// Sends the body.
    pub(crate) fn send_rest(&mut self) {
        self.stream.write_all(&self.rest).unwrap();
    }

    /// Reads the status of the answer.
    pub(crate) fn status(mut self) -> u16 {
        let mut answer = Vec::new();
        // A server that has refused already may close before it has read everything.
        let _ = self.stream.read_to_end(&mut answer);
        let answer = String::from_utf8(answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

/// Sends a request without headers or body of its own.
pub(crate) fn ask(address: &str, method: &str, path: &str) -> Answer {
    send(address, &request(method, path, &[], b""))
}

/// A request as it arrived: all its bytes, and its parts.
#[derive(Clone)]
pub(crate) struct Captured {
    pub(crate) raw: Vec<u8>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Captured {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        &found.unwrap().1
    }

    /// Returns the `Wechatpay-*` headers.
    pub(crate) fn signed(&self) -> Vec<(&str, &str)> {
        self.headers
            .iter()
            .filter(|(name, _)| name.to_ascii_lowercase().starts_with("wechatpay-"))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }
}

/// Listens for one request each of `answers`, answers with these statuses, and returns what
/// arrived.
pub(crate) fn catch(answers: &'static [u16]) -> (String, JoinHandle<Vec<Captured>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let caught = std::thread::spawn(move || {
        let each = answers.iter().map(|status| {
            // A connection on which nothing is sent asks only whether anybody is there.
            let (mut stream, captured) = loop {
                let (mut stream, _) = listener.accept().unwrap();
                if let Some(captured) = receive(&mut stream) {
                    break (stream, captured);
                }
            };
            let answer =
                format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
            captured
        });
        each.collect()
    });
    (url, caught)
}

/// Reads one request; none where the other side only knocked.
pub(crate) fn receive(stream: &mut TcpStream) -> Option<Captured> {
    let mut raw = Vec::new();
    let mut more = [0; 4096];
    loop {
        if let Some(captured) = whole(&raw) {
            return Some(captured);
        }
        let read = stream.read(&mut more).ok().filter(|read| *read > 0)?;
        raw.extend_from_slice(&more[..read]);
    }
}

fn whole(raw: &[u8]) -> Option<Captured> {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&raw[..end]).unwrap();
    let headers: Vec<_> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"))
        .map_or(0, |(_, value)| value.parse().unwrap());
    let body = &raw[end + 4..];
    (body.len() == length).then(|| Captured {
        raw: raw.to_vec(),
        headers,
        body: body.to_vec(),
    })
}
