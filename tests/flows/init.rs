//! `init`: from what the merchant console exports to a profile that works, or to what must be fixed.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use encoding_rs::GBK;
use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
use serde_json::Value;

use crate::PATIENCE;
use crate::api::calls::start;
use crate::home::{Done, Home, IDENTITY, text};
use crate::terminal::Session;

const MCHID: &str = "1900000001";
const OTHER: &str = "1900000002";
const APPID: &str = "wx8888888888888888";
const APIV3_KEY: &str = "0123456789abcdefGHIJKLMNOPQRSTUV";
const ID: &str = "PUB_KEY_ID_0119000000012024101500000000000001";

/// A home with the key pairs of two merchants, and what the certificate tool makes of the first.
fn home() -> Home {
    let home = Home::new();
    home.shell(
        &format!(
            "mkdir m && cd m && openssl genrsa -out key.pem 2048 && openssl genrsa -out other.pem 2048 && \
             openssl req -x509 -new -key key.pem -out cert.pem -subj '/CN={MCHID}/O=Tenpay.com' -days 400 && \
             openssl req -x509 -new -key key.pem -out renewed.pem -subj /CN={MCHID} -days 500 && \
             openssl req -x509 -new -key other.pem -out other-cert.pem -subj /CN={OTHER} -days 400 && \
             openssl req -x509 -new -key other.pem -out platform.pem -subj '/CN=Tenpay.com sign' -days 400 && \
             openssl req -new -key key.pem -out request.csr -subj /CN={MCHID} && \
             openssl rsa -in other.pem -pubout -out pub_key.pem && \
             openssl rsa -in key.pem -traditional -out pkcs1.pem && \
             openssl pkcs8 -topk8 -in key.pem -passout pass:secret -out encrypted.pem && \
             openssl x509 -in cert.pem -outform DER -out cert.der && \
             openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:{MCHID} -out good.p12 && \
             openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:hidden -out locked.p12"
        ),
    );
    let key = KeyPair::from_pem(&home.read("m/key.pem")).unwrap();
    let certificate = |issuer: &str, year: i32| {
        let mut params = CertificateParams::default();
        let name = &mut params.distinguished_name;
        name.push(DnType::OrganizationalUnitName, issuer);
        name.push(DnType::CommonName, MCHID);
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(year, 1, 1);
        params.self_signed(&key).unwrap().pem()
    };
    home.write("m/expired.pem", certificate("x", 2024));
    home.write("m/old.pem", certificate("MmpaymchCA", 2040));
    home.shell(
        &format!(
            "cd m && openssl pkcs12 -export -inkey key.pem -in old.pem -passout pass:{MCHID} -out v2.p12"
        ),
    );
    home.write("apiv3", format!("{APIV3_KEY}\n"));
    home
}

/// Makes a folder of files of `m`, each under a name.
fn folder(home: &Home, name: &str, files: &[(&str, &str)]) {
    for (from, to) in files {
        let to = home.path(&format!("{name}/{to}"));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(home.path(&format!("m/{from}")), to).unwrap();
    }
}

fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Runs it on an account with all answers, and sends nothing.
fn init(home: &Home, options: &str) -> Done {
    home.run(&format!(
        "--json --no-input init --offline --appid {APPID} --apiv3-key-file apiv3 {options}"
    ))
}

/// The files below a folder, by path, with their modes.
fn tree(folder: &Path) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        if path.is_dir() {
            found.extend(tree(&path));
        }
        found.push((path.display().to_string(), mode));
    }
    found.sort();
    found
}

/// What a home has besides the material.
fn written(home: &Home) -> Vec<(String, u32)> {
    let mut all = tree(&home.path("."));
    all.retain(|(path, _)| path.contains("merchant.toml") || path.contains("/keys"));
    all
}

