//! Proxies, names and certificates: what goes where, and what is said if it does not arrive.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, read};
use crate::orders::ORDER;
use crate::responses::{closed_address, good, home};

const QUERY: &str =
    "query --out-trade-no order-0001 --retries 0 --timeout 60s --connect-timeout 60s";

/// The same, to WeChat Pay.
const REAL: &str = "--base-url https://api.mch.weixin.qq.com query --out-trade-no order-0001 --retries 0 --timeout 60s --connect-timeout 60s";

/// A proxy that records what it is sent and gives the same bytes back to each connection.
struct Proxy {
    port: u16,
    seen: Receiver<Vec<u8>>,
}

impl Proxy {
    fn new(replies: &'static [&'static [u8]]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, seen) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                for reply in replies {
                    let mut bytes = [0; 4096];
                    // A connection on which nothing is sent asks only whether the proxy is there.
                    let Ok(length @ 1..) = stream.read(&mut bytes) else {
                        break;
                    };
                    let _ = sender.send(bytes[..length].to_vec());
                    let _ = stream.write_all(reply);
                }
            }
        });
        Self { port, seen }
    }

    fn seen(&self) -> Vec<Vec<u8>> {
        self.seen.try_iter().collect()
    }
}

fn run(home: &Home, args: &str, variables: &[(&str, &str)], code: i32) -> String {
    let mut command = home.command(args);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args} {variables:?}: {text}"
    );
    for jargon in [
        "error sending request",
        "client error",
        "dns error",
        "error trying",
        "hyper",
    ] {
        assert!(!text.contains(jargon), "{text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
    text
}

#[test]
fn plain_http_to_this_machine_goes_through_no_proxy_whatever_asks_for_one() {
    let home = home();
    let good = good(&home);
    let proxy = Proxy::new(&[b"HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n"]);
    let http = format!("http://127.0.0.1:{}", proxy.port);
    let socks = format!("socks5h://127.0.0.1:{}", proxy.port);
    for variable in [
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "HTTPS_PROXY",
    ] {
        for value in [&http, &socks] {
            let server = Faulty::new(vec![Fault::Answer(good.clone())]);
            for url in [
                server.url.clone(),
                server.url.replace("127.0.0.1", "localhost"),
                server.url.replace("127.0.0.1", "pay.shop.localhost"),
            ] {
                let args = format!("--base-url {url} {ORDER}");
                run(&home, &args, &[(variable, value)], 0);
            }
            assert_eq!(server.requests().len(), 3);
        }
    }
    let server = Faulty::new(vec![Fault::Answer(good.clone())]);
    run(
        &home,
        &format!("--proxy {http} --base-url {} {ORDER}", server.url),
        &[],
        0,
    );
    // The login carries the app secret in its URL.
    let login = format!(
        "--mp-base-url {} openid 0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p",
        closed_address().replace("127.0.0.1", "x.localhost")
    );
    let text = run(
        &home,
        &login,
        &[("ALL_PROXY", &http), ("HTTP_PROXY", &http)],
        7,
    );
    assert!(text.contains("x.localhost"), "{text}");
    assert_eq!(proxy.seen(), Vec::<Vec<u8>>::new());
}

#[test]
fn a_socks_proxy_is_spoken_to_and_resolves_the_name() {
    let home = home();
    let proxy = Proxy::new(&[b"\x05\x00", b"\x05\x02\x00\x01\0\0\0\0\0\0"]);
    for scheme in ["socks5", "socks5h", "socks"] {
        let url = format!("{scheme}://127.0.0.1:{}", proxy.port);
        let text = run(&home, REAL, &[("ALL_PROXY", &url)], 7);
        let shown = if scheme == "socks" { "socks5" } else { scheme };
        let shown = format!("{shown}://127.0.0.1:{}", proxy.port);
        assert!(
            text.starts_with(&format!("error: the proxy {shown} refused")),
            "{text}"
        );
        let seen = proxy.seen();
        assert_eq!(seen[0][0], 5);
        assert!(String::from_utf8_lossy(&seen[1]).contains("api.mch.weixin.qq.com"));
    }
}

#[test]
fn a_proxy_that_is_in_the_way_is_named_with_its_status() {
    let home = home();
    let refusing = Proxy::new(&[b"HTTP/1.1 403 Forbidden\r\n\r\n"]);
    let asking = Proxy::new(&[b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"]);
    let other = Proxy::new(&[b"SSH-2.0-OpenSSH_9.6\r\n"]);
    let away = closed_address();
    let away = away.rsplit_once(':').unwrap().1;
    for (port, expected, zh) in [
        (
            refusing.port.to_string(),
            ["refused", "HTTP 403"],
            "拒绝了连接",
        ),
        (
            asking.port.to_string(),
            ["requires a login", "HTTP 407"],
            "要求登录",
        ),
        (
            other.port.to_string(),
            ["does not work as a proxy", "not a proxy's"],
            "不是可用的代理",
        ),
        (
            away.to_owned(),
            ["cannot connect to the proxy", "refused"],
            "无法连接代理",
        ),
    ] {
        let with_login = format!("http://me:hunter2@127.0.0.1:{port}");
        let set = [("HTTPS_PROXY", with_login.as_str())];
        let text = run(&home, REAL, &set, 7);
        for expected in expected {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        let shown = format!("http://127.0.0.1:{port}");
        assert!(text.lines().next().unwrap().contains(&shown), "{text}");
        assert!(!text.contains("api.mch.weixin.qq.com"), "{text}");
        assert!(text.contains("\nhelp: "), "{text}");
        let text = run(&home, &format!("--lang zh {REAL}"), &set, 7);
        assert!(text.contains(zh), "{text}");
        let option = format!("--proxy {with_login} {REAL}");
        assert!(run(&home, &option, &[], 7).contains(&shown));
    }
}

#[test]
fn a_proxy_of_another_kind_than_its_url_says_is_named_itself() {
    let home = home();
    let http = Proxy::new(&[b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"]);
    let ssh = Proxy::new(&[b"SSH-2.0-OpenSSH_9.6\r\n"]);
    for (scheme, port, expected) in [
        (
            "https",
            http.port,
            "help: the URL of most proxies is http://",
        ),
        ("https", ssh.port, "cause: it does not speak TLS"),
        ("socks5", http.port, "does not work as a proxy"),
        ("socks5", ssh.port, "cause: its response is not a proxy's"),
        ("socks4", http.port, "does not work as a proxy"),
    ] {
        let url = format!("{scheme}://127.0.0.1:{port}");
        let text = run(&home, REAL, &[("HTTPS_PROXY", &url)], 7);
        let first = text.lines().next().unwrap();
        assert!(first.contains(&format!("proxy {url}")), "{text}");
        assert!(text.contains(expected), "{text}");
        assert!(
            !text.contains("handshake") && !text.contains("parsing"),
            "{text}"
        );
    }
}

#[test]
fn an_unusable_proxy_is_refused_under_the_name_it_was_given_by() {
    let home = home();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let text = run(&home, REAL, &[(variable, "ftp://me:hunter2@host")], 2);
        assert!(
            text.starts_with(&format!("error: the environment variable {variable} ")),
            "{text}"
        );
    }
    let text = run(&home, &format!("--proxy ftp://host {REAL}"), &[], 2);
    assert!(text.contains("--proxy"), "{text}");
    // What docker --env-file keeps is taken off.
    let text = run(&home, REAL, &[("HTTPS_PROXY", "\"http://127.0.0.1:9\"")], 7);
    assert!(text.contains("proxy http://127.0.0.1:9\n"), "{text}");
}

#[test]
fn offline_the_host_that_the_user_knows_is_named_once() {
    let home = home();
    let text = run(&home, REAL, &[("RES_OPTIONS", "attempts:1")], 7);
    let first =
        "error: cannot resolve api.mch.weixin.qq.com (nor the backup api2.mch.weixin.qq.com)\n";
    assert!(text.starts_with(first), "{text}");
    assert_eq!(text.matches("api.mch.weixin.qq.com").count(), 1, "{text}");
    let refused = closed_address();
    let text = run(&home, &format!("--base-url {refused} {QUERY}"), &[], 7);
    let host = refused.trim_start_matches("http://");
    assert!(
        text.starts_with(&format!(
            "error: cannot connect to {host}\ncause: the connection was refused"
        )),
        "{text}"
    );
    let json = run(
        &home,
        &format!("--json --base-url {refused} {QUERY}"),
        &[],
        7,
    );
    assert!(read(&json)["error"]["hint"].is_string());
}

#[test]
fn a_certificate_that_does_not_hold_is_reported_as_what_it_is() {
    let home = home();
    let make = |name: &str, expired: bool| {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if expired {
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    };
    for (name, expired, trusted, expected, zh) in [
        (
            "127.0.0.1",
            false,
            false,
            "an authority that is not trusted",
            "不受信任",
        ),
        ("127.0.0.1", true, true, "has expired", "已过期"),
        (
            "other.example.com",
            false,
            true,
            "for another host name",
            "另一主机名",
        ),
    ] {
        let (certificate, key) = make(name, expired);
        home.write("cert.pem", &certificate);
        home.write("key.pem", &key);
        let server = home.serve("--no-store --tls-cert cert.pem --tls-key key.pem");
        let url = server.url();
        let base = url.trim_end_matches("/notify");
        let ca = if trusted { "--ca-file cert.pem" } else { "" };
        let args = format!("{ca} --base-url {base} {QUERY}");
        let text = run(&home, &args, &[], 7);
        assert!(text.contains("\ncause: its TLS certificate "), "{text}");
        assert!(
            text.contains(expected) && text.contains("\nhelp: "),
            "{text}"
        );
        assert!(run(&home, &format!("--lang zh {args}"), &[], 7).contains(zh));
    }
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_not_trusted() {
    let home = home();
    let authority = || {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        (certificate.pem(), Issuer::new(params, key))
    };
    // A sandbox whose data folder was deleted has such a one.
    let ((before, _), (_, after)) = (authority(), authority());
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &after).unwrap();
    home.write("ca.pem", before);
    home.write("cert.pem", certificate.pem());
    home.write("key.pem", key.serialize_pem());
    let server = home.serve("--no-store --tls-cert cert.pem --tls-key key.pem");
    let base = server.url();
    let base = base.trim_end_matches("/notify");
    let args = format!("--ca-file ca.pem --base-url {base} {QUERY}");
    let text = run(&home, &args, &[], 7);
    assert!(text.contains("an authority that is not trusted"), "{text}");
    assert!(text.contains("name its CA with --ca-file"), "{text}");
}
