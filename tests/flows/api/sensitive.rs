//! Sealed fields of `api` and of the sandbox, verified by openssl.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::api::calls::{alone, api, start};
use crate::home::{Home, IDENTITY, read};
use crate::responses::{platform_key, server, signed};
use crate::wire;

const ECHO: &str = "/v3/security/echo";

/// Runs openssl on some bytes.
fn openssl(args: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{args:?}");
    output.stdout
}

const OAEP: &str = "rsa_padding_mode:oaep";

#[test]
fn a_field_goes_sealed_and_comes_back_open() {
    for mode in ["certificate", "public-key", "both"] {
        let home = Home::new();
        let _sandbox = start(&home, mode);
        let echo = [
            "POST",
            ECHO,
            "-f",
            "echo_message=hello",
            "-f",
            "encrypted_echo_message=张三-secret",
            "--encrypt",
            "encrypted_echo_message",
        ];
        let open = [&echo[..], &["--decrypt", "encrypted_echo_message"]].concat();
        let done = api(&home, "-vv", &open);
        assert!(!done.stderr.contains("张三"), "{}", done.stderr);
        assert_eq!(
            done.ok(),
            r#"{"echo_message":"hello","encrypted_echo_message":"张三-secret"}"#
        );
        // What openssl opens was sealed well.
        let sealed = api(&home, "--get body.encrypted_echo_message", &echo).ok();
        let key = home.path(IDENTITY).join("apiclient_key.pem");
        let key = key.to_str().unwrap();
        let args = ["pkeyutl", "-decrypt", "-inkey", key, "-pkeyopt", OAEP];
        let plain = openssl(&args, &STANDARD.decode(sealed.trim()).unwrap());
        assert_eq!(String::from_utf8(plain).unwrap(), "张三-secret");
        // What is sent can be opened by the key that its header names, and by no other.
        let dry = api(&home, "--json --dry-run", &echo).json();
        let body = read(dry["body"].as_str().unwrap());
        let sent = STANDARD
            .decode(body["encrypted_echo_message"].as_str().unwrap())
            .unwrap();
        let serial = dry["headers"]["Wechatpay-Serial"].as_str().unwrap();
        let name = if serial.starts_with("PUB_KEY_ID_") {
            "pub_key_private.pem"
        } else {
            "platform_key.pem"
        };
        assert_eq!(mode != "certificate", serial.starts_with("PUB_KEY_ID_"));
        let key = home.path(IDENTITY).join(name);
        let args = [
            "pkeyutl",
            "-decrypt",
            "-inkey",
            key.to_str().unwrap(),
            "-pkeyopt",
            OAEP,
        ];
        assert_eq!(openssl(&args, &sent), "张三-secret".as_bytes());
    }
}

/// Seals a text for the sandbox's platform certificate with openssl.
fn sealed_outside(home: &Home, certificate: &str, options: &[&str]) -> String {
    let path = home.path(IDENTITY).join(certificate);
    let mut args = vec![
        "pkeyutl",
        "-encrypt",
        "-certin",
        "-inkey",
        path.to_str().unwrap(),
    ];
    for option in options {
        args.extend(["-pkeyopt", option]);
    }
    STANDARD.encode(openssl(&args, b"hello"))
}

