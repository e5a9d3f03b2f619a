//! The sandbox under WeChat Pay's own names, over TLS and through its proxy.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wechatpay::ambient;
use wechatpay::sandbox::HOSTS;

use crate::PATIENCE;
use crate::home::{Home, Server, skipped};
use crate::midnight::early_enough;
use crate::wire::send as send_bytes;

const CERTIFICATES: &str = "/v3/certificates";

/// A sandbox that stands in for the real names.
struct StandIn {
    server: Server,
    tls: String,
    proxy: String,
    ca: String,
}

fn start(home: &Home, options: &str) -> StandIn {
    let server = home.start(&format!(
        "--json sandbox --listen 127.0.0.1:0 --tls=127.0.0.1:0 --proxy 127.0.0.1:0 {options}"
    ));
    let up = &server.first["stand_in"];
    let address = |name: &str| {
        let url = up[name].as_str().unwrap();
        url.split("://").nth(1).unwrap().to_owned()
    };
    StandIn {
        tls: address("tls"),
        proxy: address("proxy"),
        ca: up["ca_file"].as_str().unwrap().to_owned(),
        server,
    }
}

impl StandIn {
    fn tls_port(&self) -> &str {
        self.tls.rsplit(':').next().unwrap()
    }

    /// Calls with curl, and returns the status and what came.
    fn curl(&self, args: &[&str]) -> (u16, String) {
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--max-time", "120"])
            .args(["--cacert", &self.ca, "--write-out", "\n%{http_code}"])
            .args(args)
            .env_clear()
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let (body, status) = text.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), format!("{body}{error}"))
    }

    /// Calls a name as with a line in the hosts file.
    fn by_name(&self, host: &str, path: &str) -> (u16, String) {
        let port = self.tls_port();
        let resolve = format!("{host}:{port}:127.0.0.1");
        let url = format!("https://{host}:{port}{path}");
        self.curl(&["--noproxy", "*", "--resolve", &resolve, &url])
    }

    fn openssl(&self, args: &[&str]) -> String {
        let output = Command::new("openssl")
            .args(["s_client", "-connect", &self.tls, "-CAfile", &self.ca])
            .args(["-x509_strict", "-verify_return_error"])
            .args(args)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let (stdout, stderr) = (output.stdout, output.stderr);
        String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned()
    }
}

#[test]
fn every_real_name_is_served_over_tls_and_through_the_proxy() {
    early_enough();
    let home = Home::new();
    let stand_in = start(&home, "--write-profile shop.toml");
    let proxy = format!("http://{}", stand_in.proxy);
    for host in HOSTS.iter().copied().chain(["localhost"]) {
        let (status, text) = stand_in.by_name(host, CERTIFICATES);
        assert_eq!(status, 401, "{host}: {text}");
    }
    let (status, text) = stand_in.curl(&[&format!("https://{}{CERTIFICATES}", stand_in.tls)]);
    assert_eq!(status, 401, "{text}");
    for host in HOSTS {
        let url = format!("https://{host}{CERTIFICATES}");
        let (status, text) = stand_in.curl(&["--proxy", &proxy, &url]);
        assert_eq!(status, 401, "{host}: {text}");
    }
    let login = "https://api.weixin.qq.com/sns/jscode2session?appid=a&secret=b&js_code=c";
    let (status, _) = stand_in.curl(&["--proxy", &proxy, login]);
    assert_eq!(status, 200);

    // Controls are for this machine's own names.
    let token = stand_in.server.first["token"].as_str().unwrap();
    let bearer = format!("Authorization: Bearer {token}");
    for (host, expected) in [("localhost", 200), ("api.mch.weixin.qq.com", 403)] {
        let port = stand_in.tls_port();
        let resolve = format!("{host}:{port}:127.0.0.1");
        let url = format!("https://{host}:{port}/_sandbox/orders");
        let args = [
            "--noproxy",
            "*",
            "--resolve",
            &resolve,
            "--header",
            &bearer,
            &url,
        ];
        let (status, text) = stand_in.curl(&args);
        assert_eq!(status, expected, "{host}: {text}");
    }

    // A link leads to where the caller came from.
    let order = "--trade-type native --notify-url http://127.0.0.1:1/notify --sandbox";
    home.order("bill-0001", order);
    home.run("sandbox pay bill-0001 --attempts 1");
    let today = ambient::now().to_rfc3339();
    let call = format!(
        "--json api GET /v3/bill/tradebill?bill_date={}",
        &today[..10]
    );
    let by_proxy = format!(
        "--config shop.toml -p sandbox --base-url https://api.mch.weixin.qq.com --proxy {proxy} --ca-file {}",
        stand_in.ca
    );
    let listed = home.run(&format!("{by_proxy} {call}")).json();
    let link = find_link(&listed);
    assert!(
        link.starts_with("https://api.mch.weixin.qq.com/v3/"),
        "{link}"
    );
    let by_port = format!(
        "--config shop.toml -p sandbox --base-url https://{} --ca-file {}",
        stand_in.tls, stand_in.ca
    );
    let listed = home.run(&format!("{by_port} {call}")).json();
    let link = find_link(&listed);
    assert!(
        link.starts_with(&format!("https://{}/v3/", stand_in.tls)),
        "{link}"
    );
}

