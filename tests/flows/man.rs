//! Manual pages: there is one for each command, and their readers have nothing to say about them.

use std::path::PathBuf;
use std::process::Command;

use crate::home::{Home, skipped};

fn pages(home: &Home, lang: &str) -> Vec<PathBuf> {
    let done = home.run_with(
        &format!("--lang {lang} --json man -o {lang}"),
        ("SOURCE_DATE_EPOCH", "1700000000".as_ref()),
    );
    let report = done.json();
    let names = report["pages"].as_array().unwrap().iter();
    let files = names.map(|name| home.path(lang).join(name.as_str().unwrap()));
    files.collect()
}

#[test]
fn manual_pages_are_clean_in_both_languages() {
    let home = Home::new();
    for lang in ["en", "zh"] {
        let files = pages(&home, lang);
        for name in [
            "wechatpay.1",
            "wechatpay-refund-create.1",
            "wechatpay-exit-codes.7",
        ] {
            assert!(files.iter().any(|file| file.ends_with(name)), "{name}");
        }
        let query = home.read(&format!("{lang}/wechatpay-query.1"));
        assert!(query.contains("WECHATPAY\\-QUERY 1 2023-11-15"), "{query}");
        let words = ["\\-\\-out\\-trade\\-no", "coffee\\-0001", "WeChat Pay"];
        let words = if lang == "en" {
            &words[..]
        } else {
            &words[..2]
        };
        assert!(words.iter().all(|word| query.contains(word)), "{query}");
        let judges = [
            ("mandoc", &["-T", "lint"][..]),
            ("man", &["--warnings", "-E", "UTF-8", "-l"]),
        ];
        for (program, args) in judges {
            let mut command = Command::new(program);
            command.args(args).args(&files).env("LC_ALL", "C.UTF-8");
            let Ok(done) = command.output() else {
                skipped(program);
                continue;
            };
            let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
            let stderr = if program == "mandoc" {
                stderr + &String::from_utf8_lossy(&done.stdout)
            } else {
                stderr
            };
            // A container's stand-in for man has no pages and says so.
            if stderr.contains("unminimize")
                || String::from_utf8_lossy(&done.stdout).contains("unminimize")
            {
                skipped(program);
                continue;
            }
            assert!(
                done.status.success() && stderr.is_empty(),
                "{program}: {stderr}"
            );
        }
    }
    let page = home.run("man refund create").ok();
    assert!(
        page.starts_with(".TH WECHATPAY\\-REFUND\\-CREATE 1"),
        "{page}"
    );
    let stderr = home.run("man refnd").fails_with(2);
    assert!(stderr.contains("refund"), "{stderr}");
}
