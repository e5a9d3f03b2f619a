//! Limits of the system: how many files may be open.

use std::net::TcpStream;

use tokio::runtime::Runtime;

use crate::home::Home;
use crate::platform::{DATA, Platform};
use crate::service::{Service, eventually};

/// Opens connections that send nothing.
fn connections(service: &Service, count: usize) -> Vec<TcpStream> {
    let address = service.url.trim_start_matches("http://");
    let address = address.split('/').next().unwrap();
    let open = || TcpStream::connect(address).unwrap();
    std::iter::repeat_with(open).take(count).collect()
}

fn serve(home: &Home, limit: &str, options: &str) -> Service {
    let shell = format!("{limit}; exec \"$0\" \"$@\"");
    let options = format!("--store inbox.db {options}");
    Service::start_under(&["sh", "-c", &shell], home, "served", &options)
}

#[test]
fn connections_that_the_limit_of_open_files_keeps_out_are_reported_and_wait() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = serve(&home, "ulimit -n 64", "");
    let open = connections(&service, 100);
    let stderr = eventually("it is reported", || {
        let stderr = home.read("served.err");
        stderr.contains("cannot be accepted").then_some(stderr)
    });
    assert!(stderr.contains("too many files are open"), "{stderr}");
    assert!(stderr.contains("LimitNOFILE="), "{stderr}");
    drop(open);
    let notice = platform.payment("id", "order", "42");
    eventually("it goes on", || {
        let sent = runtime.block_on(platform.send(&service.url, &notice));
        (sent == Some(204)).then_some(())
    });
    service.end();
}

#[test]
fn the_limit_of_open_files_is_raised_to_what_the_connections_need() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = serve(&home, "ulimit -S -n 64", "--max-connections 200");
    let _open = connections(&service, 100);
    let notice = platform.payment("id", "order", "42");
    let sent = runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(sent, Some(204), "{}", home.read("served.err"));
    assert!(!home.read("served.err").contains("cannot be accepted"));
    service.end();
}

#[test]
fn a_store_that_the_limit_of_open_files_keeps_shut_is_an_error_that_says_so() {
    let home = Home::new();
    home.run("--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db --for 1s")
        .ok();
    // So many are enough for the program to begin, and too few for all that it opens.
    for limit in 12..20 {
        let shell = format!("ulimit -n {limit}; exec \"$0\" \"$@\"");
        let command = home.command("--sandbox events list --store inbox.db");
        let done = home
            .under("sh", &["-c", &shell], &command)
            .output()
            .unwrap();
        let stderr = String::from_utf8(done.stderr).unwrap();
        match done.status.code() {
            Some(0) => {}
            Some(1 | 3) => assert!(
                stderr.contains("raise the limit (`ulimit -n`"),
                "{limit}: {stderr}"
            ),
            other => panic!("{limit}: {other:?} {stderr}"),
        }
    }
}
