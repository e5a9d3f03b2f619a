//! The hunt for secrets: every command, loudly, in success and failure, and `Debug` of what
//! holds them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use wechatpay::profile::{Environment, Inputs, Overrides, Profile, Secret, SecretSource};
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::resource::ApiV3Key;

use crate::home::{Home, IDENTITY};
use crate::responses;

/// Every spelling in which a secret might slip out.
fn spellings(secret: &[u8]) -> Vec<String> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let plain = String::from_utf8_lossy(secret).into_owned();
    let mut all = vec![
        STANDARD.encode(secret),
        URL_SAFE.encode(secret),
        hex.to_uppercase(),
        hex,
    ];
    if !plain.contains('\u{fffd}') {
        all.push(plain);
    }
    all
}

/// What must not be seen of the merchant in a home: keys whole, and the private key line by line.
fn secrets(home: &Home) -> Vec<String> {
    let read = |name: &str| std::fs::read(home.path(IDENTITY).join(name)).unwrap();
    let mut all = Vec::new();
    for name in ["apiv3_key", "app_secret"] {
        all.extend(spellings(read(name).trim_ascii()));
    }
    let pem = String::from_utf8(read("apiclient_key.pem")).unwrap();
    let lines: Vec<&str> = pem.lines().filter(|line| !line.contains("-----")).collect();
    let der = STANDARD.decode(lines.concat()).unwrap();
    // The secret numbers stand in the second half; any 24 bytes of them are enough to tell.
    let from = der.len() / 2;
    all.extend(spellings(&der[from..from + 24]).into_iter().take(4));
    all.extend(
        lines
            .iter()
            .skip(4)
            .map(|line| (*line).to_owned())
            .filter(|line| line.len() > 20),
    );
    all
}

fn hunt(secrets: &[String], shown: &str, context: &str) {
    for secret in secrets {
        assert!(!shown.contains(secret.as_str()), "{context}: {shown}");
    }
}

/// A key that is named where another file is read is called one, and nothing of it is shown.
#[test]
fn nothing_of_a_key_is_shown_where_another_file_is_read() {
    let home = Home::new();
    let key = openssl_key(&home);
    for command in [
        "create-order --batch FILE -o out.jsonl",
        "query --batch FILE -o out.jsonl",
        "create-order --body FILE",
        "verify-notify --request FILE",
        "pay-params --check FILE",
        "explain FILE",
        "explain reply FILE",
    ] {
        for file in ["key.txt", "key.pem"] {
            let said = home
                .run(&format!(
                    "--lang en --sandbox {}",
                    command.replace("FILE", file)
                ))
                .fails_with(3);
            assert!(
                said.starts_with(&format!("error: {file} is a private key")),
                "{command}: {said}"
            );
            assert!(!said.contains(&key[..24]), "{command}: {said}");
        }
    }
    let said = home.with("explain", &[&key]).fails_with(3);
    assert!(!said.contains(&key[..24]), "{said}");
}

/// Writes a private key as PEM and as the base64 of its DER, which it returns.
fn openssl_key(home: &Home) -> String {
    let pem = std::process::Command::new("openssl")
        .args([
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
        ])
        .output()
        .unwrap();
    assert!(pem.status.success());
    let pem = String::from_utf8(pem.stdout).unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    home.write("key.pem", &pem);
    home.write("key.txt", &base64);
    base64
}

