//! What people read fits their terminal, in both languages.

use unicode_width::UnicodeWidthStr;

use std::fmt::Write as _;

use crate::home::Home;
use crate::snapshots::settings;
use crate::terminal::Session;

/// Runs a command in a terminal of this many columns, and returns what it showed.
fn shown(home: &Home, args: &str, columns: u16) -> String {
    let (_, shown) = Session::of_width(&home.command(args), columns).end();
    shown.replace("\r\n", "\n")
}

/// Returns the lines of a table, without colours.
fn table(shown: &str) -> Vec<String> {
    let is_framed = |line: &&str| line.starts_with(['┌', '│', '╞', '├', '└']);
    let plain = |line: &str| {
        let mut parts = line.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            text + part.split_once('m').map_or("", |(_, rest)| rest)
        })
    };
    shown.lines().filter(is_framed).map(plain).collect()
}

#[test]
fn no_table_is_wider_than_the_terminal_and_no_frame_breaks() {
    let home = Home::new();
    let sandbox = crate::refunds::sandbox(&home);
    crate::refunds::paid(&home, "coffee-0001", 1234, "");
    home.run("--sandbox refund create --out-trade-no coffee-0001 --refund 100 --total 1234 --out-refund-no r-1")
        .ok();
    let server = home.serve("--store events.db");
    for number in ["coffee-0001", "20261127200959EOa6i7Su9ztxHSGlWi"] {
        let notice = home.notice(&[("out_trade_no", number)]);
        assert_eq!(notice.send(&server.address()).status, 204);
    }
    for args in [
        "--sandbox query coffee-0001",
        "--sandbox refund query --out-refund-no r-1",
        "--sandbox download-certs -o certs",
        "--sandbox profile show",
        "events list --store events.db",
        "events stats --store events.db",
        "sandbox fault",
        "trigger --suite --to 9",
    ] {
        for (lang, columns) in [("en", 80), ("zh", 40)] {
            let shown = shown(&home, &format!("--lang {lang} {args}"), columns);
            let table = table(&shown);
            assert!(!table.is_empty(), "{args}: {shown}");
            for line in &table {
                assert!(
                    line.width() <= usize::from(columns),
                    "{args} {columns}\n{shown}"
                );
                assert!(
                    line.ends_with(['┐', '│', '╡', '┤', '┘']),
                    "{args} {columns}\n{shown}"
                );
            }
        }
    }
    drop(sandbox);
}

#[test]
fn the_steps_of_the_demo_and_the_checks_of_doctor_are_wrapped_below_their_text() {
    let home = Home::new();
    home.write("merchant.toml", "[profiles.shop]\nmchid = \"1900000001\"\n");
    for (args, columns) in [
        ("--lang en demo", 80),
        ("--lang zh demo", 64),
        ("--lang zh -p none doctor", 40),
        ("--lang zh explain code SIGN_ERROR", 64),
    ] {
        let shown = shown(&home, &format!("--color never {args}"), columns);
        // What follows the steps is a note of one line.
        let lines: Vec<_> = shown
            .lines()
            .filter(|line| !line.contains("`wechatpay sandbox`"))
            .collect();
        assert!(lines.len() > 4, "{args}: {shown}");
        for line in &lines {
            assert!(line.width() <= usize::from(columns), "{line}\n{shown}");
        }
        if args.ends_with("demo") {
            let below = lines
                .iter()
                .filter(|line| line.starts_with("                "));
            assert!(below.count() > 3, "{shown}");
        }
    }
}

#[test]
fn an_error_is_wrapped_below_its_text_and_what_can_be_copied_stays_whole() {
    let home = Home::new();
    home.write("broken.toml", "[profiles.a]\nmchid = 1900000109x\n");
    let mut text = String::new();
    for args in [
        "serve-notify --forward-to app",
        "refund create",
        "create-order --openid o --description x --total 4294967296",
        "--config broken.toml query order-1",
        "close x",
    ] {
        let unwrapped = ["en", "zh"].map(|lang| home.run(&format!("--lang {lang} {args}")).stderr);
        for (lang, whole) in ["en", "zh"].iter().zip(&unwrapped) {
            for columns in [40, 80] {
                let args = format!("--color never --lang {lang} {args}");
                let shown = shown(&home, &args, columns);
                writeln!(text, "[{columns} columns] wechatpay {args}\n{shown}").unwrap();
                // Nothing is added or lost but the ends of lines.
                let bare = |text: &str| text.replace(char::is_whitespace, "");
                assert_eq!(bare(&shown), bare(whole), "{args}");
                for line in shown.lines() {
                    let is_code = line.contains('`') || line.starts_with("    ");
                    let fits = line.width() <= usize::from(columns);
                    assert!(fits || is_code, "{line}\n{shown}");
                    assert_eq!(line.matches('`').count() % 2, 0, "{line}\n{shown}");
                }
            }
            // Without a terminal each part is one line.
            let labelled = |line: &&str| line.starts_with(['e', 'c', 'h', '错', '原', '帮']);
            let further = whole.lines().filter(|line| !labelled(line));
            assert!(
                further.clone().all(|line| line.starts_with("    ")),
                "{whole}"
            );
        }
    }
    settings("widths").bind(|| insta::assert_snapshot!("errors", text));
}

