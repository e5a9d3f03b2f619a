//! What was meant, suggested for what was typed.

use super::*;

#[test]
fn what_was_meant_is_suggested() {
    let home = Home::new();
    for (typed, expected) in [
        ("login", "did you mean 'openid'?"),
        ("cert", "did you mean 'download-certs'?"),
        ("webhook", "did you mean 'serve-notify'?"),
        ("sign", "did you mean 'pay-params'?"),
        ("verify", "did you mean 'verify-notify'?"),
        ("qurey", "did you mean 'query'?"),
        ("help nothing", "run `wechatpay help`, which lists"),
        ("help qurey", "did you mean `wechatpay help query`?"),
        ("version", "did you mean '--version'?"),
        (
            "query --out-trade-no order-1 --wait 5m",
            "did you mean '--wait=5m'?",
        ),
        (
            "query --out-trade-no order-1 --fail-on SUCESS",
            "did you mean SUCCESS?",
        ),
        (
            "create-order --description x",
            "--total <FEN> or --yuan <12.34>",
        ),
        ("query --out-trade no", "did you mean '--out-trade-no no'?"),
        (
            "query",
            "not provided: <NUMBER> or --out-trade-no <NO> or --transaction-id <NO>",
        ),
        (
            "refund --out-trade-no n",
            "did you mean 'wechatpay refund create --out-trade-no n'?",
        ),
        (
            "refund order-1",
            "did you mean 'wechatpay refund create --out-trade-no order-1 --refund <FEN>'?",
        ),
        (
            "--sandbox refund order-1",
            "did you mean 'wechatpay --sandbox refund create --out-trade-no order-1 --refund <FEN>'?",
        ),
        (
            "-p shop --config=a.toml refund --out-trade-no n",
            "did you mean 'wechatpay -p shop --config=a.toml refund create --out-trade-no n'?",
        ),
        // Fen or yuan: it is not guessed.
        (
            "refund order-1 50",
            "did you mean 'wechatpay refund create --out-trade-no order-1 --refund <FEN>'?",
        ),
        (
            "refund order-1 0.50",
            "did you mean 'wechatpay refund create --out-trade-no order-1 --refund-yuan 0.50'?",
        ),
        (
            "refund 4200001234201903300000000001 --refund 5",
            "--transaction-id 4200001234201903300000000001 --refund 5'?",
        ),
    ] {
        let text = home.run(typed).fails_with(2);
        assert!(text.contains(expected), "{typed}: {text}");
    }
}