/// openssl's word that key and certificate of a profile are a pair.
fn is_pair(home: &Home, keys: &str) -> bool {
    let modulus =
        |command: &str| home.shell(&format!("cd {keys} && openssl {command} -noout -modulus"));
    modulus("rsa -in apiclient_key.pem") == modulus("x509 -in apiclient_cert.pem")
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list of accounts")]
fn every_sound_account_becomes_the_right_profile() {
    let home = home();
    let (key, cert) = (
        ("key.pem", "apiclient_key.pem"),
        ("cert.pem", "apiclient_cert.pem"),
    );
    let read = |name: &str| fs::read(home.path(name)).unwrap();
    folder(
        &home,
        "plain",
        &[key, cert, ("good.p12", "apiclient_cert.p12")],
    );
    folder(
        &home,
        "p12",
        &[("good.p12", &format!("{MCHID}_20260101_cert.p12"))],
    );
    folder(&home, "p12-and-cert", &[("good.p12", "a.p12"), cert]);
    folder(
        &home,
        "deep",
        &[
            ("key.pem", "证书/商户/apiclient_key.pem"),
            ("cert.pem", "证书/商户/apiclient_cert.pem"),
        ],
    );
    folder(
        &home,
        "renewed",
        &[
            key,
            cert,
            ("renewed.pem", "new/apiclient_cert.pem"),
            ("expired.pem", "old.pem"),
            ("platform.pem", "wechatpay.pem"),
        ],
    );
    folder(
        &home,
        "labels",
        &[
            ("pkcs1.pem", "apiclient_key.pem"),
            ("cert.der", "apiclient_cert.cer"),
        ],
    );
    let windows = home.read("m/key.pem").replace('\n', "\r\n");
    folder(&home, "windows", &[cert]);
    home.write("windows/apiclient_key.pem", format!("\u{feff}{windows}"));
    folder(&home, "wrong-label", &[cert]);
    let wrong = home
        .read("m/key.pem")
        .replace("PRIVATE KEY", "RSA PRIVATE KEY");
    home.write("wrong-label/apiclient_key.pem", wrong);
    folder(
        &home,
        "two",
        &[
            key,
            cert,
            ("other.pem", "b/key.pem"),
            ("other-cert.pem", "b/cert.pem"),
        ],
    );
    let pair = [
        ("1900000001_cert/apiclient_key.pem", read("m/key.pem")),
        ("1900000001_cert/apiclient_cert.pem", read("m/cert.pem")),
        ("1900000001_cert/证书使用说明.txt", b"x".to_vec()),
    ];
    home.write("account.zip", zip(&pair));
    home.write("nested.zip", zip(&[("account.zip", zip(&pair))]));
    // Windows writes the names in GBK, without saying so.
    let (name, _, _) = GBK.encode("证书");
    let mut gbk = zip(&[
        ("abcd/apiclient_key.pem", read("m/key.pem")),
        ("abcd/apiclient_cert.pem", read("m/cert.pem")),
    ]);
    for at in 0..gbk.len() - 4 {
        if gbk[at..].starts_with(b"abcd") {
            gbk[at..at + 4].copy_from_slice(&name);
        }
    }
    home.write("gbk.zip", gbk);
    let serial = |name: &str| {
        let line = home.shell(&format!("openssl x509 -in m/{name} -noout -serial"));
        line.trim().trim_start_matches("serial=").to_owned()
    };
    for (account, certificate) in [
        ("plain", "cert.pem"),
        ("p12", "cert.pem"),
        ("p12-and-cert", "cert.pem"),
        ("m/good.p12 --mchid 1900000001", "cert.pem"),
        ("m/locked.p12 --p12-password hidden", "cert.pem"),
        ("deep", "cert.pem"),
        ("renewed", "renewed.pem"),
        ("labels", "cert.pem"),
        ("windows", "cert.pem"),
        ("wrong-label", "cert.pem"),
        ("two --mchid 1900000001", "cert.pem"),
        ("account.zip", "cert.pem"),
        ("nested.zip", "cert.pem"),
        ("gbk.zip", "cert.pem"),
    ] {
        let report = init(&home, account).json();
        assert_eq!(report["schema"], "wechatpay/init/v1");
        assert_eq!(text(&report, "mchid"), MCHID, "{account}");
        // Renewed with the same key: which is newer is the second they were made in.
        let serials = [serial(certificate), serial("cert.pem")];
        assert!(
            serials.contains(&text(&report, "serial_no").to_owned()),
            "{account}"
        );
        assert_eq!(report["live"], true);
        let keys = format!("keys/{MCHID}");
        assert!(is_pair(&home, &keys), "{account}");
        let key = home.read(&format!("{keys}/apiclient_key.pem"));
        assert!(
            key.starts_with("-----BEGIN PRIVATE KEY-----\n"),
            "{account}"
        );
        for (path, mode) in written(&home) {
            assert_eq!(mode & 0o077, 0, "{account} {path} {mode:o}");
        }
        let status = |name: &str| {
            let checks = report["doctor"]["checks"].as_array().unwrap();
            checks.iter().find(|check| check["name"] == name).unwrap()["status"].clone()
        };
        for name in [
            "private-key",
            "certificate",
            "serial-no",
            "apiv3-key",
            "secret-permissions",
        ] {
            assert_eq!(status(name), "ok", "{account} {name}");
        }
        fs::remove_file(home.path("merchant.toml")).unwrap();
        fs::remove_dir_all(home.path("keys")).unwrap();
    }
}

#[test]
fn keys_and_certificates_beside_the_pair_that_is_used_are_named() {
    let home = home();
    home.write(
        "m/cut.pem",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    );
    for (account, beside, said) in [
        (
            "key",
            ("other.pem", "apiclient_key.pem"),
            "warning: left out: key/apiclient_key.pem is a private key of none of the certificates here; key/a.p12 is used",
        ),
        (
            "certificate",
            ("other-cert.pem", "apiclient_cert.pem"),
            "warning: left out: certificate/apiclient_cert.pem is a certificate of none of the private keys here; certificate/a.p12 is used",
        ),
        (
            "cut",
            ("cut.pem", "apiclient_key.pem"),
            "warning: left out: cut/apiclient_key.pem: ",
        ),
    ] {
        folder(&home, account, &[("good.p12", "a.p12"), beside]);
        let options = format!("--appid {APPID} --apiv3-key-file apiv3 --mchid {MCHID} {account}");
        let done = home.run(&format!("--no-input init --offline {options}"));
        let stderr = done.stderr.clone();
        done.ok();
        assert!(stderr.contains(said), "{account}: {stderr}");
        assert!(is_pair(&home, &format!("keys/{MCHID}")), "{account}");
        fs::remove_file(home.path("merchant.toml")).unwrap();
        fs::remove_dir_all(home.path("keys")).unwrap();
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list of accounts")]
fn every_broken_account_says_what_is_wrong_and_how_to_fix_it_and_writes_nothing() {
    let home = home();
    let (key, cert) = (
        ("key.pem", "apiclient_key.pem"),
        ("cert.pem", "apiclient_cert.pem"),
    );
    folder(
        &home,
        "other-key",
        &[("other.pem", "apiclient_key.pem"), cert],
    );
    folder(
        &home,
        "expired",
        &[key, ("expired.pem", "apiclient_cert.pem")],
    );
    folder(&home, "locked", &[("locked.p12", "apiclient_cert.p12")]);
    folder(
        &home,
        "encrypted",
        &[("encrypted.pem", "apiclient_key.pem"), cert],
    );
    folder(&home, "no-id", &[key, cert, ("pub_key.pem", "pub_key.pem")]);
    folder(&home, "csr", &[key, ("request.csr", "证书请求串.txt")]);
    folder(&home, "v2", &[("v2.p12", &format!("{MCHID}.p12"))]);
    folder(
        &home,
        "platform",
        &[key, ("platform.pem", "apiclient_cert.pem")],
    );
    folder(
        &home,
        "two",
        &[
            key,
            cert,
            ("other.pem", "b/key.pem"),
            ("other-cert.pem", "b/cert.pem"),
        ],
    );
    folder(&home, "alone", &[cert]);
    folder(&home, "twice", &[cert, ("cert.pem", "apiclient_key.pem")]);
    folder(&home, "cut", &[key]);
    let certificate = home.read("m/cert.pem");
    home.write("cut/apiclient_cert.pem", &certificate[..600]);
    fs::create_dir(home.path("empty")).unwrap();
    home.write("photo.rar", b"Rar!\x1a\x07");
    let whole = zip(&[(
        "apiclient_key.pem",
        fs::read(home.path("m/key.pem")).unwrap(),
    )]);
    home.write("half.zip", &whole[..whole.len() / 2]);
    for (account, code, words, fix) in [
        (
            "other-key",
            3,
            "other-key/apiclient_key.pem does not belong to the certificate other-key/apiclient_cert.pem",
            "one ZIP",
        ),
        (
            "expired",
            3,
            "expired on 2024-01-01",
            "apply for a new API certificate",
        ),
        (
            "locked",
            3,
            "locked/apiclient_cert.p12 does not open",
            "WECHATPAY_P12_PASSWORD",
        ),
        (
            "encrypted",
            3,
            "encrypted/apiclient_key.pem: expected",
            "openssl pkey -in encrypted/apiclient_key.pem",
        ),
        (
            "cut",
            3,
            "cut/apiclient_cert.pem: a part of it is missing",
            "copy apiclient_cert.pem again",
        ),
        ("no-id", 2, "--public-key-id", "--no-input"),
        ("csr", 3, "certificate request", "申请API证书"),
        ("v2", 3, "API v2", "new API certificate"),
        ("platform", 3, "platform certificate", "apiclient_cert.pem"),
        ("two", 2, "1900000001, 1900000002", "--mchid"),
        (
            "two --mchid 1900000003",
            3,
            "no key pair of 1900000003",
            "--mchid",
        ),
        (
            "alone",
            3,
            "its private key is not there",
            "apiclient_key.pem",
        ),
        (
            "twice",
            3,
            "twice/apiclient_key.pem: expected a private key, but this is a certificate",
            "apiclient_key.pem",
        ),
        (
            "empty",
            3,
            "no merchant private key and certificate",
            "apiclient_key.pem",
        ),
        ("photo.rar", 3, "another kind", "unpack it"),
        ("half.zip", 3, "damaged", "download it again"),
        ("nowhere", 3, "cannot read nowhere", "check the path"),
        ("/dev/zero", 3, "/dev/zero is neither a folder", "ZIP"),
    ] {
        let error = init(&home, account).failed(code);
        let (message, hint) = (text(&error, "message"), text(&error, "hint"));
        assert!(message.contains(words), "{account}: {message}");
        assert!(hint.contains(fix), "{account}: {hint}");
        assert_eq!(written(&home), [], "{account}");
        let stderr = home
            .run(&format!(
                "--lang zh --no-input init --offline --appid {APPID} --apiv3-key-file apiv3 {account}"
            ))
            .fails_with(code);
        assert!(
            stderr.contains("错误：") && stderr.contains("帮助："),
            "{account}: {stderr}"
        );
        assert!(
            !stderr.contains("expected") && !stderr.contains(" is "),
            "{account}: {stderr}"
        );
    }
    // A key alone is enough for those who know the rest.
    let report = init(
        &home,
        "csr --mchid 1900000001 --serial-no 5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
    );
    assert_eq!(
        report.json()["serial_no"],
        "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    );
}

#[test]
fn every_missing_answer_is_named_at_once_and_no_secret_is_shown() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
            ("pub_key.pem", "pub_key.pem"),
        ],
    );
    let error = home.run("--json --no-input init a").failed(2);
    let message = text(&error, "message");
    for option in ["--appid", "--apiv3-key-file", "--public-key-id"] {
        assert!(message.contains(option), "{message}");
    }
    assert_eq!(
        text(&home.run("--json --no-input init").failed(2), "kind"),
        "usage"
    );
    assert_eq!(written(&home), []);
    home.write("short", "0123");
    let wrong = home.run(&format!(
        "--no-input init a --appid {APPID} --public-key-id {ID} --apiv3-key-file short"
    ));
    let stderr = wrong.fails_with(3);
    assert!(
        stderr.contains("apiv3_key (short)") && !stderr.contains("0123"),
        "{stderr}"
    );
    let preview = init(&home, &format!("a --public-key-id {ID} --dry-run")).json();
    assert_eq!(
        (&preview["written"], written(&home)),
        (&Value::from(false), Vec::new())
    );
    assert!(!preview.to_string().contains(APIV3_KEY));
    let done = init(&home, &format!("a --public-key-id {ID} -v -v"));
    assert!(!done.stdout.contains(APIV3_KEY) && !done.stderr.contains(APIV3_KEY));
    let report = done.json();
    assert_eq!(text(&report, "public_key_id"), ID);
    assert_eq!(home.read(&format!("keys/{MCHID}/apiv3_key")), APIV3_KEY);
    let toml = home.read("merchant.toml");
    assert!(!toml.contains(APIV3_KEY) && toml.contains(ID), "{toml}");
}

#[test]
fn a_profile_is_added_to_a_file_that_keeps_its_comments_and_its_default() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    folder(
        &home,
        "b",
        &[
            ("other.pem", "apiclient_key.pem"),
            ("other-cert.pem", "apiclient_cert.pem"),
        ],
    );
    let old = "# Ours.\r\n[profiles.shop] # the first\r\nmchid = \"1900000009\"\r\n";
    home.write("merchant.toml", old);
    home.shell("git init -q . && printf 'target\n/keys/' > .gitignore");
    init(&home, "a").json();
    let toml = home.read("merchant.toml");
    for kept in [
        "# Ours.",
        "[profiles.shop] # the first",
        "default_profile = \"shop\"",
        "[profiles.1900000001]",
    ] {
        assert!(toml.contains(kept), "{toml}");
    }
    assert!(!toml.replace("\r\n", "").contains('\n'), "{toml:?}");
    assert_eq!(home.read(".gitignore"), "target\n/keys/\n/merchant.toml\n");
    // Without an option, nothing is replaced, and the loser leaves nothing.
    let before = (toml, written(&home));
    let error = init(&home, "a").failed(3);
    assert!(text(&error, "hint").contains("--force"));
    assert_eq!((home.read("merchant.toml"), written(&home)), before);
    let report = init(&home, "b -p 1900000001 --force").json();
    assert_eq!(
        (&report["replaced"], text(&report, "mchid")),
        (&Value::from(true), OTHER)
    );
    let toml = home.read("merchant.toml");
    assert!(
        toml.contains("keys/1900000001-2/apiclient_key.pem")
            && !toml.contains(&format!("\"{MCHID}\"")),
        "{toml}"
    );
    // A private key can be exported only once.
    assert!(home.path("keys/1900000001/apiclient_key.pem").exists());
    assert_eq!(home.read(".gitignore").lines().count(), 3);
    let error = init(&home, "a -p ../x").failed(2);
    assert!(text(&error, "message").contains("../x"));
    home.write("merchant.toml", "[profiles.shop\n");
    assert!(text(&init(&home, "a").failed(3), "message").contains("merchant.toml:1"));
}

