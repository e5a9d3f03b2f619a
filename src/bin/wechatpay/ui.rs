//! What people see and type: the only writer to stdout and stderr, and the only reader of a terminal.

mod catalogue;
mod cell;
mod clean;
mod columns;
mod counter;
mod failure;
mod field;
mod keys;
mod links;
mod log;
mod look;
mod output;
mod page;
mod progress;
mod prompt;
mod queue;
mod table;
mod terminal;
mod text;
mod tone;
mod trace;
mod wrap;

pub(crate) use self::prompt::{
    ListTheme, ask, ask_with_keys, choice, confirm, end as end_prompt, is_asking, line,
    restore as restore_prompt, secret,
};
pub(crate) use wechatpay::protocol::language::Lang;

#[cfg(test)]
pub(crate) use catalogue::read_so_far as catalogues_read;
pub(crate) use cell::Cell;
pub(crate) use clean::clean;
pub(crate) use counter::Counter;
pub(crate) use field::{add_paths, not_among};
pub(crate) use keys::{Keys, release as release_keys};
pub(crate) use log::{Level, end_echo, note_reading};
pub(crate) use output::{ColorChoice, LogFormat, Output, Render, json_line};
pub(crate) use page::Page;

pub(crate) use text::{Arg, Text, TextValue, count, help_text};
pub(crate) use tone::Tone;
pub(crate) use wrap::{pieces, width, wrap};