#[test]
fn the_option_or_value_that_was_meant_is_suggested() {
    let home = Home::new();
    for (typed, said) in [
        (
            "trigger TRANSACTION.SUCCESS http://127.0.0.1:1/notify",
            "did you mean '--to http://127.0.0.1:1/notify'?",
        ),
        (
            "serve-notify --forward-to app",
            "did you mean '--forward-to http://app'?",
        ),
        (
            "serve-notify --forward-to REFUND.*=my-app",
            "did you mean '--forward-to 'REFUND.*=http://my-app''?",
        ),
        (
            "trigger TRANSACTION.SUCCESS --to app",
            "did you mean '--to http://app'?",
        ),
        ("refund query r-1", "did you mean '--out-refund-no r-1'?"),
        (
            "refund create coffee-1 --refund 1",
            "did you mean '--out-trade-no coffee-1'?",
        ),
        ("verify-notify n.http", "did you mean '--request n.http'?"),
        ("serve-notify 8080", "did you mean '--listen 8080'?"),
        ("serve-notify --port 8080", "did you mean '--listen 8080'?"),
        (
            "create-order --openid o --description x --amount 5",
            "did you mean '--total 5' (¥0.05) or '--yuan 5' (¥5.00)?",
        ),
        (
            "create-order --openid o --description x --total 1.5",
            "did you mean '--yuan 1.5'?",
        ),
        (
            "refund create --out-trade-no coffee-1 --refund ¥0.01",
            "did you mean '--refund-yuan 0.01'?",
        ),
        (
            "refund create --out-trade-no coffee-1 --amount 5",
            "did you mean '--refund 5' (¥0.05) or '--refund-yuan 5' (¥5.00)?",
        ),
        (
            "refund create --out-trade-no coffee-1 --amount 0.5",
            "did you mean '--refund-yuan 0.5'?",
        ),
        (
            "create-order --openid o --total 1 --description x --trade-type miniprogram",
            "did you mean jsapi?",
        ),
        ("query coffee-1 --expect PAID", "did you mean SUCCESS?"),
        (
            "query coffee-1 --jq .amount",
            "did you mean '--get amount'?",
        ),
        ("query coffee-1 --format json", "did you mean '--json'?"),
        ("trigger PAID --to 1", "did you mean TRANSACTION.SUCCESS?"),
        (
            "bill trade --date yesterday",
            "did you mean 'wechatpay bill trade yesterday'?",
        ),
        ("bill 2026-11-26", "did you mean 'trade 2026-11-26'?"),
        ("bill 昨天", "did you mean 'trade '昨天''?"),
        (
            "bill trade 2026-11-26T00:00:00",
            "did you mean '2026-11-26'?",
        ),
        ("sandbox requests 12", "did you mean 'show 12'?"),
        ("sandbox list", "did you mean 'orders'?"),
        (
            "api /v3/certificates",
            "did you mean 'wechatpay api GET /v3/certificates'?",
        ),
        ("api POST /v3/x --body x", "did you mean '--data x'?"),
        (
            "verify-notify --headers h",
            "not provided: --body <FILE|->\n",
        ),
        ("退款", "did you mean 'refund'?"),
        // What was given for a secret is not repeated.
        (
            "init --apiv3-key hunter2",
            "did you mean '--apiv3-key-file'?",
        ),
        (
            "trigger TRANSACTION.SUCCESS http://a:hunter2@127.0.0.1/",
            "did you mean '--to http://…@127.0.0.1/'?",
        ),
    ] {
        let text = home.run(typed).fails_with(2);
        assert!(text.contains(said), "{typed}: {text}");
        assert!(!text.contains("hunter2"), "{typed}: {text}");
    }
}

/// Names of options as SDKs and bodies write them, and words of other programs.
#[test]
fn a_name_from_elsewhere_leads_to_the_one_that_is_here() {
    let home = Home::new();
    let order = "create-order --openid o --total 1 --description x";
    for (typed, said) in [
        (
            "query --out_trade_no order-1",
            "did you mean '--out-trade-no order-1'?",
        ),
        (
            "query --outTradeNo=order-1",
            "did you mean '--out-trade-no order-1'?",
        ),
        (
            "refund --out_trade_no order-1",
            "did you mean 'wechatpay refund create --out-trade-no order-1'?",
        ),
        (
            "refund --sandbox --outTradeNo=order-1 --refund 1 --reason cold",
            "did you mean 'wechatpay --sandbox refund create --out-trade-no order-1 --refund 1 --reason cold'?",
        ),
        (
            "refund --out-trade-no order-1 --p12-password hunter2",
            "did you mean 'wechatpay refund create --out-trade-no'?",
        ),
        (
            "create-order --descripton Tea",
            "did you mean '--description Tea'?",
        ),
        (
            "init --apiv3_key_file hunter2",
            "did you mean '--apiv3-key-file'?",
        ),
        (
            "{order} --currency CNY",
            "did you mean '--set amount.currency=CNY'?",
        ),
        ("bill fund-flow", "did you mean 'fundflow'?"),
        ("bill fund_flow yesterday", "did you mean 'fundflow'?"),
        ("help env", "did you mean `wechatpay help environment`?"),
        ("help exit", "did you mean `wechatpay help exit-codes`?"),
        ("environment", "did you mean 'wechatpay help environment'?"),
        ("create", "did you mean 'create-order'?"),
        ("--sandbox", "did you mean 'wechatpay sandbox'?"),
        (
            "sandbox {order}",
            "did you mean 'wechatpay --sandbox create-order'?",
        ),
        ("—sandbox query x", "did you mean '--sandbox'?"),
        ("wechatpay query x", "leave out 'wechatpay'"),
        ("$ wechatpay demo", "leave out '$'"),
        ("query \u{200b}coffee-1", "did you mean 'coffee-1'?"),
        ("sandbox 9999", "did you mean '--listen 9999'?"),
        ("sandbox open", "did you mean 'wechatpay sandbox --open'?"),
        ("sandbox stop", "Ctrl-C in its terminal ends it"),
        ("trigger suite --to 8080", "did you mean '--suite'?"),
        (
            "pay-params check params.json",
            "did you mean '--check params.json'?",
        ),
        (
            "query coffee-1 expect PAID",
            "did you mean '--expect PAID'?",
        ),
        (
            "bill fundflow today --account-type BASIC",
            "did you mean '--account BASIC'?",
        ),
        ("query coffee-1 json", "did you mean '--json'?"),
        ("query coffee-1 --sandbox=true", "did you mean '--sandbox'?"),
        ("“query” coffee-1", "did you mean 'query'?"),
        ("ｑｕｅｒｙ coffee-1", "did you mean 'query'?"),
        (
            "create-order --openid “oUpF8”",
            "did you mean '--openid oUpF8'?",
        ),
        (
            "create-order --description “Iced Tea”",
            "a shell does not know “ ”",
        ),
        ("profile use shop", "default_profile = \"shop\""),
        ("profile use shop", "`wechatpay -p shop COMMAND`"),
        ("profile add", "`wechatpay init` adds a profile"),
    ] {
        let text = home.run(&typed.replace("{order}", order)).fails_with(2);
        assert!(text.contains(said), "{typed}: {text}");
        assert!(!text.contains("hunter2"), "{typed}: {text}");
    }
}