#[test]
fn what_a_link_leads_to_is_never_replaced_by_an_ignore_file_or_a_profile() {
    let home = home();
    folder(
        &home,
        "a",
        &[("key.pem", "key.pem"), ("cert.pem", "cert.pem")],
    );
    let links = "ln -s theirs .gitignore && ln -s nowhere gone.toml";
    home.shell(&format!("mkdir .git && echo mine > theirs && {links}"));
    let done = init(&home, "a");
    assert!(done.stderr.contains(".gitignore"), "{}", done.stderr);
    assert_eq!(done.json()["gitignore"], Value::Null);
    assert_eq!(home.read("theirs"), "mine\n");
    let is_link = |name: &str| home.path(name).symlink_metadata().unwrap().is_symlink();
    assert!(is_link(".gitignore"));
    // It is not a change by another program, after which a second run would help.
    let error = init(&home, "a --config gone.toml").failed(3);
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("cannot read gone.toml"), "{error}");
    assert!(is_link("gone.toml") && !home.path("nowhere").exists());
}

#[test]
fn of_several_that_run_at_once_one_writes_and_the_others_leave_nothing() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    for round in 0..2 {
        let line = format!(
            "--no-input init a -p shop{round} --offline --appid {APPID} --apiv3-key-file apiv3"
        );
        let start = |_| {
            let mut command = home.command(&line);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().unwrap()
        };
        let children: Vec<_> = (0..6).map(start).collect();
        let codes: Vec<_> = children
            .into_iter()
            .map(|mut child| child.wait().unwrap().code())
            .collect();
        assert_eq!(
            codes.iter().filter(|code| **code == Some(0)).count(),
            1,
            "{codes:?}"
        );
        assert!(
            codes.iter().all(|code| matches!(code, Some(0 | 3))),
            "{codes:?}"
        );
        let folders: Vec<_> = fs::read_dir(home.path("keys")).unwrap().collect();
        assert_eq!(folders.len(), round + 1, "{folders:?}");
    }
    let toml = home.read("merchant.toml");
    assert_eq!(toml.matches("[profiles.").count(), 2, "{toml}");
}

