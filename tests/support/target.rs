//! The merchant's own program, which notifications are passed on to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// What it was sent, and what it said.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

type Decide = dyn FnMut(&str) -> u16 + Send;

struct Inside {
    seen: Mutex<Vec<Seen>>,
    decide: Mutex<Box<Decide>>,
}

/// A server that answers as it is configured.
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    inside: Arc<Inside>,
    server: JoinHandle<()>,
}

impl Target {
    /// Starts one that decides by the notification's id what to answer.
    pub(crate) fn start(
        runtime: &Runtime,
        decide: impl FnMut(&str) -> u16 + Send + 'static,
    ) -> Self {
        Self::start_at(runtime, silent_port().0, decide)
    }

    /// Starts one at a port where nothing listened until now.
    pub(crate) fn start_at(
        runtime: &Runtime,
        port: TcpSocket,
        decide: impl FnMut(&str) -> u16 + Send + 'static,
    ) -> Self {
        let address = port.local_addr().unwrap();
        let inside = Arc::new(Inside {
            seen: Mutex::default(),
            decide: Mutex::new(Box::new(decide)),
        });
        let router = Router::new().fallback(take).with_state(Arc::clone(&inside));
        let listener = {
            let _inside = runtime.enter();
            port.listen(1024).unwrap()
        };
        let server = runtime.spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        Self {
            address,
            inside,
            server,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.inside.seen.lock().unwrap().clone()
    }

    /// Returns the ids that it took, in order, each where it came first.
    pub(crate) fn taken(&self) -> Vec<String> {
        let mut taken: Vec<String> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for seen in self.seen() {
            if seen.status == 200 && known.insert(seen.id.clone()) {
                taken.push(seen.id);
            }
        }
        taken
    }
}

/// Takes a port without listening: connections are refused, and no other program gets it.
pub(crate) fn silent_port() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

impl Drop for Target {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(inside): State<Arc<Inside>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let read: Value = serde_json::from_slice(&body).unwrap();
    let id = read["id"].as_str().unwrap().to_owned();
    let status = (inside.decide.lock().unwrap())(&id);
    inside.seen.lock().unwrap().push(Seen {
        id,
        status,
        headers,
        body,
    });
    StatusCode::from_u16(status).unwrap()
}