/// What a variable of a shell that is not set, a file of Windows and a web page leave behind.
#[test]
fn what_cannot_be_seen_in_a_word_is_named() {
    let home = Home::new();
    for (args, said) in [
        (["query", ""], "give <NUMBER> a value"),
        (
            ["query", "--out-trade-no="],
            "give --out-trade-no <NO> a value",
        ),
        (["close", ""], "a value; if it is a variable of your shell"),
        (["query", "coffee-1\r"], "Windows line ends"),
        (["query\r", "coffee-1"], "Windows line ends"),
        (["query", "\u{a0}--json"], "did you mean '--json'?"),
    ] {
        let done = home.command("").args(args).output().unwrap();
        let text = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{args:?}: {text}");
        assert!(text.contains(said), "{args:?}: {text}");
    }
}

/// The exit code is the same with `--json`.
#[test]
fn options_alone_show_the_first_page_unless_they_are_for_a_command() {
    let home = Home::new();
    for typed in ["", "-q", "-vv", "--color never"] {
        home.run(typed).ok();
        let page = home.run(&format!("--json {typed}")).json();
        assert_eq!(page["schema"], "wechatpay/help/v1", "{typed}");
    }
    for typed in ["--get x", "--sandbox", "-p shop", "--dry-run", "-q --yes"] {
        let text = home.run(typed).fails_with(2);
        assert!(text.contains("a command is missing"), "{typed}: {text}");
        home.run(&format!("--json {typed}")).failed(2);
    }
}

/// A shell leaves `~` within quotes and behind `=`, and an `.env` file everywhere.
#[test]
fn a_tilde_is_the_home_folder_where_a_shell_left_it() {
    let home = Home::new();
    let path = |name: &str| home.path(name).display().to_string();
    for (typed, file) in [
        ("--config=~/a.toml profile show", "a.toml"),
        ("--sandbox --ca-file ~/a.pem query order-1", "a.pem"),
        ("events list --store ~/a.db", "a.db"),
        ("explain ~/a.http", "a.http"),
        ("--sandbox verify-notify --request ~/a.http", "a.http"),
        ("--sandbox api POST /v3/x --data @~/a.json", "a.json"),
        (
            "create-order --openid o --total 1 --description x --detail ~/a.json --sandbox",
            "a.json",
        ),
    ] {
        let text = home.run(typed).fails_with(3);
        assert!(text.contains(&path(file)), "{typed}: {text}");
    }
    for (variable, typed) in [
        ("WECHATPAY_CONFIG", "profile show"),
        ("WECHATPAY_STORE", "events list"),
        ("SSL_CERT_FILE", "--sandbox query order-1"),
        ("WECHATPAY_PRIVATE_KEY_FILE", "query order-1"),
    ] {
        let mut command = home.command(typed);
        command.env("WECHATPAY_MCHID", "1900000001");
        command.env(
            "WECHATPAY_SERIAL_NO",
            "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        );
        let done = command.env(variable, "~/a.pem").output().unwrap();
        let text = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(3), "{variable}: {text}");
        assert!(text.contains(&path("a.pem")), "{variable}: {text}");
    }
    home.run("--sandbox download-certs -o ~/new").ok();
    assert!(home.path("new").is_dir() && !home.path("~").exists());
}

