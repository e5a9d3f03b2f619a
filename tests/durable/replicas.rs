//! Two serve-notify on one PostgreSQL.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use wechatpay::inbox::{InboxError, Insert, PostgresInbox};

use crate::PATIENCE;
use crate::home::Home;
use crate::inbox::{payment, put};
use crate::platform::{DATA, Platform};
use crate::postgres;
use crate::service::{Service, all_arrived, events};
use crate::target::Target;

#[test]
fn replicas_share_what_is_seen_and_what_is_passed_on() {
    let Some(store) = postgres::database("replicas") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let options = format!("--store {store} --forward-to {}", target.url());
    let both = [
        Service::start(&home, "one", &options),
        Service::start(&home, "two", &options),
    ];
    runtime.block_on(async {
        let lanes = (0..10_usize).map(|lane| {
            let (platform, both) = (&platform, &both);
            async move {
                let order = format!("order-{lane}");
                for number in 0..12_usize {
                    let notice = platform.refund(
                        &format!("{lane}-{number:02}"),
                        &order,
                        &format!("{lane}{number}"),
                    );
                    let (first, second) =
                        (&both[(lane + number) % 2], &both[(lane + number + 1) % 2]);
                    // The load balancer sends some to both.
                    assert_eq!(platform.send(&first.url, &notice).await, Some(204));
                    if number % 3 == 0 {
                        assert_eq!(platform.send(&second.url, &notice).await, Some(204));
                    }
                }
            }
        });
        futures_util::future::join_all(lanes).await;
    });
    all_arrived(&home, &store);
    let seen = target.seen();
    assert_eq!(seen.len(), 120, "none is processed twice");
    let mut last: HashMap<&str, &str> = HashMap::new();
    for one in &seen {
        let (lane, number) = one.id.split_once('-').unwrap();
        let before = last.insert(lane, number);
        assert!(
            before.is_none_or(|before| before < number),
            "{} came too late",
            one.id
        );
    }
    assert_eq!(events(&home, &store, "delivered").len(), 120);
    for service in both {
        service.end();
    }
}

#[test]
fn the_survivor_takes_over_within_ten_seconds() {
    let Some(store) = postgres::database("survivor") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let (held, began) = std::sync::mpsc::channel();
    let mut hangs = 4;
    let target = Target::start(&runtime, move |_| {
        if hangs > 0 {
            hangs -= 1;
            held.send(()).unwrap();
            // Held while the one that sent it is killed.
            std::thread::sleep(Duration::from_millis(1500));
            return 500;
        }
        200
    });
    let options = format!("--store {store} --forward-to {}", target.url());
    let one = Service::start(&home, "one", &options);
    for number in 0..4 {
        let notice = platform.payment(
            &format!("id-{number}"),
            &format!("order-{number}"),
            &number.to_string(),
        );
        assert_eq!(
            runtime.block_on(platform.send(&one.url, &notice)),
            Some(204)
        );
    }
    began.recv_timeout(PATIENCE).unwrap();
    let two = Service::start(&home, "two", &options);
    one.kill();
    let killed = Instant::now();
    all_arrived(&home, &store);
    // Some more than ten seconds on a machine that is slow and busy.
    assert!(
        killed.elapsed() < Duration::from_secs(60),
        "{:?}",
        killed.elapsed()
    );
    assert_eq!(target.taken().len(), 4);
    two.end();
}

/// Reads the bytes of a message of PostgreSQL, with its type.
async fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut message = vec![0; 5];
    stream.read_exact(&mut message).await.ok()?;
    let length = u32::from_be_bytes(message[1..].try_into().unwrap());
    message.resize(usize::try_from(length).unwrap() + 1, 0);
    stream.read_exact(&mut message[5..]).await.ok()?;
    Some(message)
}

/// Passes what a session answers on until it is ready; returns whether it is in no transaction.
async fn until_ready(session: &mut TcpStream, client: Option<&mut TcpStream>) -> Option<bool> {
    let mut passed = Vec::new();
    loop {
        let next = message(session).await?;
        passed.extend_from_slice(&next);
        if next[0] == b'Z' {
            if let Some(client) = client {
                client.write_all(&passed).await.ok()?;
            }
            return Some(next[5] == b'I');
        }
    }
}