fn find_link(value: &Value) -> String {
    let text = value.to_string();
    let (_, after) = text.split_once("download_url").unwrap();
    let (_, after) = after.split_once("https://").unwrap();
    format!("https://{}", after.split(['"', '\\']).next().unwrap())
}

#[test]
fn the_proxy_answers_for_no_other_name_and_lets_no_control_through() {
    let home = Home::new();
    let stand_in = start(&home, "");
    let ask = |head: &str| send_bytes(&stand_in.proxy, format!("{head}\r\n\r\n").as_bytes());
    for head in [
        "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443",
        "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443",
        "GET http://example.com/ HTTP/1.1\r\nHost: api.mch.weixin.qq.com\r\nConnection: close",
        "GET http://127.0.0.1/_sandbox/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close",
    ] {
        let answer = ask(head);
        assert_eq!(answer.status, 403, "{head}");
        assert!(answer.body.contains("api2.wechatpay.cn"), "{}", answer.body);
        assert!(
            answer.head.contains("not a name of wechat pay"),
            "{}",
            answer.head
        );
    }
    let (_, text) = stand_in.curl(&[
        "--proxy",
        &format!("http://{}", stand_in.proxy),
        "https://example.com/",
    ]);
    assert!(text.contains("403"), "{text}");
    // Some clients send their calls over TLS to the proxy as they are.
    for scheme in ["http", "https"] {
        let host = "api.mch.weixin.qq.com";
        let answer = ask(&format!(
            "GET {scheme}://{host}{CERTIFICATES} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nUser-Agent: t\r\nConnection: close"
        ));
        assert_eq!(answer.status, 401);
        for claimed in [host, "127.0.0.1"] {
            let answer = ask(&format!(
                "GET {scheme}://{host}/_sandbox/orders HTTP/1.1\r\nHost: {claimed}\r\nConnection: close"
            ));
            assert_eq!(answer.status, 403);
        }
    }
    let direct = ask("GET /v3/certificates HTTP/1.1\r\nHost: localhost\r\nConnection: close");
    assert_eq!(direct.status, 400);
}

