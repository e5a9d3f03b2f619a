//! Key material as people have it, through the real program; verified by openssl.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};

use crate::home::{Done, Home, feed};

const PREPAY_ID: &str = "wx201410272009395522657a690389285100";
const MCHID: &str = "1900000001";

/// A home with a merchant's key pair, as the certificate tool makes it.
fn merchant() -> Home {
    let home = Home::new();
    home.shell(
        &format!(
            "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN={MCHID} -days 30 && \
             openssl rsa -in key.pem -traditional -out pkcs1.pem && \
             openssl rsa -in key.pem -outform DER -out key.der"
        ),
    );
    home
}

fn write_secret(home: &Home, name: &str, content: impl AsRef<[u8]>) {
    home.write(name, content);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(home.path(name), mode).unwrap();
    }
}

/// Signs with a file in the place of the private key.
fn sign_with(home: &Home, file: &str, more: &str) -> Done {
    let profile = format!(
        "[profiles.shop]\nmchid = \"{MCHID}\"\nappid = \"wx8888888888888888\"\nprivate_key = \"{file}\"\n{more}\n"
    );
    write_secret(home, "merchant.toml", profile);
    home.run(&format!("--json pay-params {PREPAY_ID}"))
}

const SERIAL: &str = "serial_no = \"AB12\"";

#[test]
fn a_private_key_is_used_in_every_form_that_people_have() {
    let home = merchant();
    let (pem, pkcs1) = (home.read("key.pem"), home.read("pkcs1.pem"));
    let lines: Vec<&str> = pem.lines().collect();
    let bare = lines[1..lines.len() - 1].concat();
    let inner = pkcs1.lines().filter(|line| !line.contains("-----"));
    let inner: Vec<&str> = inner.collect();
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(pem.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("PKCS#8", pem.clone().into()),
        ("PKCS#1", pkcs1.clone().into()),
        ("bare", bare.clone().into()),
        ("bare in quotes", format!("\"{bare}\"\n").into()),
        (
            "bare with literal line breaks",
            lines[1..lines.len() - 1].join("\\n").into(),
        ),
        ("base64 of the PEM", STANDARD.encode(&pem).into()),
        (
            "PKCS#1 under the other label",
            format!(
                "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
                inner.join("\n")
            )
            .into(),
        ),
        (
            "PKCS#8 under the other label",
            pem.replace("PRIVATE", "RSA PRIVATE").into(),
        ),
        ("one line", pem.replace('\n', " ").into()),
        (
            "literal line breaks in quotes",
            format!("'{}'", pem.replace('\n', "\\n")).into(),
        ),
        (
            "CRLF and BOM",
            format!("\u{feff}{}", pem.replace('\n', "\r\n")).into(),
        ),
        (
            "with its certificate",
            format!("{}{pem}", home.read("cert.pem")).into(),
        ),
        ("UTF-16", utf16),
        ("DER", std::fs::read(home.path("key.der")).unwrap()),
    ];
    for (name, form) in forms {
        write_secret(&home, "apiclient_key.pem", &form);
        let serial = if name == "with its certificate" {
            ""
        } else {
            SERIAL
        };
        let done = sign_with(&home, "apiclient_key.pem", serial);
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{name}");
        if let Ok(text) = String::from_utf8(form) {
            let mut command =
                home.command(&format!("--json --config none.toml pay-params {PREPAY_ID}"));
            home.write("none.toml", "[profiles.shop]\n");
            command
                .env("WECHATPAY_PRIVATE_KEY", text)
                .env("WECHATPAY_SERIAL_NO", "AB12")
                .env("WECHATPAY_MCHID", MCHID)
                .env("WECHATPAY_APPID", "wx8888888888888888");
            let done = feed(command, name, "");
            assert!(
                name == "with its certificate" || done.code == Some(0),
                "{name}: {}",
                done.stderr
            );
        }
    }
}