/// What a Chinese input method and a word processor make of digits, commas, quotes and hyphens.
#[test]
fn what_was_typed_in_full_width_is_suggested_in_ascii() {
    let home = Home::new();
    let order = "create-order --openid o --description x";
    for (typed, said) in [
        (
            "--timeout １０s query coffee-1",
            "did you mean '--timeout 10s'?",
        ),
        (
            "query coffee-1 --expect SUCCESS，NOTPAY",
            "did you mean '--expect SUCCESS,NOTPAY'?",
        ),
        ("query coffee-1 --wait=５m", "did you mean '--wait=5m'?"),
        ("query “coffee-1”", "did you mean 'coffee-1'?"),
        ("query —wait=5m coffee-1", "did you mean '--wait=5m'?"),
        ("query —wait coffee-1", "did you mean '--wait'?"),
        ("create-order —total 1", "did you mean '--total 1'?"),
        ("create-order –-total=1", "did you mean '--total 1'?"),
        ("create-order -total 1", "did you mean '--total 1'?"),
        // What was given for a secret is not repeated.
        (
            "init —apiv3-key-file key.txt",
            "did you mean '--apiv3-key-file'?",
        ),
        ("{order} --total １", "did you mean '--total 1'?"),
        (
            "{order} --total ￥1，000.50",
            "did you mean '--yuan 1000.50'?",
        ),
        (
            "{order} --yuan 1，000.50元",
            "did you mean '--yuan 1000.50'?",
        ),
        (
            "serve-notify --forward-to http：／／app：3000／n",
            "did you mean '--forward-to http://app:3000/n'?",
        ),
        (
            "trigger TRANSACTION.SUCCESS --to http：//app/n",
            "did you mean '--to http://app/n'?",
        ),
        (
            "--proxy http：//127.0.0.1：3128 query coffee-1",
            "did you mean '--proxy http://127.0.0.1:3128'?",
        ),
        (
            "--base-url https：／／api.mch.weixin.qq.com query coffee-1",
            "did you mean '--base-url https://api.mch.weixin.qq.com'?",
        ),
        (
            "--base-url http：//a:hunter2@127.0.0.1 query coffee-1",
            "did you mean '--base-url http://…@127.0.0.1'?",
        ),
        (
            "{order} --total 1 --notify-url https：//pay.example.com/n",
            "did you mean '--notify-url https://pay.example.com/n'?",
        ),
        (
            "refund create --out-trade-no coffee-1 --refund 1 --notify-url https：//a.example/n",
            "did you mean '--notify-url https://a.example/n'?",
        ),
        (
            "init account --notify-url https：//pay.example.com/n",
            "did you mean '--notify-url https://pay.example.com/n'?",
        ),
        (
            "listen https：//pay.example.com/n --token-file t",
            "did you mean 'https://pay.example.com/n'?",
        ),
        (
            "explain request --url https：//api.mch.weixin.qq.com/v3/x",
            "did you mean '--url https://api.mch.weixin.qq.com/v3/x'?",
        ),
        ("bill trade 20261126", "did you mean '2026-11-26'?"),
        ("bill trade 2026年11月26日", "did you mean '2026-11-26'?"),
    ] {
        let typed = typed.replace("{order}", order);
        let text = home.run(&typed).fails_with(2);
        assert!(text.contains(said), "{typed}: {text}");
        assert!(!text.contains("hunter2"), "{typed}: {text}");
    }
    // An amount is never guessed, nor what would not be taken either.
    for typed in [
        "{order} --total 1,000",
        "{order} --total 1e3",
        "{order} --yuan 1e3",
        "bill trade 2026年13月1日",
    ] {
        let text = home.run(&typed.replace("{order}", order)).fails_with(2);
        assert!(!text.contains("did you mean"), "{typed}: {text}");
    }
}

