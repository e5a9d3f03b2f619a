//! The files of an account, sound and broken.

use super::*;

fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
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
