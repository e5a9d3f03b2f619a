//! Which part of a command line the cursor is in.

use clap::{Arg, ArgAction, Command};

use crate::tree;

/// The words before the cursor, after the program's name, and the beginning of the word at it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) before: Vec<String>,
    pub(super) current: String,
    /// How much of the current word the shell keeps as it is.
    pub(super) unchanged: usize,
    /// The quote that the current word begins with.
    pub(super) quote: Option<char>,
}

/// What is typed at the cursor.
#[derive(Debug, Clone, Copy)]
pub(super) enum WordKind<'c> {
    /// The value of an option.
    Value(&'c Arg),
    /// An option.
    Name,
    /// A command, the value of a positional argument, or an option.
    Word {
        has_commands: bool,
        positional: Option<&'c Arg>,
    },
    /// A value of a positional argument after `--`.
    Literal(Option<&'c Arg>),
}

/// Where the cursor is.
#[derive(Debug)]
pub(super) struct Cursor<'c> {
    /// The commands that were typed, the program first.
    pub(super) path: Vec<&'c Command>,
    /// The arguments that were typed, with the value of each that has one.
    pub(super) arguments: Vec<(&'c Arg, Option<String>)>,
    pub(super) wanted: WordKind<'c>,
    /// What stands before the wanted text in its word, such as `--mode=`.
    pub(super) prefix: String,
    /// The beginning of the wanted text.
    pub(super) text: String,
}

/// The words that were read so far.
struct Reader<'c> {
    path: Vec<&'c Command>,
    arguments: Vec<(&'c Arg, Option<String>)>,
    positionals: usize,
    /// The option whose value comes next.
    pending: Option<&'c Arg>,
    is_literal: bool,
}

impl<'c> Cursor<'c> {
    /// Reads the words.
    pub(super) fn of(root: &'c Command, typed: &Typed) -> Self {
        let mut reader = Reader {
            path: vec![root],
            arguments: Vec::new(),
            positionals: 0,
            pending: None,
            is_literal: false,
        };
        for word in &typed.before {
            reader.read(word);
        }
        reader.cursor(&typed.current)
    }

    /// Returns the innermost command.
    pub(super) fn command(&self) -> &'c Command {
        self.path.last().copied().unwrap_or(self.path[0])
    }

    /// Returns the value that was typed for an option of this name.
    pub(super) fn value(&self, long: &str) -> Option<&str> {
        let mut arguments = self.arguments.iter().rev();
        let found = arguments.find(|(arg, _)| arg.get_long() == Some(long))?;
        found.1.as_deref()
    }

    /// Tells whether an option of this name was typed.
    pub(super) fn has(&self, long: &str) -> bool {
        let mut arguments = self.arguments.iter();
        arguments.any(|(arg, _)| arg.get_long() == Some(long))
    }

    /// Returns the names of the commands that were typed, without the program's.
    pub(super) fn words(&self) -> impl Iterator<Item = &'c str> {
        self.path.iter().skip(1).map(|command| command.get_name())
    }
}

