//! The recording in the README: what the program prints about a paySign without its last line feed.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::pages;

/// The width of a column, in tenths of a pixel.
const COLUMN_WIDTH: usize = 84;
/// The height of a row, in pixels.
const ROW_HEIGHT: usize = 20;
const COLUMNS: usize = 104;

/// A piece of a line in one colour.
struct Piece {
    column: usize,
    style: &'static str,
    text: String,
}

fn is_wide(c: char) -> bool {
    ('\u{2e80}'..='\u{ffef}').contains(&c)
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Reads the colours of a line; a long line continues in the next one.
fn pieces(line: &str) -> Vec<Vec<Piece>> {
    let (mut rows, mut column, mut style) = (vec![Vec::new()], 0, "n");
    for (index, part) in line.split("\u{1b}[").enumerate() {
        let text = if index == 0 {
            part
        } else {
            let (code, text) = part.split_once('m').unwrap();
            style = match code {
                "1" => "b",
                "31" => "r",
                "32" => "g",
                "0" => "n",
                other => panic!("no style for {other}"),
            };
            text
        };
        // Word for word, each at its column: fonts differ in how wide a Chinese character is.
        let breaks = |c: char| c == ' ' || is_wide(c);
        for word in text.split_inclusive(breaks) {
            if column + width(word.trim_end()) > COLUMNS {
                rows.push(Vec::new());
                column = 4;
            }
            let text = word.to_owned();
            let length = width(word);
            rows.last_mut().unwrap().push(Piece {
                column,
                style,
                text,
            });
            column += length;
        }
    }
    rows
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Draws a terminal in which a command is typed and answered.
fn draw(command: &str, printed: &str) -> String {
    let mut rows: Vec<(&str, Vec<Piece>)> = Vec::new();
    for row in pieces(&format!("\u{1b}[32m$\u{1b}[0m {command}")) {
        rows.push(("c", row));
    }
    for line in printed.lines() {
        rows.extend(pieces(line).into_iter().map(|row| ("o", row)));
    }
    let width = COLUMNS * COLUMN_WIDTH / 10 + 32;
    let height = rows.len() * ROW_HEIGHT + 56;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>{}</title>
<style>
text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre }}
.n {{ fill: #d6deeb }} .b {{ fill: #fff; font-weight: bold }} .r {{ fill: #ff7b72 }} .g {{ fill: #7ee787 }}
.o {{ animation: show 1ms 1s both }} @keyframes show {{ from {{ opacity: 0 }} to {{ opacity: 1 }} }}
@media (prefers-reduced-motion: reduce) {{ .o {{ animation: none }} }}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="20" cy="18" r="5" fill="#ff5f57"/><circle cx="38" cy="18" r="5" fill="#febc2e"/><circle cx="56" cy="18" r="5" fill="#28c840"/>
"##,
        escaped(command)
    );
    for (index, (class, row)) in rows.iter().enumerate() {
        let y = index * ROW_HEIGHT + 52;
        write!(svg, r#"<text class="{class}" y="{y}">"#).unwrap();
        for piece in row.iter().filter(|piece| !piece.text.trim().is_empty()) {
            let x = piece.column * COLUMN_WIDTH + 160;
            let (x, tenth) = (x / 10, x % 10);
            let text = escaped(piece.text.trim_end());
            write!(
                svg,
                r#"<tspan x="{x}.{tenth}" class="{}">{text}</tspan>"#,
                piece.style
            )
            .unwrap();
        }
        svg.push_str("</text>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn record(language: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("sandbox");
    let program = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
        command.args(args).env_clear().current_dir(home.path());
        command
            .env("HOME", home.path())
            .env("WECHATPAY_SANDBOX_DATA", &data);
        command.output().unwrap()
    };
    program(&["--sandbox", "profile", "show"]);
    let message = "wxsandbox000000001\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\nprepay_id=wx201410272009395522657a690389285100";
    std::fs::write(home.path().join("message"), message).unwrap();
    let sign =
        "openssl dgst -sha256 -sign sandbox/identity/apiclient_key.pem message | openssl base64 -A";
    let mut shell = Command::new("sh");
    let signed = shell
        .args(["-c", sign])
        .current_dir(home.path())
        .output()
        .unwrap();
    let object = format!(
        r#"{{"timeStamp":"1554208460","nonceStr":"593BEC0C930BF1AFEB40B4A08C8FB242","package":"prepay_id=wx201410272009395522657a690389285100","signType":"RSA","paySign":"{}"}}"#,
        String::from_utf8(signed.stdout).unwrap()
    );
    std::fs::write(home.path().join("params.json"), object).unwrap();
    let check = ["--sandbox", "--color", "always", "--lang", language];
    let output = program(&[&check[..], &["pay-params", "--check", "params.json"]].concat());
    assert_eq!(
        output.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    draw(
        "wechatpay pay-params --check params.json",
        &String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn the_recording_shows_what_the_program_prints() {
    for (language, name) in [("en", "paysign.svg"), ("zh", "paysign.zh-CN.svg")] {
        let path = pages::top().join("docs/images").join(name);
        let drawn = record(language);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        assert!(
            std::fs::read_to_string(Path::new(&path)).is_ok_and(|known| known == drawn),
            "run `BLESS=1 cargo test --test docs`, which draws {name} again"
        );
    }
}
