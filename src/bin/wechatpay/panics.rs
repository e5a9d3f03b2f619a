//! A panic ends the process with an error like any other.

use std::panic::{self, Location};

use crate::error::CliError;
use crate::text;
use crate::ui::{self, Output};

/// Makes a panic in any thread end the process with one error and exit code 1: a program that
/// handles money does not go on with half of its threads. What the panic says is left out, as it
/// may hold anything.
pub(crate) fn report_to(output: Output) {
    panic::set_hook(Box::new(move |panic| {
        let failure = failure(panic.location());
        ui::restore_prompt();
        ui::release_keys();
        output.fail(&failure);
        failure.kind.exit_now();
    }));
}

/// Reports the panics of this thread alone: the outcome is known, and a task that is cut off
/// while the runtime ends may panic at its timer.
pub(crate) fn report_own_to(output: Output) {
    let own = std::thread::current().id();
    report_to(output);
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == own {
            report(panic);
        }
    }));
}

fn failure(place: Option<&Location<'_>>) -> CliError {
    let place = place.map_or_else(|| "?".to_owned(), shown);
    let version = env!("CARGO_PKG_VERSION");
    CliError::internal(text!("error-panic", version, place))
}

/// Returns the place without the folders of the machine that built the program.
fn shown(place: &Location<'_>) -> String {
    let file = place.file().replace('\\', "/");
    let from = file
        .rfind("/src/")
        .map(|end| file[..end].rfind('/').map_or(0, |at| at + 1));
    format!("{}:{}", &file[from.unwrap_or(0)..], place.line())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::ui::Lang;
    use crate::ui::{ColorChoice, LogFormat};

    const CHILD: &str = "WECHATPAY_TEST_PANICS";

    /// Panics where a test below has started it.
    #[test]
    fn child() {
        let Ok(wanted) = std::env::var(CHILD) else {
            return;
        };
        report_to(Output {
            json: wanted.contains("json"),
            get: None,
            quiet: true,
            verbose: 0,
            lang: if wanted.contains("zh") {
                Lang::Zh
            } else {
                Lang::En
            },
            color: ColorChoice::Never,
            log_format: LogFormat::Text,
            log_queue: None,
            selection: Vec::new(),
        });
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            if wanted.contains("task") {
                let task = tokio::spawn(async { panic!("SECRET") });
                assert!(task.await.is_ok());
            } else if wanted.contains("blocking") {
                let _ = tokio::task::spawn_blocking(|| panic!("SECRET")).await;
            }
            panic!("SECRET");
        });
    }

    fn run(wanted: &str) -> String {
        let done = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "panics::tests::child", "--nocapture"])
            .env(CHILD, wanted)
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(1), "{wanted}");
        String::from_utf8(done.stderr).unwrap()
    }

    #[test]
    fn a_panic_in_any_thread_is_one_error_without_what_it_says() {
        for thread in ["main", "task", "blocking"] {
            let printed = run(thread);
            assert!(printed.starts_with("error: wechatpay "), "{printed}");
            assert!(
                printed.contains("src/bin/wechatpay/panics.rs:"),
                "{printed}"
            );
            assert!(printed.contains("\nhelp: report this line"), "{printed}");
            assert_eq!(printed.lines().count(), 2, "{printed}");
            assert!(!printed.contains("SECRET"), "{printed}");
            let zh = run(&format!("{thread} zh"));
            assert!(zh.contains("程序缺陷") && zh.contains("问题跟踪"), "{zh}");
        }
        let error: serde_json::Value = serde_json::from_str(&run("json task")).unwrap();
        assert_eq!(error["error"]["kind"], "internal");
        assert_eq!(error["error"]["exit_code"], 1);
    }
}