#[test]
fn the_apiv3_key_is_proved_and_the_profile_works_at_once() {
    let home = Home::new();
    let sandbox = start(&home, "certificate");
    fs::remove_file(home.path("merchant.toml")).unwrap();
    let url = sandbox.url();
    fs::create_dir(home.path("a")).unwrap();
    for name in ["apiclient_key.pem", "apiclient_cert.pem"] {
        fs::copy(
            home.path(&format!("{IDENTITY}/{name}")),
            home.path(&format!("a/{name}")),
        )
        .unwrap();
    }
    let key = fs::read_to_string(home.path(&format!("{IDENTITY}/apiv3_key"))).unwrap();
    home.write("wrong", APIV3_KEY);
    let identity = home.read(&format!("{IDENTITY}/identity.json"));
    let identity: Value = serde_json::from_str(&identity).unwrap();
    let appid = text(&identity, "appid");
    let line =
        format!("--base-url {url} --mp-base-url {url} --json --no-input init a --appid {appid}");
    let error = home
        .run(&format!("{line} --apiv3-key-file wrong"))
        .failed(3);
    assert!(text(&error, "message").contains("does not open"), "{error}");
    assert!(!home.path("merchant.toml").exists() && !home.path("keys").exists());
    let mut command = home.command(&line);
    let output = command
        .env("WECHATPAY_APIV3_KEY", key.trim())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(text(&report, "apiv3_key_check"), "verified");
    assert_eq!(report["healthy"], true, "{report}");
    let order = "--json create-order --openid oX --total 1 --description x --notify-url http://127.0.0.1:9/n";
    assert!(home.run(order).json()["prepay_id"].is_string());
    // The sandbox's own merchant needs no answer.
    let report = home.run("--sandbox --json init --config own.toml").json();
    assert_eq!(
        (text(&report, "profile"), &report["healthy"]),
        ("sandbox", &Value::from(true))
    );
    assert_eq!(
        home.run("--config own.toml --json doctor").json()["healthy"],
        true
    );
}

