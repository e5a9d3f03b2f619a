//! A terminal, and the program that a person runs in it.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::PATIENCE;

/// Opens a terminal: the side that a person sits at, and the side that a program reads.
pub(crate) fn terminal() -> (File, File) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    // What other tests start meanwhile must not keep it open after this one.
    #[cfg(target_os = "linux")]
    let flags = flags | OpenptFlags::CLOEXEC;
    let person = openpt(flags).unwrap();
    grantpt(&person).unwrap();
    unlockpt(&person).unwrap();
    let name = ptsname(&person, Vec::new()).unwrap();
    let program = File::options()
        .read(true)
        .write(true)
        .open(name.to_str().unwrap())
        .unwrap();
    (person.into(), program)
}

/// Whether a terminal echoes what is typed and hands it on line by line, as shells leave it.
pub(crate) fn is_cooked(screen: &File) -> bool {
    use rustix::termios::LocalModes;
    let modes = rustix::termios::tcgetattr(screen).unwrap().local_modes;
    modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
}

/// A program whose input and output is a terminal.
pub(crate) struct Session {
    child: Child,
    person: File,
    output: Receiver<Vec<u8>>,
    bytes: Vec<u8>,
    shown: String,
}

impl Session {
    /// Starts a command of a home in a terminal of its own, whose Ctrl-C is a signal.
    pub(crate) fn new(plain: &Command) -> Self {
        Self::of_width(plain, 80)
    }

    /// Does the same in a terminal of this many columns.
    pub(crate) fn of_width(plain: &Command, columns: u16) -> Self {
        let (person, program) = terminal();
        let size = rustix::termios::Winsize {
            ws_row: 40,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        rustix::termios::tcsetwinsize(&person, size).unwrap();
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(plain.get_program());
        command.args(plain.get_args()).env_clear();
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        let is_named = plain.get_envs().any(|(name, _)| name == "TERM");
        if !is_named {
            command.env("TERM", "xterm");
        }
        command.current_dir(plain.get_current_dir().unwrap());
        command.stdin(program.try_clone().unwrap());
        command.stdout(program.try_clone().unwrap()).stderr(program);
        let child = command.spawn().unwrap();
        let (sender, output) = channel();
        let mut screen = person.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // It fails once the program has ended.
            while let Ok(count @ 1..) = screen.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            person,
            output,
            bytes: Vec::new(),
            shown: String::new(),
        }
    }

    /// Waits until the program has shown a text, and returns all that it has shown.
    pub(crate) fn until(&mut self, text: &str) -> &str {
        self.until_times(text, 1)
    }

    /// Does the same with a text that is shown several times.
    pub(crate) fn until_times(&mut self, text: &str, times: usize) -> &str {
        while self.shown.matches(text).count() < times {
            let more = self.output.recv_timeout(PATIENCE);
            let more = more.unwrap_or_else(|_| panic!("{text:?} is not in {:?}", self.shown));
            self.add(&more);
        }
        &self.shown
    }

    /// Adds output, which may be cut within a character.
    fn add(&mut self, more: &[u8]) {
        self.bytes.extend(more);
        self.shown = String::from_utf8_lossy(&self.bytes).into_owned();
    }

    /// The terminal, which outlives the program.
    pub(crate) fn screen(&self) -> File {
        self.person.try_clone().unwrap()
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.person.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end, and returns the exit code and all that was shown.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if began.elapsed() > PATIENCE {
                self.child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        while let Ok(more) = self.output.recv_timeout(PATIENCE) {
            self.add(&more);
        }
        (status.code(), self.shown)
    }
}