impl<'c> Reader<'c> {
    fn command(&self) -> &'c Command {
        self.path.last().copied().unwrap_or(self.path[0])
    }

    fn long(&self, name: &str) -> Option<&'c Arg> {
        tree::option(self.command(), name)
    }

    fn short(&self, name: char) -> Option<&'c Arg> {
        let mut args = self.command().get_arguments();
        args.find(|arg| arg.get_short() == Some(name))
    }

    /// Returns the positional argument that comes next.
    fn positional(&self) -> Option<&'c Arg> {
        let positionals: Vec<_> = self.command().get_positionals().collect();
        let last = positionals.last().copied();
        let next = positionals.get(self.positionals).copied();
        next.or_else(|| last.filter(|arg| is_list(arg)))
    }

    fn is_trailing(&self) -> bool {
        self.positionals > 0 && self.positional().is_some_and(Arg::is_trailing_var_arg_set)
    }

    fn give(&mut self, arg: &'c Arg, value: Option<&str>) {
        self.arguments.push((arg, value.map(str::to_owned)));
    }

    fn read(&mut self, word: &str) {
        if let Some(arg) = self.pending.take()
            && (!is_optional(arg) || !word.starts_with('-'))
        {
            self.give(arg, Some(word));
        } else if self.is_literal || self.is_trailing() || word == "-" {
            self.positional_value(word);
        } else if word == "--" {
            self.is_literal = true;
        } else if let Some(rest) = word.strip_prefix("--") {
            self.option(rest);
        } else if let Some(rest) = word.strip_prefix('-') {
            self.cluster(rest);
        } else if let Some(inner) = self.subcommand(word) {
            self.path.push(inner);
        } else {
            self.positional_value(word);
        }
    }

    fn subcommand(&self, word: &str) -> Option<&'c Command> {
        let is_first = self.positionals == 0;
        is_first
            .then(|| self.command().find_subcommand(word))
            .flatten()
    }

    fn positional_value(&mut self, word: &str) {
        if let Some(arg) = self.positional() {
            self.give(arg, Some(word));
        }
        self.positionals += 1;
    }

    fn option(&mut self, rest: &str) {
        let (name, value) = match rest.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (rest, None),
        };
        let Some(arg) = self.long(name) else {
            return;
        };
        if value.is_none() && takes_next(arg) {
            self.pending = Some(arg);
            if !is_optional(arg) {
                return;
            }
        }
        self.give(arg, value);
    }

    /// Reads letters such as `-qv`, of which one that takes a value is the last.
    fn cluster(&mut self, letters: &str) {
        for (at, letter) in letters.char_indices() {
            let Some(arg) = self.short(letter) else {
                return;
            };
            if !arg.get_action().takes_values() {
                self.give(arg, None);
                continue;
            }
            let rest = &letters[at + letter.len_utf8()..];
            if rest.is_empty() {
                self.pending = Some(arg);
            } else {
                self.give(arg, Some(rest.strip_prefix('=').unwrap_or(rest)));
            }
            return;
        }
    }

    fn cursor(self, current: &str) -> Cursor<'c> {
        let (wanted, prefix) = self.wanted(current);
        Cursor {
            path: self.path,
            arguments: self.arguments,
            wanted,
            text: current[prefix.len()..].to_owned(),
            prefix,
        }
    }

    fn wanted(&self, current: &str) -> (WordKind<'c>, String) {
        let nothing = String::new();
        if let Some(arg) = self.pending
            && (!is_optional(arg) || !current.starts_with('-') && !current.is_empty())
        {
            return (WordKind::Value(arg), nothing);
        }
        if self.is_literal || self.is_trailing() {
            return (WordKind::Literal(self.positional()), nothing);
        }
        if let Some(rest) = current.strip_prefix("--") {
            let Some((name, _)) = rest.split_once('=') else {
                return (WordKind::Name, nothing);
            };
            let prefix = format!("--{name}=");
            return match self
                .long(name)
                .filter(|arg| arg.get_action().takes_values())
            {
                Some(arg) => (WordKind::Value(arg), prefix),
                None => (WordKind::Literal(None), nothing),
            };
        }
        if let Some(letters) = current.strip_prefix('-') {
            for (at, letter) in letters.char_indices() {
                let end = 1 + at + letter.len_utf8();
                match self.short(letter) {
                    Some(arg) if arg.get_action().takes_values() && end < current.len() => {
                        return (WordKind::Value(arg), current[..end].to_owned());
                    }
                    Some(_) => {}
                    None => return (WordKind::Literal(None), nothing),
                }
            }
            return (WordKind::Name, nothing);
        }
        let word = WordKind::Word {
            has_commands: self.positionals == 0,
            positional: self.positional(),
        };
        (word, nothing)
    }
}

/// Tells whether an option's value is in the next word, unless it is left out.
fn takes_next(arg: &Arg) -> bool {
    arg.get_action().takes_values() && !arg.is_require_equals_set()
}

/// Tells whether an option's value may be left out.
pub(super) fn is_optional(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|n| n.min_values() == 0)
}

/// Tells whether an argument may be typed again.
pub(super) fn is_list(arg: &Arg) -> bool {
    let is_many = arg.get_num_args().is_some_and(|n| n.max_values() > 1);
    is_many || matches!(arg.get_action(), ArgAction::Append | ArgAction::Count)
}