/// Answers each question after it was asked, and returns the session.
fn answer(home: &Home, options: &str, answers: &[(&str, &str)]) -> Session {
    // No question is cut, however long the path of the home is.
    let command = home.command(&format!("init a --offline {options}"));
    let mut session = Session::of_width(&command, 200);
    for (place, (question, keys)) in answers.iter().enumerate() {
        // One may be asked again, and shows what is typed before that.
        let asked = answers[..=place].iter().filter(|one| one.0 == *question);
        session.until_times(question, asked.count());
        session.press(keys);
    }
    session
}

#[test]
fn a_person_is_asked_for_what_is_left_and_ctrl_c_leaves_nothing() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
            ("pub_key.pem", "pub_key.pem"),
        ],
    );
    let key = format!("{APIV3_KEY}\r");
    let id = format!("{ID}\r");
    let questions = [
        ("App ID of the Mini Program,", "wx8888888888888888\r"),
        ("private key kept?", "\r"),
        ("APIv3 key kept?", "1\r"),
        ("APIv3 key, 32", key.as_str()),
        ("PUB_KEY_ID_… of", id.as_str()),
        ("notify_url,", "https://pay.example.com/notify\r"),
    ];
    for asked in 0..questions.len() {
        let mut answers = questions[..=asked].to_vec();
        answers[asked].1 = "\u{3}";
        let (code, shown) = answer(&home, "", &answers).end();
        assert_eq!(
            (code, written(&home)),
            (Some(130), Vec::new()),
            "{asked} {shown}"
        );
        assert!(!shown.contains(APIV3_KEY), "{shown}");
        // The question's line is ended first; the first question is one line, written at once.
        let is_error = |line: &str| line.starts_with("\u{1b}[31merror: ");
        assert!(asked > 0 || shown.lines().any(is_error), "{shown}");
    }
    // The end of the input is not an answer.
    let (code, shown) = answer(&home, "", &[("App ID of the Mini Program,", "\u{4}")]).end();
    assert!(code == Some(2) && shown.contains("--appid"), "{shown}");
    // Nor is an empty one, which is asked for again.
    let mut wrong = vec![
        ("App ID of the Mini Program,", "no app id!\r"),
        ("App ID of the Mini Program,", "\r"),
    ];
    wrong.extend(questions);
    wrong.insert(5, ("APIv3 key, 32", "\r"));
    let (code, shown) = answer(&home, "", &wrong).end();
    assert_eq!(code, Some(0), "{shown}");
    assert!(!shown.contains(APIV3_KEY), "{shown}");
    let toml = home.read("merchant.toml");
    assert!(
        toml.contains("https://pay.example.com/notify") && toml.contains(ID),
        "{toml}"
    );
    // Once more, in Chinese: replacing is asked for. Ctrl-D means no: twice after a letter, since
    // it ends the input at the beginning of a line only.
    for keys in ["\u{4}", "y\u{4}\u{4}", "\r", "不\r"] {
        let (code, shown) = answer(&home, "--lang zh", &[("替换吗？ [y/N] ", keys)]).end();
        assert!(
            code == Some(3) && shown.contains("--force"),
            "{keys:?}: {shown}"
        );
        assert_eq!(home.read("merchant.toml"), toml, "{keys:?}");
    }
}

