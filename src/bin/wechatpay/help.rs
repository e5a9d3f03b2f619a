//! The help pages: written from the command line's definition and the catalogues, and only when
//! one is shown.

mod argument;
mod manual;
mod page;
mod part;
mod roff;
mod schema;
mod texts;
#[cfg(test)]
mod texts_test;
mod topic;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use wechatpay::profile::{is_near, nearest};
use wechatpay::protocol::stamp::Timestamp;

use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::meant;
use crate::text;
use crate::tree;
use crate::ui::{Lang, Output, Page, Render};

pub(crate) use schema::expects_field_of;
pub(crate) use topic::NAMES as TOPICS;

use manual::Manual;
use page::Help;
use texts::{Texts, value_attribute};

/// What stands between the words of a command in [`marked`].
const BETWEEN: char = '/';

/// What ends the mark of a long page.
const LONG: char = '+';

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "COMMAND|TOPIC")]
    words: Vec<String>,
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match self.words.as_slice() {
            [word] if word == "schemas" => &["schemas"],
            _ => &["help"],
        }
    }
}

/// `help`: prints the page of a command or a topic.
pub(crate) fn run(args: &Args, root: &Command, output: &Output) -> Result<ExitStatus, CliError> {
    let words: Vec<_> = args.words.iter().map(String::as_str).collect();
    let is_for_program = output.json || output.get.is_some();
    if words.is_empty() && !is_for_program {
        let first = Help::of(root, [], true).map_err(|word| unknown_page(root, &[], word))?;
        output.page_for(false, |page| first.write(page))?;
    } else if words == ["schemas"] && is_for_program {
        // Programs read the shapes in a language of their own.
        output.show(&schema::Schemas::all())?;
    } else {
        let manual = Manual::named(root, &words, output.lang);
        output.show(&manual.map_err(|word| unknown_page(root, &words, word))?)?;
    }
    Ok(ExitStatus::Success)
}

/// Says that there is no page of this name, and which one there is.
fn unknown_page(root: &Command, words: &[&str], word: &str) -> CliError {
    CliError::usage(match nearest_page(root, words) {
        Some(meant) => text!("usage-unknown-topic", word, meant),
        None => text!("usage-unknown-page", word),
    })
}

/// A page of the manual.
pub(crate) struct ManualPage {
    pub(crate) file_name: String,
    pub(crate) text: String,
}

/// Returns the manual page of a command or a topic.
///
/// # Errors
/// Returns an error if there is none of this name.
pub(crate) fn manual_page(
    root: &Command,
    words: &[&str],
    date: Timestamp,
    lang: Lang,
) -> Result<ManualPage, CliError> {
    let manual = Manual::named(root, words, lang);
    let manual = manual.map_err(|word| unknown_page(root, words, word))?;
    Ok(in_roff(&manual, date, lang))
}

/// Returns the manual pages of all commands and topics.
pub(crate) fn manual_pages(root: &Command, date: Timestamp, lang: Lang) -> Vec<ManualPage> {
    let commands = tree::every(root);
    let commands = commands
        .iter()
        .filter_map(|words| Manual::of(root, words, lang).ok());
    let topics = topic::every();
    let topics = topics.map(|topic| Manual::of_topic(root, topic, lang));
    let pages = commands.chain(topics);
    pages.map(|manual| in_roff(&manual, date, lang)).collect()
}

fn in_roff(manual: &Manual, date: Timestamp, lang: Lang) -> ManualPage {
    ManualPage {
        file_name: roff::file_name(manual),
        text: roff::write(manual, date, lang),
    }
}

/// Returns the words of the page that was most likely meant: that of the command before the first
/// unknown word, if no command under it is like that word.
fn nearest_page(root: &Command, words: &[&str]) -> Option<String> {
    let known = |count| tree::path(root, words[..count].iter().copied()).ok();
    let path = (0..words.len()).rev().find_map(known)?;
    let word = words[path.len() - 1];
    let Some((command, above)) = path[1..].split_last() else {
        return meant::command(root, word, &topic::NAMES).filter(|page| !page.starts_with('-'));
    };
    let names = command.get_subcommands().map(Command::get_name);
    let found = nearest(word, names).filter(|name| is_near(word, name));
    let names = above.iter().chain([command]).map(|known| known.get_name());
    Some(names.chain(found).collect::<Vec<_>>().join(" "))
}

