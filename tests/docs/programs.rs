//! The framework examples, run as a shop's server would be, with the sandbox as WeChat Pay.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::pages;
use crate::shell::Reader;

fn runs(program: &str, args: &[&str], folder: &Path) -> bool {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// A program, what tells that it can run here, and how it is started.
struct Example {
    name: &'static str,
    needs: &'static str,
    probe: &'static [&'static str],
    start: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example {
        name: "go",
        needs: "go",
        probe: &["go", "version"],
        start: &["go", "run", "."],
    },
    Example {
        name: "flask",
        needs: "python3 with flask and cryptography",
        probe: &["python3", "-c", "import flask, cryptography"],
        start: &["python3", "app.py"],
    },
    Example {
        name: "express",
        needs: "node, and express in examples/express (npm install)",
        probe: &["node", "-e", "require('express')"],
        start: &["node", "server.js"],
    },
    Example {
        name: "spring",
        needs: "java, and examples/spring/target/shop-1.0.jar (mvn package)",
        probe: &["test", "-e", "target/shop-1.0.jar"],
        start: &["java", "-jar", "target/shop-1.0.jar", "--server.port=8080"],
    },
    Example {
        name: "laravel",
        needs: "php with the Debian package php-laravel-framework",
        probe: &["php", "-r", "require 'Illuminate/autoload.php';"],
        start: &[
            "php",
            "-S",
            "127.0.0.1:8080",
            "../../tests/docs/laravel.php",
        ],
    },
];

#[test]
fn every_framework_example_sells_and_passes_the_suite() {
    let customer = pages::top().join("tests/docs/customer.py");
    if !runs("python3", &["--version"], pages::top()) {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the framework examples need python3"
        );
        return;
    }
    for example in &EXAMPLES {
        let folder = pages::top().join("examples").join(example.name);
        if !runs(example.probe[0], &example.probe[1..], &folder) {
            let Example { name, needs, .. } = example;
            let _ = writeln!(
                std::io::stderr(),
                "skipped: the {name} example needs {needs}"
            );
            continue;
        }
        let reader = Reader::new(false);
        let customer = customer.to_string_lossy().into_owned();
        let folder = folder.to_string_lossy().into_owned();
        let script = [
            "cd \"$0\" && exec \"$@\"",
            &folder,
            "timeout",
            "600",
            "wechatpay",
            "sandbox",
            "run",
            "--",
        ];
        let args = [&["-c"], &script[..], &["python3", &customer], example.start].concat();
        let output = reader.run("sh", &args);
        assert!(
            output.status.success(),
            "{}: {}{}",
            example.name,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