#[test]
fn a_secret_can_stay_where_it_is_kept_already() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    let line =
        format!("--json --no-input init a --offline --appid {APPID} --private-key-in env:SHOP_KEY");
    let done = home
        .with(&line, &["--apiv3-key-in", "command:cat apiv3"])
        .json();
    assert_eq!(done["secrets"]["private_key"], "env");
    assert_eq!(done["secrets"]["apiv3_key"], "command");
    let toml = home.read("merchant.toml");
    assert!(
        toml.contains("private_key = { env = \"SHOP_KEY\" }"),
        "{toml}"
    );
    assert!(
        toml.contains("apiv3_key = { command = \"cat apiv3\" }"),
        "{toml}"
    );
    let keys = tree(&home.path(&format!("keys/{MCHID}")));
    assert!(
        !keys
            .iter()
            .any(|(path, _)| path.ends_with("_key.pem") || path.ends_with("apiv3_key")),
        "{keys:?}"
    );
    let mut order = home.command("--json pay-params wx201410272009395522657a690389285100");
    order.env("SHOP_KEY", home.read("m/key.pem"));
    let order = order.output().unwrap();
    let stderr = String::from_utf8_lossy(&order.stderr);
    assert!(order.status.success(), "{stderr}");
    let error = home
        .run(&format!("{line} --force --apiv3-key-in {APIV3_KEY}"))
        .failed(2);
    assert!(!text(&error, "message").contains(APIV3_KEY), "{error}");
}

