//! Questions, answers, and where secrets are kept.

use super::*;

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
    // As a Chinese input method writes it.
    wrong[2].1 = "ｗｘ8888888888888888\r";
    wrong[3].1 = "9\r";
    wrong.insert(4, ("type a number from 1 to 4", "\r"));
    wrong.insert(6, ("APIv3 key, 32", "\r"));
    wrong.insert(7, ("APIv3 key, 32", "short\r"));
    let (code, shown) = answer(&home, "", &wrong).end();
    assert_eq!(code, Some(0), "{shown}");
    assert!(
        shown.contains("apiv3_key (as typed) cannot be used"),
        "{shown}"
    );
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
