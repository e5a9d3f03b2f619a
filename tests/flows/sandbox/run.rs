//! `sandbox run`: commands in any language that take the sandbox for WeChat Pay.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, send, skipped};
use crate::prompt::unless_held_up;
use crate::responses::http;
use crate::terminal::Session;

/// The blocks of code of a documentation page: their language, their file, and their text.
fn blocks(page: &str) -> Vec<(String, String, String)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (code, after) = after.split_once("\n```").unwrap();
        let first = code.lines().find(|line| !line.starts_with("<?php"));
        let name = first.and_then(|line| line.strip_prefix("// ").or(line.strip_prefix("# ")));
        if let Some(name) = name {
            blocks.push((language.to_owned(), name.to_owned(), code.to_owned()));
        }
        rest = after;
    }
    blocks
}

fn runs(program: &str, args: &[&str]) -> bool {
    let command = Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    command.is_ok_and(|status| status.success())
}

/// How long the sandbox waits for a client's handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);

#[test]
fn the_documented_program_of_each_language_orders_under_the_real_name() {
    let home = Home::new();
    let blocks = blocks(include_str!("../../../docs/sandbox-in-ci.md"));
    let programs: [(&str, &[&str], &str); 5] = [
        ("js", &["node", "--version"], "node order.mjs"),
        ("java", &["javac", "-version"], "java Order.java"),
        ("go", &["go", "version"], "go run order.go"),
        ("python", &["python3", "--version"], "python3 order.py"),
        ("php", &["php", "-r", "curl_init();"], "php order.php"),
    ];
    for (language, probe, command) in programs {
        let block = blocks.iter().find(|(known, ..)| known == language);
        let (_, name, code) = block.unwrap_or_else(|| panic!("no block of {language}"));
        assert!(command.ends_with(name.as_str()), "{command}");
        if !runs(probe[0], &probe[1..]) {
            skipped(&format!("{}, for the program in {language}", probe[0]));
            continue;
        }
        home.write(name, code);
        unless_held_up(|| {
            let began = Instant::now();
            let done = home.run(&format!("sandbox run -- {command}"));
            if done.code != Some(0) && began.elapsed() >= HANDSHAKE {
                return false;
            }
            let stderr = done.stderr.clone();
            let text = done.ok();
            assert!(
                text.contains("weixin://wxpay/"),
                "{language}: {text} {stderr}"
            );
            true
        });
    }
}

#[test]
fn fetch_of_any_node_reaches_the_sandbox_and_leaves_nothing_open() {
    if !runs("node", &["--version"]) {
        skipped("node, for its fetch");
        return;
    }
    let home = Home::new();
    home.write(
        "fetch.cjs",
        r"
        const https = require('node:https');
        const url = 'https://api.mch.weixin.qq.com/v3/certificates';
        const agent = new https.Agent({ keepAlive: true });
        const headers = { Accept: '*/*', 'User-Agent': 'shop' };
        const get = () => new Promise((done) => https.get(url, { agent, headers }, (response) => {
          response.resume().once('end', () => done(response.statusCode));
        }));
        (async () => {
          const body = 'x'.repeat(300000);
          const one = await fetch(url);
          const large = await fetch(url.replace('certificates', 'x'), { method: 'POST', body });
          const many = await Promise.all([1, 2, 3].map(() => fetch(url)));
          for (const response of [one, large, ...many]) await response.text();
          const codes = [one, large, ...many].map((response) => response.status);
          console.log(codes.join(), await get(), await get());
          // It ends though the connections are kept: the timer only bounds a failure.
          setTimeout(() => { console.log('held open'); process.exit(1); }, 60000).unref();
        })();",
    );
    let done = home.run("sandbox run -- node fetch.cjs");
    let stderr = done.stderr.clone();
    let text = done.ok();
    assert_eq!(text, "401,404,401,401,401 401 401\n", "{stderr}");
}

#[test]
fn a_command_keeps_its_streams_and_its_end() {
    let home = Home::new();
    let shell = |script: &str| home.with("sandbox run -- sh -c", &[script]);
    let done = shell("echo out; echo err >&2; exit 42");
    assert_eq!((done.code, done.stdout.as_str()), (Some(42), "out\n"));
    assert!(done.stderr.contains("err\n"), "{}", done.stderr);
    assert!(done.stderr.contains("http://127.0.0.1:"), "{}", done.stderr);
    let quiet = home.with("-q sandbox run -- sh -c", &["echo err >&2"]);
    assert_eq!(quiet.stderr, "err\n");
    assert_eq!(shell("kill -KILL $$").code, Some(128 + 9));
    assert_eq!(home.pipe("sandbox run cat", "in").ok(), "in");

    // What cannot be run ends as a shell would end.
    let missing = home.run("--json sandbox run -- no-such-command");
    assert_eq!(missing.failed(127)["kind"], "config");
    home.write("not-executable", "x");
    home.run("--json sandbox run -- ./not-executable")
        .failed(126);
    let unknown = home.run("sandbox run --env X=secret -- true");
    assert!(unknown.fails_with(2).contains("apiv3_key_file"));
}

