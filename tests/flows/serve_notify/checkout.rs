//! The checkout API: what a Mini Program under development calls instead of its own back end.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::home::{Home, Server, read, skipped};
use crate::responses::closed_address;
use crate::wire::{self, Answer, ask};

const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];

fn post(server: &Server, path: &str, body: &str) -> Answer {
    let request = wire::request("POST", &format!("/wechat/{path}"), &JSON, body.as_bytes());
    wire::send(&server.address(), &request)
}

/// Reads an error: the status, and the object that says why.
fn refused(answer: &Answer) -> (u16, Value) {
    let body = read(&answer.body);
    assert!(
        answer.head.contains("content-type: application/json"),
        "{}",
        answer.head
    );
    assert_eq!(body["success"], false, "{body}");
    for name in ["code", "message"] {
        assert!(
            body[name].as_str().is_some_and(|text| !text.is_empty()),
            "{body}"
        );
    }
    assert_eq!(body.as_object().unwrap().len(), 3);
    (answer.status, body)
}

fn order(server: &Server, total: &str) -> Answer {
    let body = format!("{{\"openid\":\"oX\",\"total_fee\":{total},\"description\":\"咖啡\"}}");
    post(server, "createOrder", &body)
}

#[test]
fn a_page_gets_its_openid_and_its_pay_params_and_its_order_is_paid_and_notified_here() {
    let home = Home::new();
    let mut server = home.serve("--checkout-api --store events.db --log-format json");
    let answer = post(&server, "getOpenid", "{\"code\":\"081Kq4Ga1\"}");
    assert_eq!(answer.status, 200);
    let session = read(&answer.body);
    assert_eq!(session["success"], true);
    assert_eq!(
        session.as_object().unwrap().len(),
        2,
        "no session_key: {session}"
    );
    let openid = session["openid"].as_str().unwrap();
    let body = json!({"openid": openid, "total_fee": 250, "description": "咖啡"});
    let answer = post(&server, "createOrder", &body.to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    let params = read(&answer.body);
    assert_eq!(params["package"], params["packageVal"]);
    assert!(
        params["package"]
            .as_str()
            .unwrap()
            .starts_with("prepay_id=")
    );
    assert!(params["timeStamp"].is_string());
    assert_eq!(params["signType"], "RSA");
    home.write("params.json", &answer.body);
    let check = home
        .run("--sandbox --json pay-params --check params.json")
        .json();
    assert_eq!(check["verdict"], "valid", "{check}");
    let placed = server.logged("order-placed");
    let number = placed["out_trade_no"].as_str().unwrap();
    home.run(&format!("--sandbox sandbox pay {number}")).ok();
    let event = server.next();
    assert_eq!(event["resource"]["out_trade_no"], number);
    assert_eq!(event["resource"]["amount"]["total"], 250);
    assert_eq!(event["resource"]["payer"]["openid"], openid);
}

#[test]
fn an_order_is_notified_here_however_the_address_is_written() {
    if TcpListener::bind("[::ffff:127.0.0.1]:0").is_err() {
        skipped("IPv6");
        return;
    }
    let home = Home::new();
    let mut server = home.start(
        "--sandbox --json serve-notify --listen [::ffff:127.0.0.1]:0 --checkout-api --no-store --log-format json",
    );
    assert_eq!(order(&server, "1").status, 200);
    let placed = server.logged("order-placed");
    let number = placed["out_trade_no"].as_str().unwrap();
    home.run(&format!("--sandbox sandbox pay {number}")).ok();
    assert_eq!(server.next()["resource"]["out_trade_no"], number);
}

#[test]
fn amounts_are_whole_fen_and_nothing_else() {
    let home = Home::new();
    let server = home.serve("--checkout-api --no-store --max-total 500");
    for total in [
        "1.5",
        "1.0",
        "\"100\"",
        "1e2",
        "-1",
        "0",
        "-0",
        "4294967296",
        "99999999999999999999",
        "null",
        "true",
        "[1]",
        "1E400",
    ] {
        let (status, body) = refused(&order(&server, total));
        assert_eq!(
            (status, &body["code"]),
            (400, &json!("PARAM_ERROR")),
            "{total}"
        );
    }
    let (status, body) = refused(&order(&server, "501"));
    assert_eq!(status, 400);
    assert!(
        body["message"]
            .as_str()
            .unwrap()
            .contains("more than this server allows")
    );
    assert_eq!(order(&server, "500").status, 200);
}

#[test]
fn a_request_that_is_wrong_is_reported_what_is() {
    let home = Home::new();
    let server = home.serve("--checkout-api --no-store");
    let long = format!(
        "{{\"openid\":\"oX\",\"total_fee\":1,\"description\":\"{}\"}}",
        "x".repeat(128)
    );
    for (path, body, named) in [
        ("getOpenid", "{}", "code"),
        ("getOpenid", "{\"code\":\"\"}", "code"),
        ("getOpenid", "{\"code\":7}", "code"),
        ("getOpenid", "", "JSON"),
        ("getOpenid", "[]", "object"),
        ("getOpenid", "{\"code\":\"a\"", "JSON"),
        (
            "createOrder",
            "{\"total_fee\":1,\"description\":\"x\"}",
            "openid",
        ),
        (
            "createOrder",
            "{\"openid\":\"o X\",\"total_fee\":1,\"description\":\"x\"}",
            "openid",
        ),
        (
            "createOrder",
            "{\"openid\":\"oX\",\"description\":\"x\"}",
            "total_fee",
        ),
        (
            "createOrder",
            "{\"openid\":\"oX\",\"total_fee\":1}",
            "description",
        ),
        (
            "createOrder",
            "{\"openid\":\"oX\",\"total_fee\":1,\"total_fee\":2,\"description\":\"x\"}",
            "total_fee",
        ),
        ("createOrder", &long, "127"),
    ] {
        let (status, reply) = refused(&post(&server, path, body));
        assert_eq!(status, 400, "{body}");
        assert!(
            reply["message"].as_str().unwrap().contains(named),
            "{body}: {reply}"
        );
    }
    let large = format!("{{\"code\":\"{}\"}}", "x".repeat(20_000));
    assert_eq!(refused(&post(&server, "getOpenid", &large)).0, 413);
    assert_eq!(
        ask(&server.address(), "GET", "/wechat/getOpenid").status,
        405
    );
}

#[test]
fn a_page_of_another_site_gets_nothing() {
    let home = Home::new();
    let server = home.serve("--checkout-api --no-store");
    let address = server.address();
    let origin = ("Origin", "https://evil.example");
    let asked = ("Access-Control-Request-Method", "POST");
    let preflight = wire::request("OPTIONS", "/wechat/createOrder", &[origin, asked], b"");
    let answer = wire::send(&address, &preflight);
    assert_eq!(answer.status, 405);
    assert!(!answer.head.contains("access-control"), "{}", answer.head);
    let body = b"{\"openid\":\"oX\",\"total_fee\":1,\"description\":\"x\"}";
    // These are what a page can send without being asked first, and an old browser does not say
    // for whom.
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        let headers = [("Content-Type", kind)];
        let request = wire::request("POST", "/wechat/createOrder", &headers, body);
        assert_eq!(refused(&wire::send(&address, &request)).0, 415, "{kind}");
    }
    let bare = wire::request("POST", "/wechat/createOrder", &[], body);
    assert_eq!(refused(&wire::send(&address, &bare)).0, 415);
    // And these are what it sends where a browser lets it, or where its own name leads here.
    let site = ("Sec-Fetch-Site", "cross-site");
    let json = ("content-type", "Application/JSON; charset=utf-8");
    for headers in [&[json, origin][..], &[json, site]] {
        let request = wire::request("POST", "/wechat/createOrder", headers, body);
        let (status, reply) = refused(&wire::send(&address, &request));
        assert_eq!((status, &reply["code"]), (403, &json!("FORBIDDEN")));
    }
    let rebound = |host: &str| {
        let headers =
            format!("Host: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json");
        let length = body.len();
        let head = format!(
            "POST /wechat/createOrder HTTP/1.1\r\nConnection: close\r\n{headers}\r\nContent-Length: {length}\r\n\r\n"
        );
        wire::send(&address, &[head.as_bytes(), body].concat())
    };
    for host in [
        "evil.example",
        &address.replace("127.0.0.1", "evil.example"),
    ] {
        let (status, reply) = refused(&rebound(host));
        assert_eq!(status, 403, "{host}");
        let message = reply["message"].as_str().unwrap();
        assert!(message.contains("this server's names"), "{message}");
    }
    for host in [address.as_str(), "localhost", "[::1]:1"] {
        let good = rebound(host);
        assert_eq!(good.status, 200, "{host}: {}", good.body);
        assert!(!good.head.contains("access-control"), "{}", good.head);
    }
    // The developer tools say that they are a browser and where the page is from.
    let page = (
        "Referer",
        "https://servicewechat.com/wx8888888888888888/devtools/page-frame.html",
    );
    let tools = wire::request("POST", "/wechat/createOrder", &[json, site, page], body);
    assert_eq!(wire::send(&address, &tools).status, 200);
}

