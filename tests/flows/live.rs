//! Live money: a person is asked before it moves, a script never is.

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, read, send, text};
use crate::orders::results;
use crate::responses::{good, home, http};
use crate::service::eventually;
use crate::terminal::{Session, is_cooked};

/// What choosing from a list begins and ends with.
const HIDE_CURSOR: &str = "\u{1b}[?25l";
const SHOW_CURSOR: &str = "\u{1b}[?25h";

/// A home whose profiles are a real merchant's; the sandbox's keys sign for it.
fn live_home() -> Home {
    let home = home();
    let profile = home.read("merchant.toml");
    let lines = profile
        .lines()
        .filter(|line| !line.starts_with("certificate = "));
    let profile = lines.collect::<Vec<_>>().join("\n");
    let live = profile.replace("\"0000000001\"", "\"1900000001\"");
    home.write("merchant.toml", live);
    // It names the merchant that it was made for.
    std::fs::remove_file(home.path("merchant-keys/apiclient_cert.pem")).unwrap();
    home
}

/// Starts a command in a terminal that cuts no line, however long an address is.
fn wide(command: &std::process::Command) -> Session {
    Session::of_width(command, 200)
}

fn refund(server: &Faulty) -> String {
    let url = &server.url;
    format!(
        "--base-url {url} --retries 0 refund create --out-trade-no order-1 --refund 1234 --total 2000"
    )
}