#[test]
fn a_key_without_its_end_line_is_used_and_said_once_and_one_that_is_cut_off_is_refused() {
    let home = merchant();
    let pem = home.read("key.pem");
    write_secret(&home, "k.pem", &pem[..pem.find("-----END").unwrap()]);
    let done = sign_with(&home, "k.pem", SERIAL);
    assert_eq!(done.code, Some(0));
    assert_eq!(
        done.stderr.matches("END line").count(),
        1,
        "{}",
        done.stderr
    );
    let zh = home.run(&format!("--lang zh pay-params {PREPAY_ID}"));
    assert!(zh.stderr.contains("缺少 END 行"), "{}", zh.stderr);
    write_secret(&home, "k.pem", &pem[..700]);
    let error = sign_with(&home, "k.pem", SERIAL).failed(3);
    assert!(
        error["message"].as_str().unwrap().contains("of 1"),
        "{error}"
    );
    assert!(
        error["hint"].as_str().unwrap().contains("END line"),
        "{error}"
    );
}

#[test]
fn a_container_is_opened_with_the_merchant_number_or_the_password_that_is_set() {
    let home = merchant();
    for (name, options) in [
        ("legacy.p12", "-legacy"),
        ("modern.pfx", ""),
        ("des.p12", "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES"),
    ] {
        home.shell(
            &format!(
                "openssl pkcs12 -export {options} -inkey key.pem -in cert.pem -passout pass:{MCHID} -out {name}"
            ),
        );
        // Key, certificate and serial number come from the one file.
        let done = sign_with(&home, name, "");
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{name}");
        let both = sign_with(&home, name, &format!("certificate = \"{name}\""));
        assert_eq!(both.code, Some(0), "{name}");
    }
    home.shell(
        "openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:other -out other.p12",
    );
    let error = sign_with(&home, "other.p12", "").failed(3);
    assert!(
        error["hint"].as_str().unwrap().contains("--p12-password"),
        "{error}"
    );
    assert_eq!(
        sign_with(&home, "other.p12", "p12_password = \"other\"").code,
        Some(0)
    );
    sign_with(&home, "other.p12", "");
    let signed = home.run(&format!("--p12-password other pay-params {PREPAY_ID}"));
    assert_eq!(signed.code, Some(0));
    let mut bytes = std::fs::read(home.path("legacy.p12")).unwrap();
    for place in (4..bytes.len()).step_by(97) {
        bytes[place] ^= 0x41;
        write_secret(&home, "bad.p12", &bytes);
        let error = sign_with(&home, "bad.p12", "").failed(3);
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .starts_with("private_key (bad.p12)"),
            "{error}"
        );
        bytes[place] ^= 0x41;
    }
}

#[test]
fn the_command_that_is_printed_makes_a_key_that_is_used() {
    let home = merchant();
    let key = "-inkey key.pem -in cert.pem";
    for (make, password) in [
        (
            format!("openssl pkcs12 -export -legacy {key} -passout pass:{MCHID} -out 'a key.pem'"),
            MCHID,
        ),
        (
            format!("openssl pkcs12 -export {key} -passout pass:{MCHID} -out 'a key.pem'"),
            MCHID,
        ),
        (
            format!(
                "openssl pkcs12 -export {key} -passout pass:{MCHID} | base64 > 'a key.pem'; chmod 600 'a key.pem'"
            ),
            MCHID,
        ),
        (
            "openssl pkcs8 -topk8 -in key.pem -passout pass:pass -out 'a key.pem'".to_owned(),
            "pass",
        ),
        (
            "openssl rsa -in key.pem -traditional -aes128 -passout pass:pass -out 'a key.pem'"
                .to_owned(),
            "pass",
        ),
    ] {
        home.shell(&format!("rm -f apiclient_key.pem 'a key.pem'; {make}"));
        let error = sign_with(&home, "a key.pem", SERIAL).failed(3);
        let hint = error["hint"].as_str().unwrap();
        let begin = hint.find("base64 -d").or_else(|| hint.find("openssl"));
        let from = &hint[begin.unwrap()..];
        let command = from.split(['`', '(']).next().unwrap();
        home.shell(&format!("{command} -passin pass:{password}"));
        let done = sign_with(&home, "apiclient_key.pem", SERIAL);
        assert_eq!(done.code, Some(0), "{command}: {}", done.stderr);
        // What is there already is not written over.
        let again = sign_with(&home, "a key.pem", SERIAL).failed(3);
        let hint = again["hint"].as_str().unwrap();
        assert!(hint.contains("-out new_apiclient_key.pem"), "{hint}");
    }
}

