//! Questions on a terminal, which is left as it was whatever ends the program.

use std::fmt::{self, Write};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dialoguer::console::Term;
use dialoguer::theme::Theme;
use wechatpay::profile::Secret;
use zeroize::Zeroizing;

use super::terminal::fitted;

/// How the terminal was before the question that is being asked, if one is.
static ASKING: Mutex<Option<Settings>> = Mutex::new(None);

/// How long a list that was drawn may take until it reads keys.
const KEYS_TIMEOUT: Duration = Duration::from_secs(5);

/// How often it is checked whether it does.
const KEYS_INTERVAL: Duration = Duration::from_millis(2);

/// What a prompt changes on a terminal.
#[derive(Debug)]
struct Settings {
    #[cfg(unix)]
    modes: Option<rustix::termios::Termios>,
    /// Whether it reads keys, for which it changes the terminal after it was drawn.
    reads_keys: bool,
}

impl Settings {
    fn current(reads_keys: bool) -> Self {
        Self {
            #[cfg(unix)]
            modes: rustix::termios::tcgetattr(std::io::stdin()).ok(),
            reads_keys,
        }
    }

    /// Waits until a list reads keys: it would change the terminal after it was restored.
    fn settle(&self) {
        let began = Instant::now();
        while self.reads_keys && self.is_current() && began.elapsed() < KEYS_TIMEOUT {
            std::thread::sleep(KEYS_INTERVAL);
        }
    }

    /// Tells whether the terminal is still as it was.
    fn is_current(&self) -> bool {
        #[cfg(unix)]
        if let Some(before) = &self.modes {
            let now = rustix::termios::tcgetattr(std::io::stdin());
            return now.is_ok_and(|now| now.local_modes == before.local_modes);
        }
        false
    }

    fn restore(&self) {
        #[cfg(unix)]
        if let Some(modes) = &self.modes {
            use rustix::termios::{OptionalActions, tcsetattr};
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, modes);
        }
        let _ = Term::stderr().show_cursor();
    }
}

/// Writes the question of a list as it is, without a colon behind its question mark.
pub(crate) struct ListTheme;

impl Theme for ListTheme {
    fn format_select_prompt(&self, f: &mut dyn Write, prompt: &str) -> fmt::Result {
        write!(f, "{prompt}")
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn Write,
        prompt: &str,
        selected: &str,
    ) -> fmt::Result {
        write!(f, "{prompt} {selected}")
    }
}

fn asking() -> std::sync::MutexGuard<'static, Option<Settings>> {
    ASKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks a question, for whose answer the main thread waits.
pub(crate) fn ask<T>(prompt: impl FnOnce() -> dialoguer::Result<T>) -> dialoguer::Result<T> {
    answer(Settings::current(false), prompt)
}

/// Asks like [`ask`], with a list that reads keys.
pub(crate) fn ask_with_keys<T>(
    prompt: impl FnOnce() -> dialoguer::Result<T>,
) -> dialoguer::Result<T> {
    answer(Settings::current(true), prompt)
}

fn answer<T>(
    settings: Settings,
    prompt: impl FnOnce() -> dialoguer::Result<T>,
) -> dialoguer::Result<T> {
    *asking() = Some(settings);
    let answer = prompt();
    if answer.is_err() {
        restore();
    }
    asking().take();
    answer
}

/// Tells whether an answer is waited for.
pub(crate) fn is_asking() -> bool {
    asking().is_some()
}

/// Leaves the terminal as it was before the question that is being asked, at once, unless another
/// thread is doing so.
pub(crate) fn restore() {
    if let Ok(asking) = ASKING.try_lock()
        && let Some(settings) = &*asking
    {
        settings.restore();
    }
}

/// Leaves the terminal as it was before a question that is not answered any more, and ends its line.
pub(crate) fn end() {
    if let Some(settings) = &*asking() {
        settings.settle();
        settings.restore();
        if !settings.reads_keys {
            let _ = Term::stderr().write_line("");
        }
    }
}

