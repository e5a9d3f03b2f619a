//! The command or page that a wrong word stands for.

use clap::Command;
use wechatpay::profile::{is_near, nearest};

/// What people type for a command, and the command.
const MEANT: &[(&str, &str)] = &[
    ("auth", "init"),
    ("balance", "api"),
    ("callback", "serve-notify"),
    ("cancel", "close"),
    ("cert", "download-certs"),
    ("certificates", "download-certs"),
    ("certs", "download-certs"),
    ("check", "doctor"),
    ("code2session", "openid"),
    ("complaint", "api"),
    ("config", "profile"),
    ("configure", "init"),
    ("curl", "api"),
    ("decode", "explain"),
    ("decrypt", "verify-notify"),
    ("diagnose", "explain"),
    ("docs", "help"),
    ("download", "download-certs"),
    ("encrypt", "api"),
    ("error", "explain"),
    ("example", "sandbox example"),
    ("examples", "sandbox example"),
    ("fault", "sandbox fault"),
    ("forward", "listen"),
    ("jsapi", "create-order"),
    ("list", "events list"),
    ("login", "openid"),
    ("logs", "sandbox requests"),
    ("manual", "help"),
    ("mock", "sandbox"),
    ("native", "create-order"),
    ("ngrok", "listen"),
    ("notify", "serve-notify"),
    ("order", "create-order"),
    ("orders", "query"),
    ("pay", "create-order"),
    ("payment", "create-order"),
    ("paysign", "pay-params"),
    ("prepay", "create-order"),
    ("proxy", "sandbox"),
    ("qr", "create-order"),
    ("qrcode", "create-order"),
    ("refunds", "refund"),
    ("replay", "events replay"),
    ("requests", "sandbox requests"),
    ("run", "sandbox run"),
    ("serve", "serve-notify"),
    ("setup", "init"),
    ("sign", "pay-params"),
    ("simulate", "sandbox"),
    ("start", "demo"),
    ("status", "query"),
    ("stub", "sandbox"),
    ("tail", "sandbox requests"),
    ("test", "demo"),
    ("transfer", "api"),
    ("trust", "sandbox trust"),
    ("tunnel", "listen"),
    ("tutorial", "demo"),
    ("validate", "verify-notify"),
    ("verify", "verify-notify"),
    ("version", "--version"),
    ("webhook", "serve-notify"),
    ("why", "explain"),
    ("下单", "create-order"),
    ("付款", "create-order"),
    ("关单", "close"),
    ("初始化", "init"),
    ("帮助", "help"),
    ("支付", "create-order"),
    ("查单", "query"),
    ("查询", "query"),
    ("检查", "doctor"),
    ("沙箱", "sandbox"),
    ("演示", "demo"),
    ("解释", "explain"),
    ("证书", "download-certs"),
    ("账单", "bill"),
    ("退款", "refund"),
    ("通知", "serve-notify"),
    ("配置", "profile"),
    ("验签", "verify-notify"),
];

/// What people type for a subcommand: of which command, and which it is.
const MEANT_WITHIN: &[(&str, &str, &str)] = &[
    ("bill", "download", "trade"),
    ("bill", "fund", "fundflow"),
    ("events", "get", "show"),
    ("events", "ls", "list"),
    ("events", "resend", "replay"),
    ("events", "retry", "replay"),
    ("explain", "error", "code"),
    ("explain", "response", "reply"),
    ("profile", "get", "show"),
    ("profile", "ls", "list"),
    ("refund", "get", "query"),
    ("refund", "new", "create"),
    ("refund", "status", "query"),
    ("sandbox", "list", "orders"),
    ("sandbox", "log", "requests"),
    ("sandbox", "logs", "requests"),
    ("sandbox", "ls", "orders"),
    ("sandbox", "notify", "pay"),
    ("sandbox", "tail", "requests"),
];

/// Returns the subcommand that a word was most likely meant to be.
pub(crate) fn meant_within(command: &Command, word: &str) -> Option<String> {
    let within = command.get_name();
    let known = MEANT_WITHIN
        .iter()
        .find(|(above, typed, _)| *above == within && *typed == word);
    if let Some((.., meant)) = known {
        return Some((*meant).to_owned());
    }
    // clap suggests words that are hardly alike.
    let names = command.get_subcommands().map(Command::get_name);
    let found = nearest(word, names).filter(|name| is_near(word, name));
    found.map(str::to_owned)
}

/// Returns the command, or the other known word, that a word was most likely meant to be.
pub(crate) fn meant(root: &Command, word: &str, others: &[&str]) -> Option<String> {
    let names = root.get_subcommands().map(Command::get_name);
    let words = names.chain(MEANT.iter().map(|(word, _)| *word));
    let words = words.chain(others.iter().copied());
    let found = nearest(word, words).filter(|found| is_near(word, found))?;
    let known = MEANT.iter().find(|(word, _)| *word == found);
    Some(known.map_or(found, |(_, command)| command).to_owned())
}
