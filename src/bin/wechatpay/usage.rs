//! A command line that cannot be understood: what is wrong with it and what to type instead, in
//! the form of every other error.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use wechatpay::profile::nearest;

use crate::dispatch::Cli;
use crate::error::CliError;
use crate::ui::Text;

/// Returns the command line's definition. A value may begin with a minus, so that it is refused
/// for what it is and not as an unknown option.
pub(crate) fn command() -> Command {
    negative(Cli::command())
}

fn negative(command: Command) -> Command {
    command
        .mut_args(|arg| {
            let takes_value = arg.get_action().takes_values();
            let is_option = arg.get_long().is_some();
            if takes_value && is_option {
                arg.allow_negative_numbers(true)
            } else {
                arg
            }
        })
        .mut_subcommands(negative)
}

/// Tells whether what clap has to say is a result, such as a help page.
pub(crate) fn is_result(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// Says what is wrong with the command line.
pub(crate) fn failure(error: &clap::Error) -> CliError {
    let text = if is_result(error) {
        "a command is missing".to_owned()
    } else {
        error.to_string()
    };
    let text = text.trim_start_matches("error: ");
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let english = paragraph
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("[possible values:"))
        .collect::<Vec<_>>()
        .join(" ");
    let usage = usage(error);
    let mut whole = command();
    whole.build();
    let (path, typed) = typed(&whole);
    let mut english_help = Vec::new();
    let mut chinese_help = Vec::new();
    let alternatives = alternatives(error, typed);
    let suggested = suggested(error, &path).or_else(|| taker(error, &path, typed));
    if let Some(suggested) = suggested {
        english_help.push(format!("did you mean '{suggested}'?"));
        chinese_help.push(format!("是否想输入 '{suggested}'？"));
    } else if !alternatives.is_empty() {
        english_help.push(format!("give one of {}", alternatives.join(", ")));
        chinese_help.push(format!("请给出其中之一：{}", alternatives.join("、")));
    } else if let Some(values) = strings(error, ContextKind::ValidValue) {
        english_help.push(format!("give one of {}", values.join(", ")));
        chinese_help.push(format!("可用的值：{}", values.join("、")));
    } else if let (ErrorKind::ValueValidation, Some(arg)) =
        (error.kind(), string(error, ContextKind::InvalidArg))
    {
        english_help.push(format!("correct the value of {arg}"));
        chinese_help.push(format!("更正 {arg} 的值"));
    }
    english_help.extend(usage.map(|usage| format!("usage: {usage}")));
    english_help.push(format!("run `{path} --help`"));
    chinese_help.push(format!("运行 `{path} --help` 查看用法"));
    CliError::usage(english.as_str())
        .in_chinese(chinese(error, &english))
        .with_help(Text::pair(
            english_help.join("; ").replace("?; ", "? "),
            chinese_help.join("；").replace("？；", "？"),
        ))
}

/// Says in Chinese why a value is refused, for the reasons that people meet most.
fn reason_in_chinese(reason: &str) -> String {
    const KNOWN: [(&str, &str); 10] = [
        (
            "is not a whole number of fen",
            "应为大于 0 的整数，单位为分（1 元等于 100 分）",
        ),
        (
            "is not an amount in yuan",
            "应为大于 0 的金额，单位为元，最多两位小数，例如 12.34",
        ),
        (
            "is neither a duration",
            "应为带单位的时长（例如 30m），或 RFC 3339 时间（例如 2018-06-08T10:34:56+08:00）",
        ),
        (
            "is not a duration",
            "应为带单位的时长，例如 10s、5m 或 250ms",
        ),
        (
            "is not a date as",
            "应为 yyyy-MM-dd 格式的日期，例如 2019-06-11",
        ),
        (
            "out_trade_no must be",
            "应为 6 至 32 位字母、数字、_、-、| 或 *",
        ),
        (
            "out_refund_no must be",
            "应为 1 至 64 位字母、数字、_、-、|、* 或 @",
        ),
        (
            "is not a target",
            "应为端口、/路径、主机:端口/路径或 http(s) URL",
        ),
        (
            "is not PORT",
            "应为端口、:端口、localhost:端口或 地址:端口，例如 8080 或 0.0.0.0:8080",
        ),
        ("is not an event that can be sent", "不能发送这种通知"),
    ];
    if let Some((_, values)) = reason.split_once(" is not one of ") {
        return format!("可用的值：{}", values.replace(", ", "、"));
    }
    let known = KNOWN.iter().find(|(english, _)| reason.contains(english));
    let meant = reason.split_once("did you mean ").map(|(_, meant)| meant);
    let meant = meant.and_then(|meant| meant.split_once('?'));
    let meant = meant.map(|(meant, _)| format!("；是否应为 {meant}？"));
    let is_event_type = reason.contains("is not an event type");
    match known
        .map(|(_, chinese)| *chinese)
        .or(is_event_type.then_some("不是通知类型"))
    {
        Some(chinese) => format!("{chinese}{}", meant.unwrap_or_default()),
        None => reason.to_owned(),
    }
}