/// Asks a question that is answered by a line; any but y, yes or 是 means no, and so does one that
/// Ctrl-D ends.
pub(crate) fn confirm(question: &str) -> dialoguer::Result<bool> {
    let line = answered(&format!("{question} [y/N] "))?.unwrap_or_default();
    let answer = line.strip_suffix('\n').unwrap_or_default();
    let answer = answer.trim().to_lowercase();
    Ok(["y", "yes", "是"].contains(&answer.as_str()))
}

/// Cuts a question to the width of the terminal, and keeps the space behind it.
fn prompt(question: &str) -> String {
    let text = question.trim_end();
    fitted(text, 0) + &question[text.len()..]
}

/// Asks for a line behind a question with its colon, which the terminal itself lets a person edit;
/// none if the input has ended.
pub(crate) fn line(question: &str) -> dialoguer::Result<Option<String>> {
    Ok(answered(question)?.map(|text| text.trim().to_owned()))
}

/// Returns the line that answers a question; none if the input has ended.
fn answered(question: &str) -> io::Result<Option<String>> {
    let term = Term::stderr();
    term.write_str(&prompt(question))?;
    let read = read_line()?;
    if !read.as_ref().is_some_and(|text| text.ends_with('\n')) {
        // The line that Enter would have ended.
        term.write_line("")?;
    }
    Ok(read)
}

/// Asks for a secret behind a question with its colon, whose characters are not shown; none if the input has ended.
pub(crate) fn secret(question: &str) -> dialoguer::Result<Option<Secret>> {
    let term = Term::stderr();
    // Before the question, so that nothing is shown of a fast answer, and none of it is lost.
    let echo = Echo::off();
    term.write_str(&prompt(question))?;
    let read = echo.read();
    drop(echo);
    // Enter is not shown, either.
    term.write_line("")?;
    let text = read?.map(Zeroizing::new);
    Ok(text.map(|text| Secret::from(text.trim())))
}

/// A terminal that does not show what is typed, until this is dropped.
#[cfg(unix)]
struct Echo(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Echo {
    fn off() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let shown = tcgetattr(io::stdin()).ok();
        if let Some(shown) = &shown {
            let mut hidden = shown.clone();
            hidden.local_modes -= LocalModes::ECHO;
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &hidden);
        }
        Self(shown)
    }

    #[expect(clippy::unused_self, reason = "only while nothing is shown")]
    fn read(&self) -> io::Result<Option<String>> {
        read_line()
    }
}

#[cfg(unix)]
impl Drop for Echo {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(shown) = &self.0 {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, shown);
        }
    }
}

#[cfg(not(unix))]
struct Echo;

#[cfg(not(unix))]
impl Echo {
    fn off() -> Self {
        Self
    }

    fn read(&self) -> io::Result<Option<String>> {
        Term::stderr().read_secure_line().map(Some)
    }
}

/// Lets a person choose one of several by its number, the first if nothing is entered; none if the
/// input has ended. What is not one of the numbers is answered with `wrong`.
pub(crate) fn choice(
    question: &str,
    items: &[String],
    wrong: &str,
) -> dialoguer::Result<Option<usize>> {
    let term = Term::stderr();
    term.write_line(&fitted(question, 0))?;
    for (index, item) in items.iter().enumerate() {
        let label = format!("  {}) ", index + 1);
        let item = fitted(item, label.len());
        term.write_line(&(label + &item))?;
    }
    loop {
        let Some(text) = answered(&format!("1-{} [1]: ", items.len()))? else {
            return Ok(None);
        };
        let number = match text.trim() {
            "" => Some(1),
            number => number.parse().ok(),
        };
        if let Some(number) = number.filter(|number| (1..=items.len()).contains(number)) {
            return Ok(Some(number - 1));
        }
        term.write_line(&fitted(wrong, 0))?;
    }
}

/// Reads a line of standard input; none at its end.
fn read_line() -> io::Result<Option<String>> {
    let mut text = String::new();
    let count = io::stdin().read_line(&mut text)?;
    Ok((count > 0).then_some(text))
}
