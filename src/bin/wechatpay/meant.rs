//! What a wrong word stands for: another word for a command, an option or a value.

use clap::Command;
use wechatpay::profile::{is_near, nearest};

/// What people type, and the command that they mean; of a subcommand, after the command that it is
/// looked for in.
const COMMANDS: &str = include_str!("meant/commands.txt");

/// What people type for an option, and the options that may be meant: the first one that the
/// command has.
const OPTIONS: &str = include_str!("meant/options.txt");

/// What people type for a value, and the values that may be meant: the first one that there is.
const VALUES: &str = include_str!("meant/values.txt");

/// Returns the words of a table, each with what it stands for.
fn meanings(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once(": "))
}

fn meaning(table: &'static str, typed: &str) -> Option<&'static str> {
    meanings(table).find_map(|(known, meant)| (known == typed).then_some(meant))
}

/// Returns the subcommand that a word was most likely meant to be.
pub(crate) fn subcommand(command: &Command, word: &str) -> Option<String> {
    // clap suggests words that are hardly alike.
    let near = || {
        let names = command.get_subcommands().map(Command::get_name);
        nearest(word, names).filter(|name| is_near(word, name))
    };
    let hyphenated = word.replace('_', "-");
    let known = meaning(COMMANDS, &format!("{} {hyphenated}", command.get_name()));
    known.or_else(near).map(str::to_owned)
}

/// Returns the command, or the other known word, that a word was most likely meant to be.
pub(crate) fn command(root: &Command, word: &str, others: &[&str]) -> Option<String> {
    let names = root.get_subcommands().map(Command::get_name);
    let typed = meanings(COMMANDS).map(|(word, _)| word);
    let words = names.chain(typed.filter(|word| !word.contains(' ')));
    let words = words.chain(others.iter().copied());
    let near = || nearest(word, words).filter(|found| is_near(word, found));
    let names = root.get_subcommands().map(Command::get_name);
    let begun = || the_one_begun(word, names.chain(others.iter().copied()));
    let found = near().or_else(begun)?;
    Some(meaning(COMMANDS, found).unwrap_or(found).to_owned())
}

/// Returns the only one of the names that begins with a word of at least three letters.
fn the_one_begun<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    const MIN_LETTERS: usize = 3;
    let mut begun = names.filter(|name| word.len() >= MIN_LETTERS && name.starts_with(word));
    begun.next().filter(|_| begun.next().is_none())
}

/// Returns the option that another name stands for, of those that are there.
pub(crate) fn option(typed: &str, is_there: impl Fn(&str) -> bool) -> Option<&'static str> {
    let mut meant = meaning(OPTIONS, typed)?.split(' ');
    meant.find(|long| is_there(long))
}

/// Returns the one of `values` that a word in any case stands for.
pub(crate) fn value_among<'v>(word: &str, values: &[&'v str]) -> Option<&'v str> {
    let mut meant = meaning(VALUES, &word.to_lowercase())?.split(' ');
    meant.find_map(|meant| values.iter().copied().find(|value| *value == meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_the_first_of_its_values_that_the_option_takes() {
        let states = ["SUCCESS", "REFUND", "NOTPAY", "CLOSED"];
        let refunds = ["SUCCESS", "CLOSED", "PROCESSING", "ABNORMAL"];
        for (word, values, meant) in [
            ("PAID", &states[..], Some("SUCCESS")),
            ("paid", &states[..], Some("SUCCESS")),
            ("已支付", &states[..], Some("SUCCESS")),
            ("pending", &states[..], Some("NOTPAY")),
            ("pending", &refunds[..], Some("PROCESSING")),
            (
                "小程序",
                &["miniprogram", "jsapi", "app"][..],
                Some("miniprogram"),
            ),
            (
                "小程序",
                &["jsapi", "native", "app", "h5"][..],
                Some("jsapi"),
            ),
            ("PAID", &["jsapi"][..], None),
            ("soon", &states[..], None),
        ] {
            assert_eq!(value_among(word, values), meant, "{word} {values:?}");
        }
    }
}