#[test]
fn what_is_no_private_key_is_named_before_its_permissions_are_looked_at() {
    let home = merchant();
    home.shell(
        "openssl rsa -in key.pem -pubout -out pub.pem && openssl ecparam -genkey -name SM2 -out sm2.pem && \
         openssl ecparam -genkey -name prime256v1 -noout -out ec.pem && openssl genrsa -out small.pem 1024 && \
         openssl req -new -key key.pem -subj /CN=x -out csr.pem && chmod 644 *.pem",
    );
    home.write("id.pem", "PUB_KEY_ID_0114232134912410000000000000");
    home.write("apiv3.pem", "0123456789abcdef0123456789abcdef\n");
    home.write("empty.pem", "");
    for (file, en, zh) in [
        ("pub.pem", "this is a public key", "这是公钥"),
        ("cert.pem", "this is a certificate", "这是证书"),
        ("sm2.pem", "an SM2 private key", "国密 SM2 私钥"),
        ("ec.pem", "an EC private key", "椭圆曲线（EC）私钥"),
        ("csr.pem", "a certificate request", "证书请求"),
        ("small.pem", "1024 bits", "1024 位"),
        (
            "id.pem",
            "the id of a WeChat Pay public key",
            "微信支付公钥ID",
        ),
        ("apiv3.pem", "such as an APIv3 key", "APIv3密钥"),
        ("empty.pem", "empty", "空文件"),
    ] {
        let error = sign_with(&home, file, SERIAL);
        if file == "small.pem" {
            assert!(error.stderr.contains("chmod 600"), "{}", error.stderr);
            home.shell("chmod 600 small.pem");
        }
        let error = sign_with(&home, file, SERIAL).failed(3);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(en) && message.contains(file), "{message}");
        assert!(error["hint"].is_string(), "{file}");
        let stderr = home
            .run(&format!("--lang zh pay-params {PREPAY_ID}"))
            .fails_with(3);
        assert!(stderr.contains(zh) && stderr.contains("帮助"), "{stderr}");
    }
}

#[test]
fn an_expired_merchant_certificate_is_a_warning_wherever_it_signs() {
    let home = merchant();
    let key = KeyPair::from_pem(&home.read("key.pem")).unwrap();
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2021, 1, 1);
    params.distinguished_name.push(DnType::CommonName, MCHID);
    home.write(
        "apiclient_cert.pem",
        params.self_signed(&key).unwrap().pem(),
    );
    // It lies beside the key, and the profile does not name it.
    write_secret(&home, "key.pem", home.read("key.pem"));
    let done = sign_with(&home, "key.pem", SERIAL);
    assert_eq!(done.code, Some(0));
    assert_eq!(
        done.stderr.matches("expired on 2021-01-01").count(),
        1,
        "{}",
        done.stderr
    );
    let order = "create-order --dry-run --openid o --total 1 --description x --notify-url https://a.example/n --out-trade-no 1234567";
    for command in ["query --dry-run --out-trade-no 1234567", order] {
        let done = home.run(&format!("--lang zh {command}"));
        assert_eq!(
            done.stderr.matches("已于 2021-01-01").count(),
            1,
            "{}",
            done.stderr
        );
    }
}