#[test]
fn an_echo_of_the_login_url_is_not_shown() {
    let home = responses::home();
    let secrets = secrets(&home);
    let secret = std::fs::read_to_string(home.path(IDENTITY).join("app_secret")).unwrap();
    let secret = secret.trim();
    let echo = format!("https://evil.example.com/sns/jscode2session?secret={secret}&x=1");
    let response = format!(r#"{{"errcode":40125,"errmsg":"invalid appsecret {secret}"}}"#);
    for answer in [
        responses::http(302, &[("Location", &echo), ("X-Url", &echo)], b""),
        responses::http(500, &[("X-Url", &echo)], echo.as_bytes()),
        responses::http(200, &[("Request-ID", secret)], response.as_bytes()),
    ] {
        let (url, _requests) = responses::server(vec![answer]);
        let line = format!("--mp-base-url {url} -vv openid code");
        for line in [line.clone(), format!("--json {line}")] {
            let done = home.run(&line);
            assert_ne!(done.code, Some(0));
            assert!(
                done.stderr.contains("< ") || line.contains("--json"),
                "{}",
                done.stderr
            );
            hunt(&secrets, &done.stderr, &line);
            hunt(&secrets, &done.stdout, &line);
        }
    }
}

/// Profiles that keep their secrets in each way there is.
fn profiles(home: &Home) {
    let identity = home.path(IDENTITY);
    let text = |name: &str| std::fs::read_to_string(identity.join(name)).unwrap();
    let folder = identity.display();
    let profile = home.read("merchant.toml");
    let keep = |line: &&str| {
        let secret = [
            "private_key",
            "apiv3_key",
            "app_secret",
            "default_profile",
            "[",
            "certificate",
        ];
        !secret.iter().any(|start| line.starts_with(start)) && !line.starts_with("sub_")
    };
    let public: Vec<&str> = profile
        .lines()
        .take_while(|line| !line.contains("partner"))
        .filter(keep)
        .collect();
    let public = public.join("\n");
    let (apiv3_key, app_secret) = (text("apiv3_key"), text("app_secret"));
    let (apiv3_key, app_secret) = (apiv3_key.trim(), app_secret.trim());
    let written = format!(
        "[profiles.string]\n{public}\nprivate_key = '{folder}/apiclient_key.pem'\napiv3_key = '{apiv3_key}'\napp_secret = '{app_secret}'\n\
         [profiles.command]\n{public}\nprivate_key = {{ command = 'cat {folder}/apiclient_key.pem' }}\napiv3_key = {{ command = 'cat {folder}/apiv3_key' }}\napp_secret = {{ command = 'cat {folder}/app_secret' }}\n\
         [profiles.env]\n{public}\nprivate_key = {{ env = 'KEY' }}\napiv3_key = {{ env = 'V3' }}\napp_secret = {{ env = 'APP' }}\n"
    );
    home.write("secret.toml", written);
    std::fs::set_permissions(
        home.path("secret.toml"),
        std::os::unix::fs::PermissionsExt::from_mode(0o600),
    )
    .unwrap();
    // Mistakes around secrets: cut off, doubled, in the wrong place.
    home.write(
        "cut.toml",
        format!("[profiles.a]\napiv3_key = \"{apiv3_key}\napp_secret = \"{app_secret}\"\n"),
    );
    home.write(
        "unknown.toml",
        format!("[profiles.a]\napiv3_kez = \"{apiv3_key}\"\n"),
    );
    home.write("short.toml", format!("[profiles.a]\n{public}\nprivate_key = '{folder}/apiv3_key'\napiv3_key = \"{apiv3_key}x\"\napp_secret = 7\n"));
    for name in ["cut.toml", "unknown.toml", "short.toml"] {
        std::fs::set_permissions(
            home.path(name),
            std::os::unix::fs::PermissionsExt::from_mode(0o600),
        )
        .unwrap();
    }
}

#[test]
fn a_login_shows_the_head_of_its_answer_and_no_secret() {
    let home = Home::new();
    let done = home.run("--sandbox -vv openid code-1");
    let printed = done.stderr.clone();
    let openid = done.ok();
    assert!(printed.contains("< 200 from 127.0.0.1:"), "{printed}");
    assert!(printed.contains("< content-type: "), "{printed}");
    assert!(
        printed.contains("secret=…") && !printed.contains(openid.trim()),
        "{printed}"
    );
    let refused = home.run("--sandbox -v openid error-40029");
    assert!(refused.stderr.contains("< 200 from"), "{}", refused.stderr);
}

#[test]
fn no_command_shows_a_secret_in_success_or_failure() {
    let home = Home::new();
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    profiles(&home);
    home.write("params.json", r#"{"timeStamp":"1","nonceStr":"n","package":"prepay_id=1","signType":"MD5","paySign":"AAAA"}"#);
    home.write("reply.json", r#"{"code":"SIGN_ERROR","message":"x"}"#);
    home.write(
        "forged.http",
        std::fs::read("tests/data/forged.http").unwrap(),
    );
    let secrets = secrets(&home);
    let texts: Vec<String> = ["apiclient_key.pem", "apiv3_key", "app_secret"]
        .iter()
        .map(|name| std::fs::read_to_string(home.path(IDENTITY).join(name)).unwrap())
        .collect();
    let commands = [
        "download-certs -o out",
        "download-certs -o /proc/none",
        "download-certs --check",
        "openid code-1",
        "openid error-40125",
        "create-order --openid oX --total 1 --description x",
        "create-order --openid oX --total 1 --description x --body forged.http",
        "create-order --openid oX --total 1 --description x --dry-run",
        "create-order --openid oX --total 1 --description x --curl",
        "openid code-2 --dry-run",
        "openid code-2 --curl",
        "pay-params wx1 --explain",
        "pay-params --check params.json",
        "query --out-trade-no order-9",
        "close order-9",
        "refund create --out-trade-no order-9 --refund 1 --total 1",
        "refund create --out-trade-no order-9 --refund 1 --total 1 --dry-run",
        "refund query --out-refund-no refund-9",
        "api GET /v3/certificates",
        "api POST /v3/security/echo -f echo_message=x -f encrypted_echo_message=y --encrypt encrypted_echo_message --decrypt encrypted_echo_message",
        "bill trade today",
        "bill fundflow yesterday --gzip -o out.csv",
        "verify-notify --request forged.http",
        "explain request --method GET --url /v3/x --authorization WECHATPAY2",
        "explain reply reply.json",
        "explain code SIGN_ERROR",
        "serve-notify --listen 127.0.0.1:0 --for 50ms",
        "trigger TRANSACTION.SUCCESS --to 127.0.0.1:1/x",
        "doctor",
        "doctor --offline",
        "profile list",
        "profile show",
        "--base-url http://127.0.0.1:1 --retries 0 query --out-trade-no order-9",
        "--mp-base-url http://127.0.0.1:1 --retries 0 openid code-3",
        "--proxy http://127.0.0.1:1 --retries 0 openid code-3",
    ];
    let mut chosen: Vec<String> = ["sandbox", "sandbox-partner"]
        .iter()
        .map(|name| format!("--config merchant.toml -p {name}"))
        .collect();
    chosen
        .extend(["string", "command", "env"].map(|name| format!("--config secret.toml -p {name}")));
    chosen
        .extend(["cut.toml", "unknown.toml", "short.toml"].map(|name| format!("--config {name}")));
    for profile in &chosen {
        for args in commands {
            for options in ["-vv", "--json"] {
                let line = format!("{profile} {options} {args}");
                let mut command = home.command(&line);
                for (name, text) in ["KEY", "V3", "APP"].iter().zip(&texts) {
                    command.env(name, text.trim());
                }
                let output = command.output().unwrap();
                // The profiles that are meant to work do, or there would be nothing to hunt.
                if args.starts_with("pay-params wx1") && line.contains(" -p ") {
                    assert!(output.status.success(), "{line}");
                }
                let shown = [output.stdout, output.stderr].concat();
                hunt(&secrets, &String::from_utf8_lossy(&shown), &line);
            }
        }
    }
    for line in ["demo", "--sandbox sandbox reset --yes", "completions bash"] {
        let done = home.run(&format!("-vv {line}"));
        hunt(&secrets, &format!("{}{}", done.stdout, done.stderr), line);
    }
}

#[test]
fn a_session_key_is_shown_only_where_it_is_asked_for() {
    let home = Home::new();
    let quiet = home.run("--sandbox -vv --json openid code-1");
    assert!(!format!("{}{}", quiet.stdout, quiet.stderr).contains("session_key"));
    let asked = home.run("--sandbox -vv --json openid code-2 --include-session-key");
    let stderr = asked.stderr.clone();
    let key = asked.json()["session_key"].as_str().unwrap().to_owned();
    assert!(!stderr.contains(&key));
}

#[test]
fn debug_shows_no_secret() {
    let home = Home::new();
    drop(home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml"));
    profiles(&home);
    let read = |name: &str| std::fs::read_to_string(home.path(IDENTITY).join(name)).unwrap();
    let (pem, apiv3_key) = (read("apiclient_key.pem"), read("apiv3_key"));
    let apiv3_key = apiv3_key.trim();
    let overrides = Overrides {
        apiv3_key: Some(SecretSource::Text(Secret::from(apiv3_key))),
        private_key: Some(SecretSource::Text(Secret::from(pem.as_str()))),
        ..Overrides::default()
    };
    let inputs = Inputs {
        config: Some(home.path("secret.toml")),
        candidates: Vec::new(),
        profile: Some("string".to_owned()),
        overrides: overrides.clone(),
        home: None,
        insecure_permissions: false,
        trusted_folders: Vec::new(),
        environment: Environment::default(),
    };
    let profile = Profile::load(&inputs).unwrap();
    let signing = SigningKey::from_pem("AB".parse().unwrap(), pem.as_bytes()).unwrap();
    let sealing = ApiV3Key::new(apiv3_key).unwrap();
    let shown =
        format!("{overrides:?} {inputs:?} {profile:?} {profile:#?} {signing:?} {sealing:?}");
    hunt(&secrets(&home), &shown, "Debug");
}