#[test]
fn a_refused_signature_is_explained_between_what_the_command_prints() {
    let home = Home::new();
    // The line feed after the body is not signed.
    let script = r#"
        body='{"amount":{"total":1}}' time=$(date +%s) nonce=593BEC0C930BF1AF
        path=/v3/pay/transactions/native
        sign() { openssl dgst -sha256 -sign "$WECHATPAY_PRIVATE_KEY_FILE" | openssl base64 -A; }
        signature=$(printf 'POST\n%s\n%s\n%s\n%s' "$path" "$time" "$nonce" "$body" | sign)
        curl -s -o reply.json -d "$body" -H 'Accept: application/json' -H 'User-Agent: t' \
            -H 'Content-Type: application/json' -H "Authorization: WECHATPAY2-SHA256-RSA2048 \
mchid=\"$WECHATPAY_MCHID\",nonce_str=\"$nonce\",signature=\"$signature\",\
timestamp=\"$time\",serial_no=\"$WECHATPAY_SERIAL_NO\"" "https://api.mch.weixin.qq.com$path"
        echo done"#;
    let run = |options: &str| home.with(&format!("{options} sandbox run -- sh -c"), &[script]);
    let done = run("");
    assert_eq!(done.stdout, "done\n");
    let explained = |stderr: &str| stderr.contains("missing-final-newline");
    assert!(explained(&done.stderr), "{}", done.stderr);
    assert!(!explained(&run("-q").stderr));
    assert!(!explained(&run("--json").stderr));
}

#[test]
fn a_command_is_told_who_the_merchant_is_and_whom_to_trust() {
    let home = Home::new();
    let ours = home.path("ours.pem");
    let real = home.path("real.key");
    let mut command = home.command("sandbox run --env WX_ID=mchid --env WX_KEY=apiv3_key -- env");
    command
        .env("WECHATPAY_PRIVATE_KEY", "a real one")
        .env("WECHATPAY_PROFILE", "shop")
        .env("WECHATPAY_APIV3_KEY_FILE", &real)
        .env("NODE_EXTRA_CA_CERTS", &ours)
        .env("JAVA_TOOL_OPTIONS", "-Xmx1g")
        .env("NODE_OPTIONS", "--no-warnings")
        .env("PORT", "3000")
        .env("NO_PROXY", "db.example,.weixin.qq.com");
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let value = |name: &str| {
        let prefix = format!("{name}=");
        let found = text.lines().find_map(|line| line.strip_prefix(&prefix));
        found.map(str::to_owned)
    };
    assert_eq!(value("WX_ID").as_deref(), Some("0000000001"));
    assert_eq!(value("WX_KEY").unwrap().len(), 32);
    assert_eq!(value("WECHATPAY_PRIVATE_KEY"), None);
    assert_eq!(value("WECHATPAY_PROFILE"), None);
    let direct = "localhost,127.0.0.1,::1,db.example";
    assert_eq!(value("NO_PROXY").as_deref(), Some(direct));
    let java = value("JAVA_TOOL_OPTIONS").unwrap();
    assert!(
        java.starts_with("-Xmx1g -Djavax.net.ssl.trustStore=/"),
        "{java}"
    );
    let node = value("NODE_OPTIONS").unwrap();
    assert!(node.starts_with("--no-warnings --require=/"), "{node}");
    // A server that takes its port from the variable gets its notifications there.
    let notify_url = value("WECHATPAY_NOTIFY_URL");
    assert_eq!(notify_url.as_deref(), Some("http://127.0.0.1:3000/notify"));
    let proxy = value("HTTPS_PROXY").unwrap();
    assert_eq!(value("http_proxy"), Some(proxy));
    for file in [
        "WECHATPAY_PRIVATE_KEY_FILE",
        "WECHATPAY_APIV3_KEY_FILE",
        "SSL_CERT_FILE",
        "NODE_EXTRA_CA_CERTS",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
    ] {
        let path = value(file).unwrap();
        assert!(
            path.starts_with('/') && std::fs::metadata(&path).is_ok(),
            "{file}"
        );
        assert_ne!(path, real.to_string_lossy(), "{file}");
    }
    // A secret is only in a variable if one was asked for.
    let key = value("WX_KEY").unwrap();
    assert_eq!(text.matches(&key).count(), 1);
}