/// Returns what a command does, in one line.
pub(crate) fn about_command<'w>(lang: Lang, words: impl IntoIterator<Item = &'w str>) -> String {
    let text = Texts::of(words).own(lang, None);
    text.unwrap_or_default()
}

/// Returns what an argument of a command, or one of its values, is for.
pub(crate) fn about_argument<'w>(
    lang: Lang,
    words: impl IntoIterator<Item = &'w str>,
    arg: &Arg,
    value: Option<&str>,
) -> String {
    let attribute = value.map(value_attribute);
    let attribute = attribute.as_deref();
    let own = Texts::of(words).arg(lang, arg, attribute);
    // What is not the command's own is an option of all commands.
    let text = own.or_else(|| Texts::of([]).arg(lang, arg, attribute));
    text.unwrap_or_default()
}

/// Prints the page that clap would have shown, if that is what it says.
///
/// A page that was not requested, since a command lacks its subcommand, goes to stderr.
pub(crate) fn show(error: &clap::Error, root: &Command, output: &Output) -> Option<ExitStatus> {
    let mark = mark(error, root)?;
    let mark = mark.trim();
    if output.json && mark == BETWEEN.to_string() {
        let manual = Manual::named(root, &[], output.lang).ok()?;
        return output.show(&manual).ok();
    }
    let words = mark.trim_end_matches(LONG).split(BETWEEN);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let is_result = error.exit_code() == 0 || words.is_empty();
    // A program that wants JSON gets an error that it can read.
    let has_words = !words.is_empty() || error.kind() == ErrorKind::MissingSubcommand;
    if output.json && error.exit_code() != 0 && has_words {
        return None;
    }
    let write: Box<dyn Fn(&mut Page)> = if mark.ends_with(LONG) && !words.is_empty() {
        let manual = Manual::of(root, &words, output.lang).ok()?;
        Box::new(move |page| manual.render(page))
    } else {
        let help = Help::of(root, words, mark.ends_with(LONG)).ok()?;
        Box::new(move |page| help.write(page))
    };
    // If the terminal is gone, nothing can be shown.
    let _ = output.page_for(!is_result, write);
    Some(if is_result {
        ExitStatus::Success
    } else {
        ExitStatus::Failed(Kind::Usage)
    })
}

/// Returns the mark of the page that clap would have shown.
fn mark(error: &clap::Error, root: &Command) -> Option<String> {
    let of_program = ContextValue::String("wechatpay".to_owned());
    let is_of_program = error.get(ContextKind::InvalidSubcommand) == Some(&of_program);
    if error.kind() == ErrorKind::MissingSubcommand && is_of_program {
        // Options alone, such as `--lang zh`; one that is for a command lacks that command.
        return says_only_how(std::env::args().skip(1)).then(|| BETWEEN.to_string());
    }
    let is_page = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let again = marked(root.clone(), "").try_get_matches().err()?;
    (is_page && again.kind() == error.kind()).then(|| again.to_string())
}

/// Tells whether a command line has only options that say how to show something.
fn says_only_how(mut words: impl Iterator<Item = String>) -> bool {
    while let Some(word) = words.next() {
        let is_how = match word.as_str() {
            "--lang" | "--color" => words.next().is_some(),
            "--json" | "--quiet" | "--verbose" => true,
            _ if word.starts_with("--lang=") || word.starts_with("--color=") => true,
            _ => word
                .strip_prefix('-')
                .is_some_and(|letters| letters.chars().all(|letter| matches!(letter, 'q' | 'v'))),
        };
        if !is_how {
            return false;
        }
    }
    true
}

/// Returns the usage line of the command that these words lead to.
pub(crate) fn usage_of(root: &Command, path: &str, lang: Lang) -> String {
    let help = Help::of(root, path.split(' ').skip(1), false);
    help.map_or_else(|_| path.to_owned(), |help| help.usage(lang))
}

/// Has each command show its place instead of a page, so that clap says which one was asked for.
fn marked(command: Command, path: &str) -> Command {
    let path = path.to_owned();
    command
        .help_template("{about}")
        .about(format!("{path}{BETWEEN}"))
        .long_about(format!("{path}{BETWEEN}{LONG}"))
        .mut_subcommands(|inner| {
            let path = format!("{path}{BETWEEN}{}", inner.get_name());
            marked(inner, &path)
        })
}