#[test]
fn a_name_that_leads_here_is_served_where_it_is_named() {
    let home = Home::new();
    let server = home.serve("--checkout-api --no-store --checkout-host dev.tunnel.example");
    let named = |host: &str| {
        let request = format!(
            "POST /wechat/getOpenid HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{{\"code\":\"a1b2\"}}"
        );
        wire::send(&server.address(), request.as_bytes()).status
    };
    assert_eq!(named("dev.tunnel.example"), 200);
    assert_eq!(named("tunnel.example"), 403);
    for wrong in ["http://x", "x:80", ""] {
        let mut command = home.command("--sandbox serve-notify --no-store --checkout-api");
        let done = command.args(["--checkout-host", wrong]).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{wrong}");
    }
    home.run("--sandbox serve-notify --no-store --checkout-host x")
        .fails_with(2);
}

#[test]
fn each_fault_of_the_login_has_its_status() {
    let home = Home::new();
    let server = home.serve("--checkout-api --no-store");
    for (code, status) in [
        ("error-40029", 400),
        ("error-40163", 400),
        ("error-40226", 403),
        ("error-45011", 429),
        ("error--1", 503),
        ("error-40125", 502),
        ("error-40013", 502),
    ] {
        let answer = post(&server, "getOpenid", &format!("{{\"code\":\"{code}\"}}"));
        assert_eq!(refused(&answer).0, status, "{code}");
    }
    // A code is good once.
    let again = || post(&server, "getOpenid", "{\"code\":\"once\"}").status;
    assert_eq!((again(), again()), (200, 400));
}