#[test]
fn notes_warnings_and_questions_are_wrapped_like_errors() {
    let home = Home::new();
    let bare = |text: &str| text.replace(char::is_whitespace, "");
    for (lang, label) in [("en", "warning: "), ("zh", "警告：")] {
        let args = format!(
            "--color never --lang {lang} --sandbox pay-params wx2014 --timestamp 1554208460000"
        );
        let whole = home.run(&args).stderr;
        assert!(
            whole.starts_with(label) && whole.lines().count() == 1,
            "{whole}"
        );
        let shown = shown(&home, &args, 40);
        let warning: Vec<&str> = shown
            .lines()
            .take_while(|line| !line.starts_with('{'))
            .collect();
        assert_eq!(bare(&warning.concat()), bare(&whole), "{shown}");
        let (first, further) = warning.split_first().unwrap();
        assert!(first.starts_with(label) && !further.is_empty(), "{shown}");
        let indent = " ".repeat(label.width());
        assert!(
            further.iter().all(|line| line.starts_with(&indent)),
            "{shown}"
        );
        assert!(warning.iter().all(|line| line.width() <= 40), "{shown}");
    }
    let command = home.command("--lang en sandbox reset");
    let mut session = Session::of_width(&command, 24);
    session.until("[y/N] ");
    session.press("\r");
    let (code, shown) = session.end();
    assert_eq!(code, Some(2), "{shown}");
    assert!(shown.starts_with("Delete all orders of the\r\n"), "{shown}");
}

#[test]
fn a_file_has_all_of_it_and_a_plain_terminal_no_more_than_it_can_show() {
    let home = Home::new();
    home.order("coffee-0001", "--sandbox --openid oX");
    let certs = home.run("--sandbox download-certs -o certs").ok();
    let file = std::fs::read_dir(home.path("certs"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let file = file.file_name().into_string().unwrap();
    let row = certs.lines().find(|line| line.contains(&file)).unwrap();
    assert!(row.width() > 100 && !row.contains('…'), "{row}");

    let query = |name: &str, value: &str| {
        let mut command = home.command("--sandbox query coffee-0001");
        command.env(name, value);
        let (code, shown) = Session::new(&command).end();
        assert_eq!(code, Some(0), "{shown}");
        shown
    };
    let plain = query("LC_ALL", "C");
    assert!(
        plain.contains("| amount.total") && plain.contains("1 (CNY 0.01)"),
        "{plain}"
    );
    assert!(!plain.contains(['│', '─', '¥']), "{plain}");
    assert!(plain.contains("\u{1b}[38;5;3mNOTPAY"), "{plain}");
    for (name, value) in [("TERM", "dumb"), ("NO_COLOR", "1")] {
        let plain = query(name, value);
        assert!(
            plain.contains("¥0.01") && !plain.contains('\u{1b}'),
            "{plain}"
        );
    }
    let link = "\u{1b}]8;;http://";
    let mut dry = home.command("--sandbox query coffee-0001 --dry-run");
    let (_, plain) = Session::new(&dry).end();
    assert!(
        plain.contains("GET http://") && !plain.contains(link),
        "{plain}"
    );
    dry.env("FORCE_HYPERLINK", "1");
    let (_, linked) = Session::new(&dry).end();
    assert!(linked.contains(link), "{linked}");
    let file = String::from_utf8(dry.output().unwrap().stdout).unwrap();
    assert!(!file.contains('\u{1b}'), "{file}");
    // COLUMNS counts in a file, too.
    let mut narrow = home.command("--sandbox query coffee-0001");
    let narrow = narrow.env("COLUMNS", "40").output().unwrap();
    let narrow = String::from_utf8(narrow.stdout).unwrap();
    assert!(narrow.lines().all(|line| line.width() <= 40), "{narrow}");

    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/widths");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (lang, columns) in [("en", 40), ("zh", 40), ("zh", 80)] {
            let args = format!("--lang {lang} --color never --sandbox query coffee-0001");
            let shown = shown(&home, &args, columns);
            insta::assert_snapshot!(format!("query-{lang}-{columns}"), shown);
        }
    });
}
