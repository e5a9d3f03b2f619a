//! README and docs: every example runs, what it prints is what the page shows, every command and
//! link exists, and both languages say the same.
//!
//! A fence's first word is its language, the rest says how it is run:
//!
//! | fence | meaning |
//! | --- | --- |
//! | `sh` | commands that end with 0 |
//! | `console` | commands after `$ ` and what they print; a line `…` stands for any lines; a command that fails is followed by `$ echo $?` |
//! | `… server` | stays up while the page's later commands run |
//! | `… account` | needs a merchant's account: here, the sandbox's merchant is in the environment |
//! | `… manual` | is not run: its `wechatpay` commands must parse |
//! | others with `# FILE` or `// FILE` in the first line | a file of the folder that the commands run in |
//!
//! `BLESS=1 cargo test --test docs` writes what is printed into the pages.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod markdown;
mod pages;
mod pairs;
mod programs;
mod recording;
mod reference;
mod shell;