#[test]
fn a_secret_command_runs_once_and_gets_no_secret() {
    let home = merchant();
    home.write(
        "merchant.toml",
        format!(
            "[profiles.shop]\nmchid = \"{MCHID}\"\nappid = \"wx8888888888888888\"\n{SERIAL}\n\
             private_key = {{ command = \"echo >> RAN; env > ENV; cat key.pem\" }}\n\
             apiv3_key = {{ env = \"SHOP_KEY\" }}\n[profiles.other]\napp_secret = {{ env = \"OTHER_SECRET\" }}\n"
        ),
    );
    for args in ["doctor --offline", "query --dry-run --out-trade-no 1234567"] {
        let mut command = home.command(&format!("-p shop {args}"));
        command
            .env("SHOP_KEY", "0123456789abcdef0123456789abcdef")
            .env("OTHER_SECRET", "hidden-1")
            .env("WECHATPAY_APP_SECRET", "hidden-2")
            .env("WECHATPAY_P12_PASSWORD", "hidden-3")
            .env("GPG_TTY", "/dev/pts/1");
        command.output().unwrap();
        assert_eq!(home.read("RAN").lines().count(), 1, "{args}");
        let seen = home.read("ENV");
        assert!(
            seen.contains("GPG_TTY=/dev/pts/1") && seen.contains("PATH="),
            "{seen}"
        );
        for secret in ["0123456789abcdef", "hidden-"] {
            assert!(!seen.contains(secret), "{args}: {seen}");
        }
        std::fs::remove_file(home.path("RAN")).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_core_is_dumped_and_folders_of_keys_are_their_owner_s_under_any_umask() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_wechatpay");
    let line = format!(
        "ulimit -S -c unlimited; umask 000; exec {program} sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml"
    );
    command
        .args(["-c", &line])
        .current_dir(home.path("."))
        .env("HOME", home.path("."));
    let server = crate::home::Server::of(command);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.pid())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    for folder in [
        "merchant-keys",
        "merchant-keys/certs",
        ".local/share/wechatpay/sandbox",
    ] {
        let mode = home.path(folder).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{folder}: {mode:o}");
    }
}

#[test]
fn a_pin_without_a_key_is_refused_and_every_form_of_one_counts() {
    let home = Home::new();
    let run = |rest: &str| home.run(&format!("--sandbox --json download-certs -o out {rest}"));
    let report = run("").json();
    let path = report["certificates"][0]["path"]
        .as_str()
        .unwrap()
        .to_owned();
    let pem = home.read(&path);
    std::fs::remove_dir_all(home.path("out")).unwrap();
    std::fs::create_dir(home.path("pins")).unwrap();
    let own = home.read(&format!("{}/apiclient_cert.pem", crate::home::IDENTITY));
    home.write("pins/apiclient_cert.pem", own);
    home.write("pins/notes.txt", "nothing");
    home.write("pins/half.crt", &pem[..300]);
    let error = run("-c pins").failed(3);
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("pins/apiclient_cert.pem is not used: the certificate of merchant"),
        "{message}"
    );
    assert!(
        message.contains("pins/half.crt is not used: a part of it is missing"),
        "{message}"
    );
    assert!(!message.contains("notes.txt"), "{message}");
    let stderr = home
        .run("--sandbox --lang zh download-certs -o out -c pins")
        .fails_with(3);
    assert!(
        stderr.contains("没有可信任") && stderr.contains("未使用：商户"),
        "{stderr}"
    );
    assert!(!home.path("out").exists());
    let block = pem.lines().filter(|line| !line.starts_with("-----"));
    let der = STANDARD.decode(block.collect::<String>()).unwrap();
    for (name, content) in [
        ("platform.pem", pem.clone().into_bytes()),
        ("platform.crt", pem.replace('\n', "\r\n").into_bytes()),
        ("platform.cer", der),
        ("bundle", format!("{pem}{pem}").into_bytes()),
    ] {
        home.write(&format!("pins/{name}"), content);
        let report = run("-c pins --first-use refuse --check").json();
        assert_eq!(report["trust"], "pinned", "{name}");
        assert_eq!(
            report["passed_over"][0]["path"], "pins/apiclient_cert.pem",
            "{name}"
        );
        std::fs::remove_file(home.path(&format!("pins/{name}"))).unwrap();
    }
}
