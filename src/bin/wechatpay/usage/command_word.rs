//! What was meant by a word in the place of a command.

use clap::Command;

use crate::half_width::plain;
use crate::help::TOPICS;
use crate::meant;
use crate::text;
use crate::ui::Text;

/// Returns the command that was most likely meant by a word.
pub(super) fn meant(word: &str, path: &str, command: &Command) -> Option<String> {
    let word = plain(word);
    let word = word.trim_matches(['"', '\'', ' ']);
    if path == "wechatpay" {
        return of_program(command, word);
    }
    let inner = command.find_subcommand(word).map(Command::get_name);
    let inner = inner.map(str::to_owned);
    inner
        .or_else(|| meant::subcommand(command, word))
        .or_else(|| (path == "wechatpay sandbox").then(|| in_sandbox(word))?)
}

fn of_program(root: &Command, word: &str) -> Option<String> {
    let meant = meant::command(root, word, &TOPICS)?;
    let is_topic = TOPICS.contains(&meant.as_str());
    Some(if is_topic {
        format!("wechatpay help {meant}")
    } else {
        meant
    })
}

/// Returns the command that was typed behind `sandbox`, with the option that runs it there; a port
/// is where it listens.
fn in_sandbox(word: &str) -> Option<String> {
    if word.parse::<u16>().is_ok() {
        return Some(format!("--listen {word}"));
    }
    let root = super::command();
    let name = root.find_subcommand(word)?.get_name();
    Some(format!("wechatpay --sandbox {name}"))
}

/// Returns how a sandbox that runs is ended, which no command does.
pub(super) fn end_help(word: &str) -> Option<Text> {
    const END: [&str; 6] = ["stop", "down", "kill", "quit", "exit", "shutdown"];
    END.contains(&word).then(|| text!("usage-help-end-sandbox"))
}

/// Returns what does for a profile what other programs have a command of `profile` for.
pub(super) fn profile_help(word: &str, words: &[String]) -> Option<Text> {
    const CHOOSE: [&str; 6] = [
        "use",
        "switch",
        "select",
        "default",
        "set-default",
        "activate",
    ];
    const CHANGE: [&str; 9] = [
        "add", "create", "new", "edit", "set", "delete", "remove", "rm", "rename",
    ];
    if CHOOSE.contains(&word) {
        let mut behind = words.iter().skip_while(|typed| *typed != word).skip(1);
        let name = behind.next().filter(|name| !name.starts_with('-'));
        let name = name.map_or("NAME", String::as_str).to_owned();
        return Some(text!("usage-help-choose-profile", name));
    }
    CHANGE
        .contains(&word)
        .then(|| text!("usage-help-change-profile"))
}
