//! A WeChat Pay whose connections fail as a script says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::PATIENCE;

use super::wire::{Captured, receive};

/// What becomes of a connection.
#[derive(Clone)]
pub(crate) enum Fault {
    /// It is reset before anything was read.
    Reset,
    /// It is closed after the request was read.
    Closed,
    /// Nothing comes back.
    Silent,
    /// These bytes come back, a few at a time.
    Slow(Vec<u8>),
    /// These bytes come back, then nothing more, and the connection stays open.
    Begun(Vec<u8>),
    /// These bytes come back, then the end.
    Answer(Vec<u8>),
    /// These bytes come back once the test has called [`Faulty::go_on`], then the end.
    Held(Vec<u8>),
    /// These bytes come back, and the next request is answered on the same connection.
    Kept(Vec<u8>),
    /// From now on nothing listens, and the port stays taken; the connection that is there is
    /// closed.
    Gone,
}

/// A server that follows a script, the last step again and again.
pub(crate) struct Faulty {
    pub(crate) url: String,
    requests: Receiver<Captured>,
    connections: Receiver<()>,
    held: Sender<()>,
    /// A connection to itself, for whose sake no other program gets the port.
    _port: [TcpStream; 2],
}

impl Faulty {
    pub(crate) fn new(script: Vec<Fault>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}");
        let knocking = TcpStream::connect(address).unwrap();
        let port = [listener.accept().unwrap().0, knocking];
        let (arrived, requests) = channel();
        let (connected, connections) = channel();
        let (held, go_on) = channel();
        std::thread::spawn(move || serve(listener, script, &arrived, &connected, &go_on));
        Self {
            url,
            requests,
            connections,
            held,
            _port: port,
        }
    }

    /// Waits for the next request.
    pub(crate) fn next(&self) -> Captured {
        self.requests.recv_timeout(PATIENCE).unwrap()
    }

    /// Lets a request be answered that is held.
    pub(crate) fn go_on(&self) {
        self.held.send(()).unwrap();
    }

    /// Returns the requests that have arrived.
    pub(crate) fn requests(&self) -> Vec<Captured> {
        self.requests.try_iter().collect()
    }

    /// Returns how many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.try_iter().count()
    }
}

fn serve(
    listener: TcpListener,
    script: Vec<Fault>,
    arrived: &Sender<Captured>,
    connected: &Sender<()>,
    go_on: &Receiver<()>,
) {
    let last = script.last().unwrap().clone();
    let mut steps = script.into_iter().chain(std::iter::repeat(last));
    // Those that stay open until the other side has enough.
    let mut open = Vec::new();
    let mut listener = Some(listener);
    while let Some(listening) = &listener {
        let (mut stream, _) = listening.accept().unwrap();
        let _ = connected.send(());
        loop {
            let step = steps.next().unwrap();
            if matches!(step, Fault::Gone) {
                listener = None;
                break;
            }
            if matches!(step, Fault::Reset) {
                // What is received and not read makes the close a reset.
                let _ = stream.peek(&mut [0]);
                break;
            }
            let Some(captured) = receive(&mut stream) else {
                break;
            };
            let _ = arrived.send(captured);
            match step {
                Fault::Kept(answer) => {
                    stream.write_all(&answer).unwrap();
                    continue;
                }
                // The other side may have enough before this one is done.
                Fault::Answer(answer) => drop(stream.write_all(&answer)),
                Fault::Slow(answer) => trickle(&mut stream, &answer),
                Fault::Held(answer) => {
                    // It ends with the test, too.
                    let _ = go_on.recv();
                    let _ = stream.write_all(&answer);
                }
                Fault::Silent => open.push(stream),
                Fault::Begun(answer) => {
                    let _ = stream.write_all(&answer);
                    open.push(stream);
                }
                Fault::Closed | Fault::Reset | Fault::Gone => {}
            }
            break;
        }
    }
}

fn trickle(stream: &mut TcpStream, answer: &[u8]) {
    stream
        .set_read_timeout(Some(Duration::from_millis(40)))
        .unwrap();
    for byte in answer {
        if stream.write_all(&[*byte]).is_err() || matches!(stream.read(&mut [0]), Ok(0)) {
            return;
        }
    }
}