/// A profile whose WeChat is somewhere else.
fn upstream(home: &Home, url: &str) {
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    let profile = home.read("merchant.toml").replace(&sandbox.url(), url);
    home.write("merchant.toml", profile);
    sandbox.signal("-TERM");
    sandbox.end();
}

const PLAIN: &str =
    "--json --retries 0 --timeout 60s serve-notify --listen 127.0.0.1:0 --no-store --checkout-api";

/// Answers as a WeChat does that is not itself.
fn answer(listener: &TcpListener, name: &str) {
    let mut held = Vec::new();
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let (status, page) = match name {
            "strange" => ("200 OK", "<html>"),
            "failing" => ("500 Oops", ""),
            _ => {
                held.push(stream);
                continue;
            }
        };
        let mut head = [0; 4096];
        let _ = stream.read(&mut head);
        let length = page.len();
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
        );
        let _ = std::io::Write::write_all(&mut stream, answer.as_bytes());
    }
}

#[test]
fn where_wechat_is_down_or_slow_or_not_itself_the_status_says_so() {
    for (name, status) in [
        ("down", 502),
        ("silent", 504),
        ("strange", 502),
        ("failing", 503),
    ] {
        let home = Home::new();
        let url = if name == "down" {
            closed_address()
        } else {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            // It ends with the test's process.
            std::thread::spawn(move || answer(&listener, name));
            url
        };
        upstream(&home, &url);
        let timeout = if name == "silent" { "500ms" } else { "60s" };
        let server = home.start(&PLAIN.replace("60s", timeout));
        let session = refused(&post(&server, "getOpenid", "{\"code\":\"abc\"}"));
        assert_eq!(session.0, status, "{name}: {}", session.1);
        let ordered = refused(&order(&server, "1"));
        assert_eq!(ordered.0, status, "{name}: {}", ordered.1);
        let message = ordered.1["message"].as_str().unwrap();
        assert!(!message.starts_with(';'), "{name}: {message}");
        assert_eq!(message.contains("the order may exist"), name != "down");
        for inside in ["secret", "appid=", "/v3/", "merchant-keys"] {
            let reply = format!("{}{}", session.1, ordered.1);
            assert!(!reply.contains(inside), "{reply}");
        }
    }
}