fn chinese(error: &clap::Error, english: &str) -> String {
    let arg = string(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("无法识别的参数 '{arg}'"),
        ErrorKind::InvalidSubcommand => {
            let name = string(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有 '{name}' 命令")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("'{arg}' 缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let reason = english.split_once("': ").map(|(_, reason)| reason);
            let reason = reason
                .map(|reason| format!("：{}", reason_in_chinese(reason)))
                .unwrap_or_default();
            format!("'{arg}' 的值 '{value}' 无效{reason}")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = strings(error, ContextKind::InvalidArg).unwrap_or_default();
            format!("缺少必需的参数：{}", missing.join(" "))
        }
        ErrorKind::ArgumentConflict => {
            let other = strings(error, ContextKind::PriorArg).unwrap_or_default();
            format!("'{arg}' 不能与 '{}' 同时使用", other.join(" "))
        }
        _ => format!("命令行有误：{english}"),
    }
}

/// Returns how the command that was meant is used, where clap shows that.
fn usage(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else {
        return None;
    };
    let usage = usage.to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    usage.lines().next().map(|line| line.trim().to_owned())
}

/// Returns the command whose name was typed, with the words that lead to it.
fn typed(whole: &Command) -> (String, &Command) {
    let mut path = whole.get_name().to_owned();
    let mut command = whole;
    for word in std::env::args_os().skip(1) {
        if let Some(inner) = command.find_subcommand(&word) {
            path = format!("{path} {}", inner.get_name());
            command = inner;
        }
    }
    (path, command)
}

/// Returns a command under this one that takes an option which this one does not.
fn taker(error: &clap::Error, path: &str, command: &Command) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let option = string(error, ContextKind::InvalidArg)?;
    let long = option.strip_prefix("--")?;
    let takes = |inner: &&Command| {
        let mut args = inner.get_arguments();
        args.any(|arg| arg.get_long() == Some(long))
    };
    let found = command.get_subcommands().find(takes)?;
    Some(format!("{path} {} {option}", found.get_name()))
}

/// What people type for a command, and the command.
const MEANT: [(&str, &str); 26] = [
    ("callback", "serve-notify"),
    ("cert", "download-certs"),
    ("certificates", "download-certs"),
    ("certs", "download-certs"),
    ("check", "doctor"),
    ("code2session", "openid"),
    ("config", "profile"),
    ("decrypt", "verify-notify"),
    ("diagnose", "explain"),
    ("download", "download-certs"),
    ("error", "explain"),
    ("jsapi", "create-order"),
    ("listen", "serve-notify"),
    ("login", "openid"),
    ("mock", "sandbox"),
    ("notify", "serve-notify"),
    ("order", "create-order"),
    ("pay", "create-order"),
    ("paysign", "pay-params"),
    ("prepay", "create-order"),
    ("serve", "serve-notify"),
    ("sign", "pay-params"),
    ("status", "query"),
    ("verify", "verify-notify"),
    ("webhook", "serve-notify"),
    ("why", "explain"),
];

/// Returns the command that a word was most likely meant to be.
fn meant(word: &str) -> Option<String> {
    let commands = Cli::command();
    let names = commands.get_subcommands().map(Command::get_name);
    let words = names.chain(MEANT.iter().map(|(word, _)| *word));
    let found = nearest(word, words)?;
    let known = MEANT.iter().find(|(word, _)| *word == found);
    Some(known.map_or(found, |(_, command)| command).to_owned())
}

fn suggested(error: &clap::Error, path: &str) -> Option<String> {
    if error.kind() == ErrorKind::InvalidSubcommand
        && path == "wechatpay"
        && let Some(command) = string(error, ContextKind::InvalidSubcommand)
    {
        return meant(&command);
    }
    [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(|kind| strings(error, kind)?.into_iter().next())
}

/// Returns the options that stand for the ones that are missing, these included.
fn alternatives(error: &clap::Error, command: &Command) -> Vec<String> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return Vec::new();
    }
    let missing = strings(error, ContextKind::InvalidArg).unwrap_or_default();
    let Some(first) = missing.first() else {
        return Vec::new();
    };
    let Some(arg) = command
        .get_arguments()
        .find(|arg| arg.to_string() == *first)
    else {
        return Vec::new();
    };
    let others = command.get_arg_conflicts_with(arg).into_iter();
    let mut names: Vec<_> = others.map(ToString::to_string).collect();
    if !names.is_empty() {
        names.insert(0, first.clone());
    }
    names.dedup();
    names
}

fn string(error: &clap::Error, kind: ContextKind) -> Option<String> {
    strings(error, kind)?.into_iter().next()
}

fn strings(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(texts) => Some(texts.clone()).filter(|texts| !texts.is_empty()),
        _ => None,
    }
}
