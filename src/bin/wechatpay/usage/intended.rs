//! What was meant by an option, an argument or a value that a command does not take.

use clap::{Arg, Command};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::shell;

use super::retyped;
use crate::meant;
use crate::tree::option;

/// The options that say which profile is used, and have a value.
const SELECTORS: [&str; 3] = ["-p", "--profile", "--config"];

/// Options whose values people type without their names, by the command's path.
const UNNAMED: &[(&str, &str)] = &[
    ("refund create", "out-trade-no"),
    ("refund query", "out-refund-no"),
    ("serve-notify", "listen"),
    ("trigger", "to"),
    ("verify-notify", "request"),
];

/// Subcommands that people leave out, by the command above them.
const UNSAID: &[(&str, &str)] = &[
    ("bill", "trade"),
    ("events", "show"),
    ("profile", "show"),
    ("sandbox requests", "show"),
];

/// Options that take fen, and those that take the same in yuan.
const MONEY: &[(&str, &str)] = &[("total", "yuan"), ("refund", "refund-yuan")];

/// The command line as it was typed.
pub(super) struct Typed<'a> {
    /// The command's words, without the program's name.
    pub(super) path: &'a str,
    pub(super) command: &'a Command,
    pub(super) words: &'a [String],
}

/// Returns the program with the options that say whose money it is.
pub(super) fn program(words: &[String]) -> String {
    let mut program = vec!["wechatpay".to_owned()];
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if word == "--sandbox" || (name != word && SELECTORS.contains(&name)) {
            program.push(shell::word(word));
        } else if SELECTORS.contains(&word.as_str())
            && let Some(value) = words.next()
        {
            program.extend([word.clone(), shell::word(value)]);
        }
    }
    program.join(" ")
}

impl Typed<'_> {
    /// Returns the option that an unknown one stands for, or the argument that it names.
    pub(super) fn option(&self, unknown: &str) -> Option<String> {
        let name = unknown.strip_prefix("--")?.replace('_', "-");
        if let Some(argument) = self.argument_named(&name) {
            let value = self.value_of(unknown).map(|value| shell::word(&value));
            let shown = value.unwrap_or_else(|| format!("<{}>", argument.get_id().as_str()));
            return Some(format!("{} {} {shown}", program(self.words), self.path));
        }
        let meant = meant::option(&name, |long| self.has(long) && long != name)?;
        // What was given for a secret is not repeated.
        let is_shown =
            option(self.command, meant)?.get_action().takes_values() && !meant.ends_with("-file");
        match self.value_of(unknown).filter(|_| is_shown) {
            Some(value) => {
                let value = value.strip_prefix('.').unwrap_or(&value);
                Some(format!("--{meant} {}", shell::word(value)))
            }
            None => Some(format!("--{meant}")),
        }
    }

    /// Returns the option that an unexpected argument was meant for.
    pub(super) fn argument(&self, value: &str) -> Option<String> {
        if value.starts_with('-') {
            return None;
        }
        if value == "help" {
            return Some("--help".to_owned());
        }
        let (_, option) = UNNAMED.iter().find(|(path, _)| *path == self.path)?;
        let flag = format!("--{option}");
        let is_given = |word: &String| word.split('=').next() == Some(flag.as_str());
        let is_free = !self.words.iter().any(is_given);
        is_free.then(|| format!("{flag} {}", shell::word(value)))
    }

    /// Returns the command with the subcommand that was left out before `word`.
    pub(super) fn subcommand(&self, word: &str) -> Option<String> {
        if self.path == "refund" {
            return self.refund(word);
        }
        let (path, unsaid) = UNSAID.iter().find(|(path, _)| *path == self.path)?;
        let is_value = !word.chars().all(|c| c.is_ascii_alphabetic());
        let is_date = ["yesterday", "today"]
            .iter()
            .any(|day| word.eq_ignore_ascii_case(day));
        (is_value || (*path == "bill" && is_date))
            .then(|| format!("{unsaid} {}", shell::word(word)))
    }

    /// Returns the refund of an order whose number was typed instead of a subcommand, with the
    /// amount if one was typed.
    fn refund(&self, word: &str) -> Option<String> {
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let _: OutTradeNo = word.parse().ok().filter(|_| has_digit)?;
        let option = match TransactionId::of_usual_form(word) {
            Some(_) => "transaction-id",
            None => "out-trade-no",
        };
        let typed = ["--refund", "--refund-yuan"]
            .into_iter()
            .find_map(|option| Some(format!("{option} {}", shell::word(&self.value_of(option)?))));
        let amount = typed
            .or_else(|| self.amount_behind(word))
            .unwrap_or_else(|| "--refund <FEN>".to_owned());
        Some(format!(
            "{} refund create --{option} {} {amount}",
            program(self.words),
            shell::word(word)
        ))
    }

    /// Returns the option for the amount that was typed behind a word.
    fn amount_behind(&self, word: &str) -> Option<String> {
        let at = self.words.iter().position(|other| other == word)?;
        let amount = self.words.get(at + 1)?;
        if amount.parse::<Fen>().is_ok() {
            return Some(format!("--refund {amount}"));
        }
        in_yuan(amount).map(|bare| format!("--refund-yuan {bare}"))
    }

    /// Returns the option in yuan for an amount that is not a whole number of fen.
    pub(super) fn yuan(&self, argument: &str, value: &str) -> Option<String> {
        let long = argument.strip_prefix("--")?.split(' ').next()?;
        let (_, yuan) = MONEY.iter().find(|(fen, _)| *fen == long)?;
        let bare = in_yuan(value).filter(|_| self.has(yuan))?;
        Some(format!("--{yuan} {bare}"))
    }

    /// Returns the call whose method was left out.
    pub(super) fn method(&self, value: &str) -> Option<String> {
        let is_target = value.starts_with('/') || value.starts_with("v3/");
        (self.path == "api" && is_target)
            .then(|| format!("{} api GET {}", program(self.words), shell::word(value)))
    }

    fn has(&self, long: &str) -> bool {
        option(self.command, long).is_some()
    }

    /// Returns the argument without a name that is called like this.
    fn argument_named(&self, name: &str) -> Option<&Arg> {
        let id = name.replace('-', "_");
        self.command
            .get_positionals()
            .find(|arg| arg.get_id().as_str() == id)
    }

    /// Returns the word behind an option, or what it has behind `=`.
    fn value_of(&self, option: &str) -> Option<String> {
        let of = |(at, word): (usize, &String)| {
            if let Some(value) = word.strip_prefix(option)?.strip_prefix('=') {
                return Some(value.to_owned());
            }
            let next = self.words.get(at + 1).filter(|_| word == option)?;
            (!next.starts_with('-')).then(|| next.clone())
        };
        self.words.iter().enumerate().find_map(of)
    }
}

/// Returns an amount without its currency, if it is in yuan.
fn in_yuan(value: &str) -> Option<String> {
    let bare = retyped::amount(value);
    let is_in_yuan = value.contains(['¥', '￥', '元']) || bare.contains('.');
    (is_in_yuan && Fen::from_yuan(&bare).is_ok()).then_some(bare)
}
