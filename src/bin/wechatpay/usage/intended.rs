//! What was meant by an option, an argument or a value that a command does not take.

use clap::{Arg, Command};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::shell;

use super::parse::is_secret;
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

/// Fields of a body that have no option of their own, by the name that people give one.
const FIELDS: &[(&str, &str)] = &[
    ("currency", "amount.currency"),
    ("device-id", "scene_info.device_id"),
    ("invoice-id", "detail.invoice_id"),
];

/// Options that take fen, and those that take the same in yuan.
const MONEY: &[(&str, &str)] = &[("total", "yuan"), ("refund", "refund-yuan")];

/// Names of an amount that say nothing of its unit.
const WITHOUT_UNIT: [&str; 5] = ["amount", "money", "price", "refund-amount", "金额"];

/// What an amount without a unit may be.
pub(super) struct Amounts {
    pub(super) fen: String,
    pub(super) of_fen: Fen,
    pub(super) yuan: String,
    pub(super) of_yuan: Fen,
}

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

/// Returns the words without the options that [`program`] has.
pub(super) fn without_selectors(words: &[String]) -> Vec<String> {
    let mut rest = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if SELECTORS.contains(&name) {
            if name == word {
                words.next();
            }
        } else if word != "--sandbox" {
            rest.push(word.clone());
        }
    }
    rest
}

impl Typed<'_> {
    /// Returns the option that an unknown one stands for, or the argument that it names.
    pub(super) fn option(&self, unknown: &str) -> Option<String> {
        let name = retyped::hyphenated(unknown.strip_prefix("--")?);
        if let Some(argument) = self.argument_named(&name) {
            let value = self.value_of(unknown).map(|value| shell::word(&value));
            let shown = value.unwrap_or_else(|| format!("<{}>", argument.get_id().as_str()));
            return Some(format!("{} {} {shown}", program(self.words), self.path));
        }
        if option(self.command, &name).is_some() && unknown.strip_prefix("--") != Some(&name) {
            return self.named(&name, unknown);
        }
        if let Some(field) = self.field(&name, unknown) {
            return Some(field);
        }
        let meant = meant::option(&name, |long| self.has(long) && long != name)?;
        self.named(meant, unknown)
    }

    /// Returns an option of the command with the value that was typed behind another name of it.
    pub(super) fn named(&self, long: &str, unknown: &str) -> Option<String> {
        let known = option(self.command, long)?;
        let takes_value = known.get_action().takes_values();
        // What was given for a secret is not repeated.
        let is_shown = takes_value && !is_secret(long);
        let equals = if known.is_require_equals_set() {
            '='
        } else {
            ' '
        };
        match self.value_of(unknown).filter(|_| is_shown) {
            Some(value) if in_yuan(&value).is_some() && self.is_money(long) => {
                self.yuan(&format!("--{long}"), &value)
            }
            Some(value) => {
                let value = value.strip_prefix('.').unwrap_or(&value);
                Some(format!("--{long}{equals}{}", shell::word(value)))
            }
            None => Some(format!("--{long}")),
        }
    }

    /// Returns what an amount may be that was given by a name without a unit: it is not guessed.
    pub(super) fn amounts(&self, unknown: &str) -> Option<Amounts> {
        let name = retyped::hyphenated(unknown.strip_prefix("--")?);
        WITHOUT_UNIT.iter().find(|known| **known == name)?;
        let long = meant::option(&name, |long| self.has(long) && long != name)?;
        let (_, yuan) = MONEY.iter().find(|(fen, _)| *fen == long)?;
        let value = self.value_of(unknown)?;
        let of_fen: Fen = value.parse().ok()?;
        let of_yuan = Fen::from_yuan(&value).ok().filter(|_| self.has(yuan))?;
        Some(Amounts {
            fen: format!("--{long} {value}"),
            of_fen,
            yuan: format!("--{yuan} {value}"),
            of_yuan,
        })
    }

    /// Returns the option that sets a field of the body which has no option of its own.
    fn field(&self, name: &str, unknown: &str) -> Option<String> {
        let (_, field) = FIELDS.iter().find(|(known, _)| *known == name)?;
        let value = self.value_of(unknown).unwrap_or_default();
        self.has("set")
            .then(|| format!("--set {}", shell::word(&format!("{field}={value}"))))
    }

    /// Returns the option that an unexpected argument was meant for.
    pub(super) fn argument(&self, value: &str) -> Option<String> {
        if value.starts_with('-') {
            return None;
        }
        if value == "help" {
            return Some("--help".to_owned());
        }
        if let Some(meant) = self.switch(value).or_else(|| self.undashed(value)) {
            return Some(meant);
        }
        let (_, option) = UNNAMED.iter().find(|(path, _)| *path == self.path)?;
        let flag = format!("--{option}");
        let is_given = |word: &String| word.split('=').next() == Some(flag.as_str());
        let is_free = !self.words.iter().any(is_given);
        is_free.then(|| format!("{flag} {}", shell::word(value)))
    }

    /// Returns the option without a value that was typed without its hyphens.
    pub(super) fn switch(&self, word: &str) -> Option<String> {
        let known = option(self.command, word)?;
        (!known.get_action().takes_values()).then(|| format!("--{word}"))
    }

    /// Returns the option that was typed without its hyphens with the value behind it, either of
    /// which was not expected.
    fn undashed(&self, word: &str) -> Option<String> {
        let at = self.words.iter().position(|other| other == word)?;
        let named = |at: usize| {
            let [name, value] = self.words.get(at..at + 2)? else {
                return None;
            };
            let known = option(self.command, name)?;
            let is_shown = known.get_action().takes_values() && !is_secret(name);
            let equals = if known.is_require_equals_set() {
                '='
            } else {
                ' '
            };
            is_shown.then(|| format!("--{name}{equals}{}", shell::word(value)))
        };
        named(at).or_else(|| named(at.checked_sub(1)?))
    }

    /// Returns the command with the subcommand that was left out before `word`.
    pub(super) fn subcommand(&self, word: &str) -> Option<String> {
        if self.path == "refund" {
            return self.refund(word);
        }
        if meant::subcommand(self.command, word).is_some() {
            return None;
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

    /// Returns the option for the amount that was typed behind a word, if it says that it is in yuan.
    fn amount_behind(&self, word: &str) -> Option<String> {
        let at = self.words.iter().position(|other| other == word)?;
        let amount = self.words.get(at + 1)?;
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

    fn is_money(&self, long: &str) -> bool {
        let mut money = MONEY.iter();
        money.any(|(fen, yuan)| *fen == long && self.has(yuan))
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

    /// Returns the word behind an option, or what it has behind `=`, if it can be typed again.
    fn value_of(&self, option: &str) -> Option<String> {
        let of = |(at, word): (usize, &String)| {
            if let Some(value) = word.strip_prefix(option)?.strip_prefix('=') {
                return Some(value.to_owned());
            }
            let next = self.words.get(at + 1).filter(|_| word == option)?;
            (!next.starts_with('-')).then(|| next.clone())
        };
        let value = self.words.iter().enumerate().find_map(of)?;
        // What is not UTF-8 was replaced.
        (!value.contains(char::REPLACEMENT_CHARACTER)).then_some(value)
    }
}

/// Returns an amount without its currency, if it is in yuan.
fn in_yuan(value: &str) -> Option<String> {
    let bare = retyped::amount(value);
    let is_in_yuan = value.contains(['¥', '￥', '元']) || bare.contains('.');
    (is_in_yuan && Fen::from_yuan(&bare).is_ok()).then_some(bare)
}
