//! The command or page that a wrong word stands for.

use clap::Command;
use wechatpay::profile::{is_near, nearest};

/// What people type, and the command that they mean; of a subcommand, after the command that it is
/// looked for in.
const MEANT: &str = include_str!("meant.txt");

fn meanings() -> impl Iterator<Item = (&'static str, &'static str)> {
    MEANT.lines().filter_map(|line| line.split_once(": "))
}

/// Returns the subcommand that a word was most likely meant to be.
pub(crate) fn meant_within(command: &Command, word: &str) -> Option<String> {
    let typed = format!("{} {word}", command.get_name());
    if let Some((_, meant)) = meanings().find(|(known, _)| *known == typed) {
        return Some(meant.to_owned());
    }
    // clap suggests words that are hardly alike.
    let names = command.get_subcommands().map(Command::get_name);
    let found = nearest(word, names).filter(|name| is_near(word, name));
    found.map(str::to_owned)
}

/// Returns the command, or the other known word, that a word was most likely meant to be.
pub(crate) fn meant(root: &Command, word: &str, others: &[&str]) -> Option<String> {
    let names = root.get_subcommands().map(Command::get_name);
    let words = names.chain(
        meanings()
            .map(|(word, _)| word)
            .filter(|word| !word.contains(' ')),
    );
    let words = words.chain(others.iter().copied());
    let found = nearest(word, words).filter(|found| is_near(word, found))?;
    let known = meanings().find(|(word, _)| *word == found);
    Some(known.map_or(found, |(_, command)| command).to_owned())
}
