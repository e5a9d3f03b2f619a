//! Completions: what a shell's script asks for at the Tab key, and the scripts.
//!
//! A script runs `wechatpay __complete SHELL INDEX WORD…` and shows what is printed: the kind of
//! what is wanted and the text that stands before it in the word, then a candidate per line. Nothing
//! is sent or started, no secret is read, no command of a profile is run, and an error has no
//! candidates.

mod candidate;
mod candidates;
mod install;
mod line;
mod quoting;
mod shell;
mod values;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Command, ValueEnum};

use crate::environment;
use crate::ui::{Lang, Output};

pub(crate) use install::ScriptLocation;
pub(crate) use shell::Shell;

/// The hidden command that the scripts of shells call.
const ASKED: &str = "__complete";

/// Completes the command line that a shell's script passes, if this process was started for that;
/// `root` defines the command line.
pub(crate) fn answer(root: impl FnOnce() -> Command) -> Option<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    if words.next()? != ASKED {
        return None;
    }
    // Anything but a candidate would be one, too, so mistakes are silent.
    if let Some(text) = completed(words, root()) {
        let _ = Output::raw(text.as_bytes());
    }
    Some(ExitCode::SUCCESS)
}

fn completed(mut words: impl Iterator<Item = OsString>, mut root: Command) -> Option<String> {
    let text = |word: OsString| word.to_string_lossy().into_owned();
    let shell = Shell::from_str(&text(words.next()?), false).ok()?;
    let index: usize = text(words.next()?).parse().ok()?;
    // Some shells drop an empty word at the end.
    let words = words.map(text).chain(std::iter::repeat(String::new()));
    let typed = shell.typed(words.take(index.min(MAX_WORDS) + 1).skip(1).collect());
    root.build();
    let cursor = line::Cursor::of(&root, &typed);
    let lang = || {
        let typed = cursor.value("lang").and_then(|text| Lang::read(text).ok());
        typed.unwrap_or_else(environment::language)
    };
    // Bash shows no descriptions.
    let lang = (shell != Shell::Bash).then(lang);
    Some(shell.written(&typed, &candidates::of(&root, &cursor, lang)))
}

/// The longest command line that is completed.
const MAX_WORDS: usize = 4096;
