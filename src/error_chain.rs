//! Errors with their sources: the only walker of an error's chain.

use std::error::Error;

/// Returns an error and its sources, outermost first.
pub fn chain<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn Error + 'static)| {
        (*error).source()
    })
}

/// Returns an error and its sources in one line.
#[must_use]
pub fn with_sources(error: &(dyn Error + 'static)) -> String {
    let words: Vec<_> = chain(error).map(ToString::to_string).collect();
    words.join(": ")
}

/// Returns the words of the innermost source, for errors whose outer ones only say that something
/// was tried.
#[must_use]
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    let cause = chain(error).last().unwrap_or(error).to_string();
    without_number(&cause).to_owned()
}

/// Returns the system's words for an error without the number that Rust adds to them.
#[must_use]
pub fn without_number(words: &str) -> &str {
    words.split(" (os error ").next().unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the file")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn a_chain_is_one_line_and_ends_with_the_root_cause() {
        let error = Outer(std::io::Error::other("disk full (os error 28)"));
        assert_eq!(
            with_sources(&error),
            "cannot read the file: disk full (os error 28)"
        );
        assert_eq!(root_cause(&error), "disk full");
    }
}