#[test]
fn openssl_and_java_accept_the_certificates_and_nothing_that_they_do_not_cover() {
    let home = Home::new();
    let stand_in = start(&home, "");
    let name = "api.mch.weixin.qq.com";
    for version in ["-tls1_2", "-tls1_3"] {
        let text = stand_in.openssl(&[
            version,
            "-servername",
            name,
            "-verify_hostname",
            name,
            "-alpn",
            "h2,http/1.1",
        ]);
        assert!(text.contains("Verify return code: 0 (ok)"), "{text}");
        assert!(text.contains("ALPN protocol: http/1.1"), "{text}");
    }
    let old = stand_in.openssl(&["-tls1_1", "-servername", name]);
    assert!(old.contains("no peer certificate available"), "{old}");
    let unknown = stand_in.openssl(&["-servername", "shop.example"]);
    assert!(
        unknown.contains("no peer certificate available"),
        "{unknown}"
    );
    let plain = send_bytes(&stand_in.tls, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(plain.status, 400);
    assert!(plain.body.contains("https://"), "{}", plain.body);

    // A certificate of the CA for another name is refused, even with its key.
    let folder = Path::new(&stand_in.ca).parent().unwrap();
    home.write("other.cnf", "[x]\nsubjectAltName=DNS:shop.example\n");
    let key = folder.join("ca_key.pem");
    let script = format!(
        "openssl req -new -newkey rsa:2048 -nodes -keyout o.key -subj /CN=x -out o.csr 2>/dev/null &&
         openssl x509 -req -in o.csr -CA '{}' -CAkey '{}' -extfile other.cnf -extensions x -out o.pem 2>/dev/null &&
         openssl verify -CAfile '{}' o.pem",
        stand_in.ca,
        key.display(),
        stand_in.ca
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(home.path("."))
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("permitted subtree violation"), "{text}");

    let output = home.run("sandbox trust --for java -o trust.p12");
    assert!(output.ok().contains("trust.p12"));
    let listed = Command::new("keytool")
        .args(["-list", "-storepass", "changeit", "-keystore", "trust.p12"])
        .current_dir(home.path("."))
        .output();
    match listed {
        Ok(listed) => {
            let text = String::from_utf8_lossy(&listed.stdout).into_owned();
            assert!(text.contains("wechatpay-sandbox, "), "{text}");
            assert!(text.contains("trustedCertEntry"), "{text}");
        }
        Err(_) => skipped("keytool, to read the trust store of Java"),
    }
    let again = home.run("sandbox trust -o trust.p12").fails_with(3);
    assert!(again.contains("trust.p12 exists"), "{again}");
}

#[test]
fn node_reaches_the_sandbox_with_the_variables_that_are_printed() {
    let home = Home::new();
    let _stand_in = start(&home, "");
    let guide = home.run("--json sandbox trust --for node").json();
    let variables = guide["trust"][0]["variables"].as_object().unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| (name, value.as_str().unwrap()));
    let script = format!(
        "require('node:https').get('https://api.mch.weixin.qq.com{CERTIFICATES}', \
         {{ headers: {{ Accept: '*/*', 'User-Agent': 'shop' }} }}, \
         (response) => {{ console.log(response.statusCode); process.exit(); }})"
    );
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut node = Command::new("node");
    node.args(["-e", &script]).env_clear().env("PATH", path);
    let Ok(output) = node.envs(variables).output() else {
        skipped("node");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(text, "401\n", "{error}");
}

fn open_files(server: &Server) -> usize {
    let folder = format!("/proc/{}/fd", server.id());
    std::fs::read_dir(folder).unwrap().count()
}

#[test]
fn connections_that_never_get_to_a_request_are_closed_and_leave_nothing() {
    let home = Home::new();
    let stand_in = start(&home, "");
    let (status, _) = stand_in.by_name("localhost", CERTIFICATES);
    assert_eq!(status, 401);
    let before = open_files(&stand_in.server);
    let open = |address: &str, bytes: &[u8]| -> Vec<TcpStream> {
        let one = || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(bytes).unwrap();
            stream
        };
        std::iter::repeat_with(one).take(100).collect()
    };
    let connect = b"CONNECT api.mch.weixin.qq.com:443 HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut half_open = open(&stand_in.proxy, connect);
    let mut streams = vec![
        open(&stand_in.tls, b""),
        open(&stand_in.tls, b"\x16\x03\x01\x02"),
        open(&stand_in.tls, b"\x16garbage that is not a record of TLS"),
        open(&stand_in.tls, b"\x00\xff\x00"),
        open(&stand_in.proxy, b"CONNECT api.mch"),
    ];
    for stream in &mut half_open {
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"HTTP/1.1 200");
        stream.write_all(b"not TLS").unwrap();
    }
    streams.push(half_open);
    // Others are served meanwhile.
    let (status, text) = stand_in.by_name("localhost", CERTIFICATES);
    assert_eq!(status, 401, "{text}");
    // A handshake has ten seconds, and who has sent garbage is closed at once.
    let mut slow = streams.swap_remove(1);
    streams.clear();
    for stream in &mut slow {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    let until = Instant::now() + PATIENCE;
    // The sandbox may have opened a few files of its own; a connection of 600 leaves none.
    while open_files(&stand_in.server) > before + 8 {
        assert!(Instant::now() < until, "descriptors are left");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_ca_that_is_not_the_sandboxs_is_named_and_kept() {
    let home = Home::new();
    home.run("sandbox trust").ok();
    let folder = home.path(".local/share/wechatpay/sandbox/tls");
    let ca = folder.join("ca.pem");
    std::fs::write(&ca, "x").unwrap();
    let command = "sandbox --listen 127.0.0.1:0 --proxy 127.0.0.1:0";
    for command in [command, "sandbox run -- true", "sandbox trust"] {
        let message = home.run(command).fails_with(3);
        assert!(
            message.contains("ca.pem") && message.contains("help: "),
            "{message}"
        );
    }
    assert_eq!(std::fs::read(&ca).unwrap(), b"x");
    let chinese = home.run("sandbox trust --lang zh").fails_with(3);
    assert!(chinese.contains("不是 PEM 格式的证书"), "{chinese}");

    std::fs::remove_dir_all(&folder).unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let command = format!("sandbox --listen 127.0.0.1:0 --proxy {address}");
    let message = home.run(&command).fails_with(3);
    assert!(message.contains(&address.to_string()), "{message}");
    assert!(message.contains("port 0 picks a free one"), "{message}");
}