#[test]
fn a_fault_of_the_profile_is_reported_to_the_log_and_not_to_the_page() {
    let home = Home::new();
    upstream(&home, "http://127.0.0.1:1");
    let mut server = home.start(&format!("{PLAIN} --log-format json"));
    let broken = home
        .read("merchant.toml")
        .replace("app_secret = { file", "app_secret = { env");
    home.write("merchant.toml", broken);
    server.signal("-HUP");
    server.logged("reloaded");
    let (status, reply) = refused(&post(&server, "getOpenid", "{\"code\":\"abc\"}"));
    assert_eq!(status, 500);
    assert!(!reply.to_string().contains("app_secret"), "{reply}");
    let line = server.logged("checkout-failed");
    assert!(
        line["message"].as_str().unwrap().contains("app_secret"),
        "{line}"
    );
    // At the start it is an error, before the first order.
    let error = home.run(PLAIN).failed(3);
    assert!(
        error["message"].as_str().unwrap().contains("app_secret"),
        "{error}"
    );
}

#[test]
fn a_call_that_failed_is_explained_in_the_language_of_the_log() {
    let home = Home::new();
    upstream(&home, "http://127.0.0.1:1");
    let mut server = home.start(&format!("--lang zh {PLAIN} --log-format json"));
    refused(&post(&server, "getOpenid", "{\"code\":\"abc\"}"));
    let line = server.logged("checkout-failed");
    let message = line["message"].as_str().unwrap();
    assert!(message.contains("无法连接 127.0.0.1:1"), "{line}");
}

/// Runs the rest in a network of its own, where 192.0.2.1 is this machine.
const ELSEWHERE: &str = "ip link set lo up && ip addr add 192.0.2.1/32 dev lo && exec \"$@\"";

/// Asks from an address that is not loopback.
const ASK: &str = r#"
import http.client, json, os, socket, subprocess, sys, time
listen, handed, binary = sys.argv[1], sys.argv[2] == 'handed', sys.argv[3]
args = [binary, '--sandbox', '--json', 'serve-notify', '--no-store', '--checkout-api', '--rate-limit', '2']
env = dict(os.environ)
if handed:
    one = socket.create_server(('192.0.2.1', 0))
    env['LISTEN_FDS'] = '1'
    args = ['sh', '-c', 'LISTEN_PID=$$ exec "$@"', 'sh'] + args
    taken = [os.open('/dev/null', 0) for _ in range(8)]
    os.dup2(one.fileno(), 3)
else:
    args += ['--listen', listen]
child = subprocess.Popen(args, stdout=subprocess.PIPE, env=env, pass_fds=[3] if handed else [])
url = json.loads(child.stdout.readline())['listening']
host = url.split('/')[2]
def posts():
    each = [http.client.HTTPConnection(host, timeout=120) for _ in range(4)]
    for c in each:
        c.connect()
    began = time.monotonic()
    for c in each:
        c.request('POST', '/wechat/getOpenid', '{}', {'Content-Type': 'application/json'})
    statuses = sorted(c.getresponse().status for c in each)
    return statuses, time.monotonic() - began
for _ in range(20):
    statuses, took = posts()
    # Two a second: later, another one is allowed.
    if took < 0.5 or statuses == [400, 400, 429, 429]:
        break
    time.sleep(2)
print(json.dumps(statuses))
child.kill()
"#;

#[test]
fn other_machines_are_served_only_where_listen_says_so_and_only_so_often() {
    let home = Home::new();
    let elsewhere = |listen: &str, handed: &str| {
        let mut command = Command::new("unshare");
        command.args([
            "-rn", "sh", "-c", ELSEWHERE, "sh", "python3", "-c", ASK, listen, handed,
        ]);
        command.arg(env!("CARGO_BIN_EXE_wechatpay"));
        command
            .env("HOME", home.path(""))
            .current_dir(home.path(""))
            .stdin(Stdio::null());
        command.output().unwrap()
    };
    let possible = Command::new("unshare")
        .args(["-rn", "sh", "-c", ELSEWHERE, "sh", "python3", "-V"])
        .output();
    if !possible.is_ok_and(|done| done.status.success()) {
        skipped("unshare, ip and python3, and the right to use them");
        return;
    }
    for (handed, expected) in [
        ("handed", "[403, 403, 403, 403]"),
        ("bound", "[400, 400, 429, 429]"),
    ] {
        let output = elsewhere("192.0.2.1:0", handed);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let statuses = String::from_utf8_lossy(&output.stdout);
        assert_eq!(statuses.trim(), expected, "{handed}: {stderr}");
    }
}