/// A `secret-tool` that keeps entries in files, and waits in `store` once a file `wait` exists. An
/// argument that holds a secret, and a secret variable, end it.
const SECRET_TOOL: &str = r#"#!/bin/sh
case "$*" in *0123456789abcdef*|*BEGIN*) exit 99;; esac
[ -z "$WECHATPAY_APIV3_KEY" ] || exit 98
action=$1
for name; do :; done
entry="$HOME/ring/$(printf %s "$name" | tr / _)"
case $action in
    lookup)
        [ ! -e "$HOME/locked" ] || { echo "secret-tool: Cannot get secret of a locked object" >&2; exit 1; }
        [ -e "$entry" ] || exit 1
        cat "$entry";;
    store)
        if [ -e "$HOME/wait" ]; then echo $$ > "$HOME/waiting"; exec sleep 3600; fi
        cat > "$entry";;
    clear) rm -f "$entry";;
esac
"#;

/// A home with an account `a` and the stand-in for `secret-tool`.
fn home_with_keyring() -> Home {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    fs::create_dir(home.path("ring")).unwrap();
    fs::create_dir(home.path("bin")).unwrap();
    home.write("secret-tool", SECRET_TOOL);
    // What this process has open for writing, a program that another test starts has open, too,
    // until it begins, and cannot be run.
    home.shell(
        "cat secret-tool > bin/secret-tool && rm secret-tool && chmod 755 bin/secret-tool && git init -q .",
    );
    home
}

fn with_keyring(home: &Home, line: &str) -> Command {
    let mut command = home.command(line);
    let path = format!(
        "{}:{}",
        home.path("bin").display(),
        std::env::var("PATH").unwrap()
    );
    command.env("PATH", path);
    command
}