fn refusing() -> Faulty {
    let refused = http(400, &[], br#"{"code":"PARAM_ERROR","message":"x"}"#);
    Faulty::new(vec![Fault::Answer(refused)])
}

/// Whether a refund is recorded as one that may have been sent.
fn is_recorded(home: &Home) -> bool {
    let folder = std::fs::read_dir(home.path(".local/share/wechatpay/refunds"));
    folder.is_ok_and(|mut entries| entries.next().is_some())
}

#[test]
fn a_live_refund_is_sent_once_it_is_confirmed_and_not_before() {
    let home = live_home();
    let server = refusing();
    let command = refund(&server);
    for (keys, exit) in [
        ("n\r", 2),
        ("\r", 2),
        ("yy\r", 2),
        ("\u{4}", 2),
        ("y\u{4}\u{4}", 2),
        ("\u{3}", 130),
        ("y\u{3}", 130),
    ] {
        let mut session = wide(&home.command(&command));
        let shown = session.until("Go ahead?").to_owned();
        for fact in [
            "Live money",
            "¥12.34 (1234 fen)",
            "order-1",
            "1900000001",
            &server.url,
        ] {
            assert!(shown.contains(fact), "{fact}: {shown}");
        }
        session.until("[y/N] ");
        session.press(keys);
        let (code, shown) = session.end();
        assert_eq!(code, Some(exit), "{keys:?}: {shown}");
        assert!(exit != 2 || shown.contains("nothing was sent"), "{shown}");
        assert_eq!(server.connections(), 0, "{keys:?}");
        assert!(!is_recorded(&home), "{keys:?}");
    }
    let mut session = wide(&home.command(&command));
    session.until("[y/N] ");
    send("-TERM", session.id());
    let (code, shown) = session.end();
    assert_eq!(code, Some(143), "{shown}");
    assert_eq!(server.connections(), 0);
    let mut session = wide(&home.command(&format!("--lang zh {command}")));
    session.until("确认继续？");
    session.press("y\r");
    let (code, shown) = session.end();
    assert_eq!(code, Some(5), "{shown}");
    assert!(shown.contains("退款 ¥12.34（1234 分）"), "{shown}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn no_question_is_asked_with_yes_or_without_a_terminal() {
    let home = live_home();
    let server = refusing();
    let command = refund(&server);
    let mut sent = 0;
    let mut unasked = |session: Session, expected: usize| {
        let (code, shown) = session.end();
        assert!(!shown.contains("Live money"), "{shown}");
        sent = server.requests().len();
        assert_eq!(
            (code, sent),
            (Some(if expected == 0 { 0 } else { 5 }), expected),
            "{shown}"
        );
    };
    unasked(wide(&home.command(&format!("{command} --yes"))), 1);
    unasked(wide(&home.command(&format!("{command} --no-input"))), 1);
    let mut by_ci = home.command(&command);
    by_ci.env("CI", "true");
    unasked(wide(&by_ci), 1);
    unasked(wide(&home.command(&format!("{command} --dry-run"))), 0);
    // A script has no terminal.
    assert_eq!(home.run(&command).code, Some(5));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_batch_of_live_orders_is_confirmed_with_the_sum_of_the_lines_that_it_sends() {
    let home = live_home();
    let lines: String = (1..=3)
        .map(|line| {
            let total = 1050 * line;
            format!("{{\"openid\":\"oX\",\"total\":{total},\"description\":\"x\"}}\n")
        })
        .collect();
    home.write("orders.jsonl", lines);
    let batch = |server: &Faulty| {
        let url = &server.url;
        home.command(&format!(
            "--base-url {url} --retries 0 create-order --batch orders.jsonl -o results.jsonl --concurrency 1"
        ))
    };
    let answers = vec![Fault::Answer(good(&home)), Fault::Closed];
    let server = Faulty::new(answers);
    for (keys, exit) in [("n\r", 2), ("\u{3}", 130)] {
        let mut session = wide(&batch(&server));
        let shown = session.until("Go ahead?").to_owned();
        assert!(
            shown.contains("place 3 orders, ¥63.00 (6300 fen) in all, for merchant 1900000001"),
            "{shown}"
        );
        session.press(keys);
        let (code, shown) = session.end();
        assert_eq!(code, Some(exit), "{shown}");
        assert_eq!(server.connections(), 0);
        for ending in ["", ".journal", ".input"] {
            assert!(
                !home.path(&format!("results.jsonl{ending}")).exists(),
                "{keys:?} {ending}"
            );
        }
    }
    let mut session = wide(&batch(&server));
    session.until("Go ahead?");
    session.press("y\r");
    assert_eq!(session.end().0, Some(7));
    let states = |home: &Home| -> Vec<String> {
        let results = results(home).into_values();
        results
            .map(|line| text(&line, "state").to_owned())
            .collect()
    };
    assert_eq!(states(&home), ["done", "unknown", "unknown"]);
    let sent = server.requests().len();
    assert_eq!(sent, 3);
    // Going on is asked for as well, about the rest.
    let well = Faulty::new(vec![Fault::Answer(good(&home))]);
    let mut session = wide(&batch(&well));
    let shown = session.until("Go ahead?").to_owned();
    assert!(
        shown.contains("place the 2 orders that are left (settled: 1), ¥52.50 (5250 fen)"),
        "{shown}"
    );
    session.press("n\r");
    assert_eq!(session.end().0, Some(2));
    assert_eq!(well.connections(), 0);
    let mut session = wide(&batch(&well));
    session.until("Go ahead?");
    session.press("y\r");
    assert_eq!(session.end().0, Some(0));
    assert_eq!(states(&home), ["done"; 3]);
    // Nothing is left to ask about.
    let (code, shown) = wide(&batch(&well)).end();
    assert!(code == Some(0) && !shown.contains("Live money"), "{shown}");
}

#[test]
fn a_batch_of_live_refunds_is_confirmed_and_the_sandbox_never_asks() {
    let home = live_home();
    home.write("refunds.csv", "out_trade_no,refund,total\norder-1,1,9\n");
    let server = refusing();
    let url = &server.url;
    let batch = "refund create --batch refunds.csv -o refunds.jsonl";
    let mut session = wide(&home.command(&format!("--base-url {url} {batch}")));
    let shown = session.until("Go ahead?");
    assert!(
        shown.contains("make 1 refund, ¥0.01 (1 fen), from merchant"),
        "{shown}"
    );
    session.press("n\r");
    assert_eq!(session.end().0, Some(2));
    let script = home.run(&format!("--base-url {url} {batch}"));
    assert_eq!((script.code, server.requests().len()), (Some(5), 1));
    let sandbox = format!(
        "--sandbox {}",
        batch.replace("refunds.jsonl", "other.jsonl")
    );
    let (_, shown) = wide(&home.command(&sandbox)).end();
    assert!(
        !shown.contains("Live money") && shown.contains("other.jsonl"),
        "{shown}"
    );
}

#[test]
fn live_profiles_are_marked_wherever_one_is_chosen_or_shown() {
    let home = home();
    let both = home
        .read("merchant.toml")
        .replace("default_profile", "# default_profile")
        .replace("[profiles.sandbox]", "[profiles.shop]")
        .replace("[profiles.sandbox-partner]", "[profiles.trial]")
        .replacen("\"0000000001\"", "\"1900000001\"", 1);
    home.write("merchant.toml", both);
    let list = read(&home.run("--json profile list").ok());
    let listed = list["profiles"].as_array().unwrap();
    let marks = listed
        .iter()
        .map(|profile| (text(profile, "name"), profile["live"].as_bool().unwrap()));
    assert_eq!(
        marks.collect::<Vec<_>>(),
        [("shop", true), ("trial", false)]
    );
    let page = home.run("--lang zh profile list").ok();
    assert!(page.contains("真实交易") && page.contains("沙箱"), "{page}");
    for (name, is_live, words) in [
        ("shop", true, "move real money"),
        ("trial", false, "no real money"),
    ] {
        let show = format!("--profile {name} profile show");
        assert_eq!(
            read(&home.run(&format!("--json {show}")).ok())["live"],
            is_live
        );
        assert!(home.run(&show).ok().contains(words), "{name}");
        let doctor = home.run(&format!("--profile {name} doctor --offline"));
        assert!(doctor.stdout.contains(words), "{}", doctor.stdout);
        let doctor = home.run(&format!("--json --profile {name} doctor --offline"));
        assert_eq!(read(&doctor.stdout)["live"], is_live);
    }
    for (signal, exit) in [("-INT", 130), ("Esc", 130), ("-TERM", 143)] {
        let mut session = wide(&home.command("profile show"));
        session.until(HIDE_CURSOR);
        let shown = session.until("trial").to_owned();
        assert!(
            shown.contains("profile?\r\n")
                && shown.contains("shop  live")
                && !shown.contains("trial  live"),
            "{shown}"
        );
        // Only then is a key waited for.
        let screen = session.screen();
        eventually("keys are read", || (!is_cooked(&screen)).then_some(()));
        if signal == "-INT" {
            session.press("\u{3}");
        } else if signal == "Esc" {
            session.press("\u{1b}");
        } else {
            send(signal, session.id());
        }
        let (code, shown) = session.end();
        assert_eq!(code, Some(exit), "{shown}");
        // The cursor, which a list hides, is back.
        assert!(
            shown.rfind(SHOW_CURSOR) > shown.rfind(HIDE_CURSOR),
            "{shown:?}"
        );
        assert!(is_cooked(&screen), "{signal}");
    }
}