#[test]
fn the_sandbox_opens_what_openssl_seals_and_nothing_else() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    let certificates = api(
        &home,
        "--get body.data.0.serial_no",
        &["GET", "/v3/certificates"],
    );
    let serial = format!("Wechatpay-Serial: {}", certificates.ok().trim());
    let echo = |sealed: &str| {
        let body = json!({"echo_message": "x", "encrypted_echo_message": sealed}).to_string();
        let args = [
            "POST",
            ECHO,
            "-d",
            &body,
            "-H",
            &serial,
            "--decrypt",
            "encrypted_echo_message",
        ];
        api(&home, "--json", &args)
    };
    let good = echo(&sealed_outside(&home, "platform_cert.pem", &[OAEP]));
    assert_eq!(good.json()["body"]["encrypted_echo_message"], "hello");
    let sha256 = [OAEP, "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"];
    for (sealed, message) in [
        (
            sealed_outside(&home, "apiclient_cert.pem", &[OAEP]),
            "平台私钥解密失败",
        ),
        (
            sealed_outside(&home, "platform_cert.pem", &[]),
            "平台私钥解密失败",
        ),
        (
            sealed_outside(&home, "platform_cert.pem", &sha256),
            "平台私钥解密失败",
        ),
        ("张三".to_owned(), "请确认待处理的消息是否为加密后的密文"),
    ] {
        let error = echo(&sealed).failed(5);
        let said = error["message"].as_str().unwrap();
        assert!(said.contains(message), "{said}");
    }
    // A profile with no key of the platform names none.
    let known = home.read("merchant.toml");
    let bare = known
        .lines()
        .filter(|line| !line.starts_with("platform_certs"));
    home.write("bare.toml", bare.collect::<Vec<_>>().join("\n"));
    let command = format!("--config bare.toml --json api POST {ECHO} -f echo_message=x");
    let bare = home.run(&command).failed(5);
    assert!(
        bare["message"]
            .as_str()
            .unwrap()
            .contains("缺少微信支付平台证书序列号")
    );
}

#[test]
fn either_hash_opens_an_answer() {
    let home = alone();
    let key = platform_key(&home);
    let sha256 = [OAEP, "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"];
    for (options, noted) in [(&[OAEP][..], false), (&sha256, true)] {
        let sealed = sealed_outside(&home, "apiclient_cert.pem", options);
        let body = format!("{{ \"name\":\"{sealed}\", \"n\" : 1.0 }}");
        let (url, _requests) = server(vec![signed(&key, 0, body.as_bytes())]);
        let done = api(
            &home,
            &format!("--base-url {url}"),
            &["GET", "/v3/x", "--decrypt", "name"],
        );
        assert_eq!(done.stderr.contains("SHA-256"), noted, "{}", done.stderr);
        assert_eq!(done.ok(), "{ \"name\":\"hello\", \"n\" : 1.0 }");
    }
    let other = sealed_outside(&home, "platform_cert.pem", &[OAEP]);
    let body = json!({"name": other}).to_string();
    let (url, _requests) = server(vec![signed(&key, 0, body.as_bytes())]);
    let options = format!("--json --base-url {url}");
    let error = api(&home, &options, &["GET", "/v3/x", "--decrypt", "name"]).failed(4);
    assert_eq!(error["kind"], "verification");
}

#[test]
fn a_sealed_field_of_a_query_is_percent_encoded() {
    let home = alone();
    let args = ["GET", "/v3/x?a=1", "-f", "name=张三", "--encrypt", "name"];
    let dry = api(&home, "--json --dry-run", &args).json();
    let (_, sealed) = dry["url"]
        .as_str()
        .unwrap()
        .split_once("?a=1&name=")
        .unwrap();
    assert!(
        sealed.ends_with("%3D%3D") && !sealed.contains(['+', '/', '=']),
        "{sealed}"
    );
    let serial = dry["headers"]["Wechatpay-Serial"].as_str().unwrap();
    assert!(serial.starts_with("PUB_KEY_ID_"), "{serial}");
}

#[test]
fn an_echo_is_notified_where_it_is_asked_for() {
    let home = Home::new();
    let _sandbox = start(&home, "public-key");
    let (url, caught) = wire::catch(&[204]);
    let args = [
        "POST",
        ECHO,
        "-f",
        "echo_message=hello",
        "-f",
        &format!("notify_url={url}"),
        "-f",
        "encrypted_echo_message=x",
        "--encrypt",
        "encrypted_echo_message",
    ];
    api(&home, "", &args).ok();
    let seen = caught.join().unwrap();
    home.write("captured.http", &seen[0].raw);
    let event = home
        .run("--config merchant.toml --json verify-notify --request captured.http")
        .json();
    assert_eq!(event["event"]["event_type"], "SECURITY_ECHO.SUCCESS");
    assert_eq!(event["resource"]["echo_message"], "hello");
}
