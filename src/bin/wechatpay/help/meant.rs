//! The command or page that a wrong word stands for.

use clap::Command;
use wechatpay::profile::{is_near, nearest};

/// What people type for a command, and the command.
const MEANT: &[(&str, &str)] = &[
    ("callback", "serve-notify"),
    ("cert", "download-certs"),
    ("certificates", "download-certs"),
    ("certs", "download-certs"),
    ("check", "doctor"),
    ("code2session", "openid"),
    ("config", "profile"),
    ("configure", "init"),
    ("decrypt", "verify-notify"),
    ("decode", "explain"),
    ("diagnose", "explain"),
    ("docs", "help"),
    ("download", "download-certs"),
    ("error", "explain"),
    ("fault", "sandbox fault"),
    ("jsapi", "create-order"),
    ("login", "openid"),
    ("manual", "help"),
    ("mock", "sandbox"),
    ("notify", "serve-notify"),
    ("order", "create-order"),
    ("pay", "create-order"),
    ("paysign", "pay-params"),
    ("prepay", "create-order"),
    ("proxy", "sandbox"),
    ("requests", "sandbox requests"),
    ("run", "sandbox run"),
    ("serve", "serve-notify"),
    ("setup", "init"),
    ("sign", "pay-params"),
    ("status", "query"),
    ("stub", "sandbox"),
    ("trust", "sandbox trust"),
    ("validate", "verify-notify"),
    ("verify", "verify-notify"),
    ("version", "--version"),
    ("webhook", "serve-notify"),
    ("why", "explain"),
];

/// Returns the command, or the other known word, that a word was most likely meant to be.
pub(crate) fn meant(root: &Command, word: &str, others: &[&str]) -> Option<String> {
    let names = root.get_subcommands().map(Command::get_name);
    let words = names.chain(MEANT.iter().map(|(word, _)| *word));
    let words = words.chain(others.iter().copied());
    let found = nearest(word, words).filter(|found| is_near(word, found))?;
    let known = MEANT.iter().find(|(word, _)| *word == found);
    Some(known.map_or(found, |(_, command)| command).to_owned())
}
