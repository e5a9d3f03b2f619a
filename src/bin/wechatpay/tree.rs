//! The tree of commands with their arguments, as clap holds it.

use clap::{Arg, Command};

/// Returns the commands that these words lead to, the program first, or the word that is none.
pub(crate) fn path<'c, 'w>(
    root: &'c Command,
    words: impl IntoIterator<Item = &'w str>,
) -> Result<Vec<&'c Command>, &'w str> {
    let mut path = vec![root];
    let mut command = root;
    for word in words {
        command = command.find_subcommand(word).ok_or(word)?;
        path.push(command);
    }
    Ok(path)
}

/// Returns the words of every command, those under one after it.
pub(crate) fn every(root: &Command) -> Vec<Vec<&str>> {
    let shown = root.get_subcommands().filter(|inner| !inner.is_hide_set());
    let below = shown.flat_map(|inner| {
        let below = every(inner).into_iter();
        below.map(|words| [&[inner.get_name()], words.as_slice()].concat())
    });
    std::iter::once(Vec::new()).chain(below).collect()
}

/// Returns the option of a command that has this name.
pub(crate) fn option<'c>(command: &'c Command, long: &str) -> Option<&'c Arg> {
    let mut args = command.get_arguments();
    args.find(|arg| arg.get_long() == Some(long))
}

/// Tells whether one of two arguments of a command forbids the other.
pub(crate) fn exclude_each_other(command: &Command, one: &Arg, other: &Arg) -> bool {
    let excludes = |one, other: &Arg| {
        let excluded = command.get_arg_conflicts_with(one);
        excluded.iter().any(|arg| arg.get_id() == other.get_id())
    };
    excludes(one, other) || excludes(other, one)
}
