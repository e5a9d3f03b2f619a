//! Environment variables and profile files as CI systems, Docker and Windows make them.

use crate::home::{Home, read};
use crate::responses::home;

const PARAMS: &str = "pay-params wx201410272009395522657a690389285100 --get package";

fn with(home: &Home, args: &str, variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let mut command = home.command(args);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn an_empty_variable_is_unset_whatever_it_is_for() {
    let home = home();
    for name in [
        "WECHATPAY_CONFIG",
        "WECHATPAY_PROFILE",
        "WECHATPAY_SANDBOX",
        "WECHATPAY_FORMAT",
        "WECHATPAY_LANG",
        "WECHATPAY_BASE_URL",
        "WECHATPAY_BACKUP_BASE_URL",
        "WECHATPAY_MP_BASE_URL",
        "WECHATPAY_TIMEOUT",
        "WECHATPAY_CONNECT_TIMEOUT",
        "WECHATPAY_RETRIES",
        "WECHATPAY_DEADLINE",
        "WECHATPAY_STORE",
        "WECHATPAY_SANDBOX_DATA",
        "WECHATPAY_MCHID",
        "WECHATPAY_APPID",
        "WECHATPAY_SERIAL_NO",
        "WECHATPAY_PRIVATE_KEY",
        "WECHATPAY_PRIVATE_KEY_FILE",
        "WECHATPAY_APIV3_KEY",
        "SSL_CERT_FILE",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "NO_COLOR",
        "LANG",
        "LC_ALL",
        "CI",
    ] {
        for value in ["", "\"\""] {
            let (code, stdout, stderr) = with(&home, PARAMS, &[(name, value)]);
            assert_eq!(code, Some(0), "{name}={value}: {stderr}");
            assert!(stdout.starts_with("prepay_id="), "{name}={value}");
        }
    }
}

#[test]
fn a_value_that_cannot_be_used_is_refused_under_the_name_of_its_variable() {
    let home = home();
    for (name, value) in [
        ("WECHATPAY_FORMAT", "yaml"),
        ("WECHATPAY_SANDBOX", "maybe"),
        ("WECHATPAY_RETRIES", "x"),
        ("WECHATPAY_RETRIES", "-1"),
        ("WECHATPAY_TIMEOUT", "soon"),
        ("WECHATPAY_TIMEOUT", "0s"),
        ("WECHATPAY_CONNECT_TIMEOUT", "0"),
        ("WECHATPAY_DEADLINE", "1 parsec"),
        ("WECHATPAY_LANG", "klingon"),
    ] {
        let (code, stdout, stderr) = with(&home, PARAMS, &[(name, value)]);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{name}: {stderr}");
        assert!(stderr.lines().next().unwrap().contains(name), "{stderr}");
        assert!(stderr.contains(&format!("\ncause: '{value}' ")), "{stderr}");
        assert!(stderr.contains("\nhelp: "), "{stderr}");
        assert!(
            !stderr.contains("--"),
            "an option that was not typed: {stderr}"
        );
        let (_, _, stderr) = with(&home, &format!("--json {PARAMS}"), &[(name, value)]);
        assert!(read(&stderr)["error"]["hint"].is_string(), "{stderr}");
    }
    // An option counts before its variable, but the variable is still wrong.
    let (code, _, stderr) = with(
        &home,
        &format!("--timeout 5s {PARAMS}"),
        &[("WECHATPAY_TIMEOUT", "soon")],
    );
    assert_eq!(code, Some(2), "{stderr}");
    let (code, _, _) = with(&home, PARAMS, &[("CI", "woodpecker")]);
    assert_eq!(code, Some(0), "CI is set by others, to what they like");
}

#[test]
fn a_file_that_a_variable_names_is_refused_under_the_name_of_the_variable() {
    let home = home();
    let id = (
        "WECHATPAY_PUBLIC_KEY_ID",
        "PUB_KEY_ID_0114232134912410000000000000",
    );
    for (name, args) in [
        ("WECHATPAY_PRIVATE_KEY_FILE", PARAMS),
        ("WECHATPAY_CERTIFICATE_FILE", PARAMS),
        ("WECHATPAY_PUBLIC_KEY_FILE", "doctor --offline"),
        ("WECHATPAY_APIV3_KEY_FILE", "doctor --offline"),
    ] {
        let (_, stdout, stderr) = with(&home, args, &[(name, "absent.pem"), id]);
        let said = stdout + &stderr;
        assert!(said.contains(&format!("({name})")), "{name}: {said}");
    }
    for (store, code) in [("mysql://127.0.0.1/x", 2), ("absent/inbox.db", 3)] {
        let set = ("WECHATPAY_STORE", store);
        let (ended, _, stderr) = with(&home, "events list", &[set]);
        assert_eq!(ended, Some(code), "{stderr}");
        assert!(stderr.contains("\ncause: WECHATPAY_STORE "), "{stderr}");
        let option = format!("events list --store {store}");
        let (_, _, stderr) = with(&home, &option, &[("WECHATPAY_STORE", "other.db")]);
        assert!(!stderr.contains("WECHATPAY_STORE"), "{stderr}");
    }
}

#[test]
fn quotes_and_spaces_that_an_env_file_keeps_are_taken_off_every_value() {
    let home = home();
    let quoted = |name: &str, value: &str| {
        for form in ["\"X\"", "'X'", " X "] {
            let value = form.replace('X', value);
            let (code, stdout, stderr) = with(&home, "--json profile show", &[(name, &value)]);
            assert_eq!(code, Some(0), "{name}={value}: {stdout} {stderr}");
            assert!(
                !stdout.contains("\\\"X") && !stdout.contains('\''),
                "{stdout}"
            );
        }
    };
    quoted("WECHATPAY_MCHID", "1900000109");
    quoted("WECHATPAY_APPID", "wx8888888888888888");
    quoted("WECHATPAY_NOTIFY_URL", "https://pay.example.com/n");
    quoted("WECHATPAY_CONFIG", "merchant.toml");
    quoted("WECHATPAY_APIV3_KEY", "0123456789abcdef0123456789abcdef");
    quoted("WECHATPAY_FORMAT", "json");
}

#[test]
fn usage_shows_only_options_that_were_typed() {
    let home = home();
    let set = [
        ("WECHATPAY_LANG", "en"),
        ("SSL_CERT_FILE", "/x"),
        ("WECHATPAY_TIMEOUT", "5s"),
    ];
    let (code, _, stderr) = with(&home, "query", &set);
    assert_eq!(code, Some(2));
    for option in ["--lang", "--ca-file", "--timeout"] {
        assert!(!stderr.contains(option), "{stderr}");
    }
}

#[test]
fn the_sandbox_and_a_profile_are_never_both_meant() {
    let home = home();
    let query = "query --out-trade-no order-0001";
    let sandbox = ("WECHATPAY_SANDBOX", "1");
    let profile = ("WECHATPAY_PROFILE", "sandbox");
    for (args, set) in [
        (format!("--sandbox -p sandbox {query}"), vec![]),
        (format!("--sandbox -p nowhere {query}"), vec![]),
        (format!("-p sandbox {query}"), vec![sandbox]),
        (query.to_owned(), vec![sandbox, profile]),
        ("-p sandbox sandbox".to_owned(), vec![]),
        ("-p sandbox demo".to_owned(), vec![]),
    ] {
        let (code, _, stderr) = with(&home, &args, &set);
        assert_eq!(code, Some(2), "{args}: {stderr}");
        assert!(stderr.contains("\nhelp: drop one of the two"), "{stderr}");
        let (_, _, stderr) = with(&home, &format!("--lang zh {args}"), &set);
        assert!(stderr.contains("请去掉其中之一"), "{stderr}");
    }
    // What was typed counts before a variable.
    let (code, _, stderr) = with(&home, &format!("--sandbox {query}"), &[profile]);
    assert_eq!(code, Some(9), "{stderr}");
}

#[test]
fn a_path_of_windows_in_double_quotes_is_explained_even_where_it_is_valid() {
    let home = home();
    let text = home.read("merchant.toml");
    for path in [
        r"C:\cert\apiclient_key.pem",
        r"C:\new\temp\key.pem",
        r"C:\users\x.pem",
    ] {
        let line = format!("private_key = \"{path}\"");
        let lines = text.lines();
        let lines: Vec<_> = lines
            .map(|old| {
                if old.starts_with("private_key") {
                    &line
                } else {
                    old
                }
            })
            .collect();
        home.write("merchant.toml", lines.join("\n"));
        let (code, _, stderr) = with(&home, PARAMS, &[]);
        assert_eq!(code, Some(3), "{stderr}");
        assert!(
            stderr.contains("\nhelp: ") && stderr.contains("single quotes"),
            "{stderr}"
        );
        let (_, _, stderr) = with(&home, &format!("--lang zh {PARAMS}"), &[]);
        assert!(stderr.contains("单引号"), "{stderr}");
    }
}

#[test]
fn a_profile_file_may_have_a_mark_and_dos_lines_but_must_be_utf_8() {
    let home = home();
    let text = home.read("merchant.toml");
    let crlf = text.replace('\n', "\r\n");
    for good in [
        format!("\u{feff}{text}"),
        crlf.clone(),
        format!("\u{feff}{crlf}"),
    ] {
        home.write("merchant.toml", good);
        home.run(PARAMS).ok();
    }
    let units = |mark: u16| std::iter::once(mark).chain(text.encode_utf16());
    let little: Vec<u8> = units(0xfeff).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units(0xfeff).flat_map(u16::to_be_bytes).collect();
    let latin = [b"# caf\xe9\n", text.as_bytes()].concat();
    for bad in [little, big, latin] {
        home.write("merchant.toml", bad);
        let message = home.run(PARAMS).fails_with(3);
        assert!(
            message.contains("\nhelp: save the file as UTF-8"),
            "{message}"
        );
    }
}

#[test]
fn a_base_url_says_what_it_lacks() {
    let home = home();
    let query = "query --out-trade-no order-0001";
    for (url, message) in [
        ("127.0.0.1:8787", "did you mean http://127.0.0.1:8787?"),
        ("localhost:8787", "did you mean http://localhost:8787?"),
        (
            "api.mch.weixin.qq.com",
            "did you mean https://api.mch.weixin.qq.com?",
        ),
        (
            "http://evil.example.com",
            "plain http is accepted for this machine only",
        ),
        ("https://evil.example.com", "--allow-foreign-host"),
    ] {
        let said_all = home.run(&format!("--base-url {url} {query}")).fails_with(3);
        assert!(said_all.contains(message), "{url}: {said_all}");
        if url.starts_with("http:") {
            assert!(!said_all.contains("--allow-foreign-host"), "{said_all}");
            let allowed = format!("--allow-foreign-host --base-url {url} {query}");
            assert!(home.run(&allowed).fails_with(3).contains(message));
        }
    }
}