/// What is too large is not called zero, negative or no number.
#[test]
fn a_number_that_is_too_large_is_called_so() {
    let home = Home::new();
    let order = "create-order --openid o --description x";
    let refund = "refund create --out-trade-no coffee-1";
    let [en_fen, zh_fen] = [
        "at most 4294967295 fen (¥42949672.95)",
        "最大为 4294967295 分（¥42949672.95）",
    ];
    let [en_yuan, zh_yuan] = ["at most ¥42949672.95", "最大为 ¥42949672.95"];
    let [en_port, zh_port] = [
        "70000 is not a port: the highest is 65535",
        "70000 不是端口号：最大为 65535",
    ];
    let [en_large, zh_large] = ["the number is too large", "数值过大"];
    let digits = "99999999999999999999";
    for (typed, en, zh) in [
        (format!("{order} --total 4294967296"), en_fen, zh_fen),
        (format!("{order} --total {digits}"), en_fen, zh_fen),
        (format!("{order} --yuan 42949672.96"), en_yuan, zh_yuan),
        (format!("{refund} --refund 4294967296"), en_fen, zh_fen),
        (format!("{refund} --refund-yuan {digits}"), en_yuan, zh_yuan),
        (
            format!("{refund} --refund 1 --total {digits}"),
            en_fen,
            zh_fen,
        ),
        (
            format!("query coffee-1 --retries {digits}"),
            "at most 4294967295",
            "最大为 4294967295",
        ),
        (
            format!("query coffee-1 --timeout {digits}"),
            en_large,
            zh_large,
        ),
        (
            format!("query coffee-1 --wait={digits}m"),
            en_large,
            zh_large,
        ),
        (
            format!("sandbox requests --limit {digits}"),
            en_large,
            zh_large,
        ),
        (format!("events list --limit {digits}"), en_large, zh_large),
        (
            format!("serve-notify --body-limit {digits}"),
            en_large,
            zh_large,
        ),
        ("serve-notify --listen 70000".to_owned(), en_port, zh_port),
        (
            "sandbox --listen 0.0.0.0:70000".to_owned(),
            en_port,
            zh_port,
        ),
        (
            "serve-notify --forward-to app:70000/x".to_owned(),
            en_port,
            zh_port,
        ),
        (
            "trigger TRANSACTION.SUCCESS --to 70000".to_owned(),
            en_port,
            zh_port,
        ),
    ] {
        for (lang, said) in [("en", en), ("zh", zh)] {
            let text = home.run(&format!("--lang {lang} {typed}")).fails_with(2);
            assert!(text.contains(said), "{typed}: {text}");
        }
    }
}

#[test]
fn an_option_that_needs_another_is_named_with_it() {
    let home = Home::new();
    for (typed, said) in [
        (
            "serve-notify --tls-cert cert.pem",
            "error: '--tls-cert' needs --tls-key <FILE> beside it",
        ),
        (
            "create-order --openid o --description x --total 1 -o out.jsonl",
            "error: '-o' needs --batch <FILE|-> beside it",
        ),
        (
            "verify-notify --body body.json --timestamp 1",
            "error: '--timestamp' needs --nonce <N>, --signature <S>, --serial <K> beside it",
        ),
        (
            "--lang zh serve-notify --tls-cert cert.pem",
            "错误：“--tls-cert”须与 --tls-key <FILE> 同时使用",
        ),
        (
            "serve-notify --keep 90",
            "'90' has no unit; for days, write 90d",
        ),
        ("serve-notify --forward-to app", "it must be a port"),
        ("sandbox start", "did you mean 'wechatpay sandbox'?"),
    ] {
        let text = home.run(typed).fails_with(2);
        assert!(text.contains(said), "{typed}: {text}");
    }
}

#[test]
fn the_whole_path_of_a_field_is_suggested() {
    let home = Home::new();
    for (typed, said) in [
        (
            "create-order --openid o --description x --total 1 --get pay_params.paySig",
            "did you mean 'pay_params.paySign'?",
        ),
        (
            "create-order --openid o --description x --total 1 --get paySign",
            "did you mean 'pay_params.paySign'?",
        ),
        (
            "download-certs --get certificates.serial_no",
            "did you mean 'certificates.0.serial_no'?",
        ),
        (
            "--sandbox query order-1 --get openid",
            "did you mean 'payer.openid'?",
        ),
        (
            "create-order --openid o --description x --total 1 --get pay_params.nope",
            "name one of the fields timeStamp, nonceStr,",
        ),
    ] {
        let text = home.run(typed).fails_with(2);
        assert!(text.contains(said), "{typed}: {text}");
    }
}