/// Gives a client another of two sessions after each transaction, as a pooler may.
async fn pool(mut client: TcpStream, server: String) -> Option<()> {
    let mut start = vec![0; 4];
    client.read_exact(&mut start).await.ok()?;
    let length = u32::from_be_bytes(start[..].try_into().unwrap());
    start.resize(usize::try_from(length).unwrap(), 0);
    client.read_exact(&mut start[4..]).await.ok()?;
    let mut sessions = Vec::new();
    for number in 0..2 {
        let mut session = TcpStream::connect(&server).await.ok()?;
        session.write_all(&start).await.ok()?;
        let shown = (number == 0).then_some(&mut client);
        until_ready(&mut session, shown).await?;
        sessions.push(session);
    }
    loop {
        let query = message(&mut client).await?;
        sessions[0].write_all(&query).await.ok()?;
        if until_ready(&mut sessions[0], Some(&mut client)).await? {
            sessions.rotate_left(1);
        }
    }
}

#[test]
fn a_pooler_that_keeps_no_sessions_is_refused() {
    let Some(store) = postgres::database("pooled") else {
        return;
    };
    Runtime::new().unwrap().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut pooled = url::Url::parse(&store).unwrap();
        let server = format!("{}:{}", pooled.host().unwrap(), pooled.port().unwrap());
        let port = listener.local_addr().unwrap().port();
        pooled.set_host(Some("127.0.0.1")).unwrap();
        pooled.set_port(Some(port)).unwrap();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pool(client, server.clone()));
            }
        });
        let refused = PostgresInbox::connect(pooled.as_str(), None).await;
        assert!(matches!(refused, Err(InboxError::Pooled(_))));
        PostgresInbox::connect(&store, None).await.unwrap();
    });
}

#[test]
fn what_a_database_sets_for_its_sessions_does_not_count() {
    let Some(store) = postgres::database("settings") else {
        return;
    };
    for set in [
        "lock_timeout TO '1ms'",
        "default_transaction_isolation TO 'serializable'",
    ] {
        let change = format!(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {}', current_database()); END $$",
            set.replace('\'', "''")
        );
        postgres::execute(&store, &change);
    }
    let runtime = Runtime::new().unwrap();
    let inbox = runtime
        .block_on(PostgresInbox::connect(&store, None))
        .unwrap();
    // Another replica's turn, which commits the same notification.
    let turn = "SET lock_timeout TO 0; SELECT pg_advisory_xact_lock(2088194672); INSERT INTO wechatpay.notification
        (id, event_type, create_time, duplicate, order_no, verdict, received_at, headers, body, resource)
        VALUES ('a', '', '', 0, '', '', 0, '[]', '', '')";
    let other = postgres::hold(&runtime, &store, turn);
    runtime.block_on(async {
        let ended = async {
            // The insert waits for its turn by then, or does not have to.
            tokio::time::sleep(Duration::from_millis(300)).await;
            other.batch_execute("COMMIT").await.unwrap();
        };
        let (put, ()) = tokio::join!(put(&inbox, payment("a", "o", "t"), &[]), ended);
        assert_eq!(put, Insert::Altered { is_new: true });
    });
}

#[test]
fn a_database_whose_encoding_has_not_every_text_is_refused() {
    let Some(store) = postgres::database("encodings") else {
        return;
    };
    let mut narrow = url::Url::parse(&store).unwrap();
    let name = format!("{}_narrow", narrow.path().trim_start_matches('/'));
    let create = format!(
        "CREATE DATABASE {name} ENCODING 'EUC_CN' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    );
    postgres::execute(&store, &create);
    narrow.set_path(&name);
    let runtime = Runtime::new().unwrap();
    let refused = runtime.block_on(PostgresInbox::connect(narrow.as_str(), None));
    assert!(matches!(refused, Err(InboxError::Encoding { encoding, .. }) if encoding == "EUC_CN"));
}