#[test]
fn commands_of_this_program_use_the_same_sandbox() {
    let home = Home::new();
    let binary = env!("CARGO_BIN_EXE_wechatpay");
    let script = format!(
        "{binary} create-order --trade-type native --description x --total 1 --out-trade-no run-0001 &&
         {binary} sandbox pay --attempts 1 run-0001 &&
         {binary} query --out-trade-no run-0001 --get trade_state"
    );
    let done = home.with("-q sandbox run -- sh -ec", &[&script]);
    assert!(
        done.stdout.ends_with("SUCCESS\n"),
        "{} {}",
        done.stdout,
        done.stderr
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

#[test]
fn a_refused_notification_is_shown_between_what_the_command_prints() {
    let home = Home::new();
    let refused = br#"{"code":"FAIL","message":"wrong key"}"#;
    let answers = || {
        vec![
            Fault::Answer(http(401, &[], refused)),
            Fault::Answer(http(204, &[], b"")),
        ]
    };
    let run = |options: &str, server: &Faulty| {
        let binary = env!("CARGO_BIN_EXE_wechatpay");
        let url = &server.url;
        // The second is acknowledged, and nothing listens where the third goes.
        let script = format!(
            "for n in 1:{url}/a 2:{url}/b 3:http://127.0.0.1:9/c; do
                 {binary} -q create-order --trade-type native --description x --total 1 \
                     --out-trade-no run-000${{n%%:*}} --notify-url ${{n#*:}} >&2
                 {binary} -q sandbox pay --attempts 1 run-000${{n%%:*}} >pay.out 2>&1
             done; echo done"
        );
        let done = home.with(&format!("{options} sandbox run -- sh -c"), &[&script]);
        assert_eq!(done.stdout, "done\n", "{}", done.stderr);
        home.run("sandbox reset --yes").ok();
        done.stderr
    };
    let server = Faulty::new(answers());
    let shown = run("", &server);
    let line = format!("<-- TRANSACTION.SUCCESS run-0001 → {}/a 401 ", server.url);
    assert_eq!(shown.matches("<-- ").count(), 1, "{shown}");
    assert!(
        shown.contains(&line) && shown.contains("wrong key"),
        "{shown}"
    );
    assert!(shown.contains("platform_cert.pem"), "{shown}");
    for options in ["-q", "--json"] {
        let shown = run(options, &Faulty::new(answers()));
        assert!(!shown.contains("<-- "), "{options} {shown}");
    }
}

#[test]
fn after_ctrl_c_the_prompt_begins_on_a_line_of_its_own() {
    let home = Home::new();
    for (command, ready) in [
        ("sandbox --listen 127.0.0.1:0", "app_secret\" }\r\n\r\n"),
        ("sandbox run -- sh -c 'echo ready; exec sleep 60'", "ready"),
    ] {
        let command = match command.split_once(" sh -c ") {
            Some((before, script)) => {
                let mut command = home.command(&format!("{before} sh -c"));
                command.arg(script.trim_matches('\''));
                command
            }
            None => home.command(command),
        };
        let mut session = Session::new(&command);
        session.until(ready);
        session.press("\u{3}");
        let (code, shown) = session.end();
        assert_eq!(code, Some(130), "{shown}");
        assert!(shown.ends_with("^C\r\n"), "{shown:?}");
    }
}

#[test]
fn signals_reach_the_command() {
    let home = Home::new();
    // The shell looks at signals between its commands: one that came just before it waits for a
    // line would have to wait for the line.
    let script = "trap 'echo terminated; exit 7' TERM; echo ready; \
        n=0; while [ $n -lt 3000 ]; do sleep 0.1; n=$((n+1)); done; echo never";
    let mut command = home.command("-q sandbox run -- sh -c");
    let mut child = command.arg(script).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    send("-TERM", child.id());
    let ended = lines.next().unwrap().unwrap();
    assert_eq!(ended, "terminated");
    assert_eq!(child.wait().unwrap().code(), Some(7));
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_command_started_ends_with_it() {
    let home = Home::new();
    // The shell ends without a word to what it started, as those of package managers do.
    let script = "(sleep 60; echo survived) & echo ready; wait";
    let mut command = home.command("-q sandbox run -- sh -c");
    let mut child = command.arg(script).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    send("-TERM", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    // The output ends once nothing is left that could write to it.
    assert!(lines.next().is_none());
}