#[test]
#[cfg(target_os = "linux")]
fn secrets_can_be_kept_in_the_keyring_and_each_of_its_faults_is_named() {
    let home = home_with_keyring();
    let run = |line: &str| Done::of(line, with_keyring(&home, line).output().unwrap());
    let account = format!("init a -p shop --offline --appid {APPID} --apiv3-key-in keyring");
    let done = run(&format!(
        "--json --no-input {account} --private-key-in keyring --apiv3-key-file apiv3"
    ));
    assert_eq!(done.json()["secrets"]["private_key"], "keyring");
    assert_eq!(home.read("ring/shop_apiv3_key"), APIV3_KEY);
    assert_eq!(home.read("ring/shop_private_key"), home.read("m/key.pem"));
    let toml = home.read("merchant.toml");
    assert!(
        toml.contains("apiv3_key = { keyring = \"shop/apiv3_key\" }"),
        "{toml}"
    );
    let kept = tree(&home.path("keys"));
    assert!(
        !kept.iter().any(|(path, _)| path.ends_with("_key.pem")),
        "{kept:?}"
    );
    run("pay-params wx201410272009395522657a690389285100").ok();
    let shown = run("--lang zh profile show").ok();
    assert!(shown.contains("密钥环中的 shop/apiv3_key"), "{shown}");
    // What is there already is taken, and nothing else is overwritten without an option.
    run(&format!("--no-input {account} --force")).ok();
    home.write("apiv3b", APIV3_KEY.replace('0', "9"));
    let other = format!(
        "--json --no-input init a -p b --offline --appid {APPID} --apiv3-key-file apiv3b \
         --apiv3-key-in keyring:shop/apiv3_key"
    );
    let error = run(&other).failed(3);
    assert!(text(&error, "hint").contains("--force"), "{error}");
    assert!(!home.path("keys/b").exists());
    let fault = |remove: bool, expected: [&str; 2]| {
        for (lang, words) in ["en", "zh"].into_iter().zip(expected) {
            let line = format!("--lang {lang} pay-params wx201410272009395522657a690389285100");
            let command = if remove {
                home.command(&line)
            } else {
                with_keyring(&home, &line)
            };
            let mut command = command;
            if remove {
                command.env("PATH", home.path("m"));
            }
            let stderr = Done::of(&line, command.output().unwrap()).fails_with(3);
            assert!(stderr.contains(words), "{stderr}");
        }
    };
    home.shell(
        "sed -i 's,private_key = .*,private_key = { keyring = \"shop/private_key\" },' merchant.toml",
    );
    fault(true, ["secret-tool is not installed", "未安装 secret-tool"]);
    home.write("locked", "");
    fault(
        false,
        ["Cannot get secret of a locked object", "解锁密钥环"],
    );
    home.shell("rm locked ring/shop_private_key");
    fault(
        false,
        ["secret-tool store --label=wechatpay", "没有这个条目"],
    );
    home.write("ring/shop_private_key", "");
    fault(false, ["this is empty", "空文件"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_run_that_was_killed_leaves_nothing_that_git_sees_or_that_stays() {
    let home = home_with_keyring();
    home.write("wait", "");
    let line = format!(
        "--no-input init a -p shop --offline --appid {APPID} --apiv3-key-file apiv3 --apiv3-key-in keyring"
    );
    let mut killed = with_keyring(&home, &line).spawn().unwrap();
    let end = std::time::Instant::now() + PATIENCE;
    let waiting = loop {
        assert!(
            std::time::Instant::now() < end,
            "secret-tool was not called"
        );
        match fs::read_to_string(home.path("waiting")) {
            Ok(id) if id.ends_with('\n') => break id,
            _ => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
    };
    killed.kill().unwrap();
    killed.wait().unwrap();
    home.shell(&format!("kill {}; rm wait waiting", waiting.trim()));
    // The private key is there, and git does not see it.
    assert!(home.path("keys/shop/apiclient_key.pem").exists());
    assert!(!home.path("merchant.toml").exists());
    let seen = home.shell("git status --porcelain -uall");
    assert!(!seen.contains("keys/"), "{seen}");
    // A folder that another profile names is not a leftover, whatever mark it has.
    home.write(
        "other.toml",
        "[profiles.x]\nprivate_key = \"keys/x/apiclient_key.pem\"\n",
    );
    home.shell(
        "mkdir -p keys/x keys/y && printf other.toml > keys/x/.unfinished && touch keys/x/k keys/y/mine",
    );
    let again = with_keyring(&home, &line).output().unwrap();
    Done::of(&line, again).ok();
    let mut names: Vec<_> = fs::read_dir(home.path("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["shop", "x", "y"]);
    assert!(
        !home.path("keys/shop/.unfinished").exists() && !home.path("keys/x/.unfinished").exists()
    );
    assert!(is_pair(&home, "keys/shop"));
}

#[test]
fn what_a_replaced_profile_had_is_kept_or_named() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    init(&home, "a -p shop").json();
    let toml = home.read("merchant.toml");
    let more = "sub_mchid = \"1900000109\" # ours\nnotify_url = \"https://pay.example.com/n\"\np12_password = { env = \"P\" }\n";
    home.write("merchant.toml", format!("{toml}{more}"));
    home.shell("chmod 600 merchant.toml");
    let report = init(&home, "a -p shop --force --notify-url none").json();
    assert_eq!(report["kept"], serde_json::json!(["sub_mchid"]));
    assert_eq!(
        report["dropped"],
        serde_json::json!(["notify_url", "p12_password"])
    );
    assert!(
        home.read("merchant.toml")
            .contains("sub_mchid = \"1900000109\" # ours")
    );
}
