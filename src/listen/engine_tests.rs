use std::path::Path;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::super::address::RelayUrl;
use super::super::state::StateError;
use super::*;
use crate::transport::{Proxy, Transport, TransportOptions};

/// Serves connections that begin as a relay's, and end.
async fn relay_that_ends() -> RelayUrl {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The request is short enough to come at once.
            let _ = stream.read(&mut [0; 4096]).await;
            let opened = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n\
                id: 0-0000000000000000\nevent: open\ndata: {\"version\":\"1\",\"now\":1}\n\n";
            let _ = stream.write_all(opened.as_bytes()).await;
        }
    });
    url.parse().unwrap()
}

fn source(url: RelayUrl) -> RelaySource {
    let options = TransportOptions {
        proxy: Proxy::Direct,
        ..TransportOptions::default()
    };
    let transport = Transport::new(url.base().clone(), &options).unwrap();
    let token = "0123456789abcdef0123456789abcdef".parse().unwrap();
    RelaySource::new(transport, url, token)
}

/// Opens a folder that has just been closed; tasks that end, and a program that another test starts,
/// have its lock for a moment longer.
async fn reopened(folder: &Path) -> ListenState {
    loop {
        match ListenState::open(folder) {
            Err(StateError::Busy) => sleep(Duration::from_millis(1)).await,
            opened => return opened.unwrap(),
        }
    }
}

/// Listens until it is connected, and returns how often it said that what was taken is lost.
async fn forgotten(url: &RelayUrl, state: ListenState) -> usize {
    let (listening, mut events) = Listening::new(
        source(url.clone()),
        ListenOptions::default(),
        Some(state),
        Vec::new(),
    );
    let end = CancellationToken::new();
    let running = tokio::spawn(listening.run(end.clone()));
    let mut count = 0;
    loop {
        match events.recv().await.unwrap() {
            ListenEvent::Connected { .. } => break,
            ListenEvent::Forgotten => count += 1,
            other => panic!("{other:?}"),
        }
    }
    end.cancel();
    // Its events are not read meanwhile.
    drop(events);
    running.await.unwrap().unwrap();
    count
}

#[tokio::test]
async fn an_inbox_without_what_was_taken_last_is_reported_once() {
    let url = relay_that_ends().await;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("one");
    let mut state = ListenState::open(&folder).unwrap();
    let progress = |seq, has_arrived| Progress {
        position: Position::of(seq, "EV"),
        since: 5,
        has_arrived,
        newest: Some("EV".to_owned()),
    };
    state.save(progress(1, true)).await.unwrap();
    state.save(progress(2, false)).await.unwrap();
    drop(state);
    let mut counts = Vec::new();
    for _ in 0..2 {
        counts.push(forgotten(&url, reopened(&folder).await).await);
    }
    assert_eq!(counts, [1, 0]);
}

#[tokio::test]
async fn connections_that_end_at_once_are_made_less_and_less_often() {
    let url = relay_that_ends().await;
    let (listening, mut events) =
        Listening::new(source(url), ListenOptions::default(), None, Vec::new());
    let end = CancellationToken::new();
    let running = tokio::spawn(listening.run(end.clone()));
    let mut pauses = Vec::new();
    while pauses.len() < 3 {
        match events.recv().await.unwrap() {
            ListenEvent::Connected { .. } => {}
            ListenEvent::Disconnected { error, pause } => {
                assert!(matches!(error, ListenError::Ended), "{error:?}");
                pauses.push(pause);
            }
            other => panic!("{other:?}"),
        }
    }
    end.cancel();
    running.await.unwrap().unwrap();
    for (pause, failures) in pauses.into_iter().zip(1..) {
        let ceiling = RECONNECT_BACKOFF.ceiling(failures);
        assert!(
            ceiling / 2 <= pause && pause <= ceiling,
            "{failures}: {pause:?}"
        );
    }
}
