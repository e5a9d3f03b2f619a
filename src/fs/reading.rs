//! Opening what a user names, without waiting for what never comes.

use std::fs::File;
use std::io;
use std::path::Path;

/// What a path leads to that cannot be read as a file: reading it would wait for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFile {
    /// A named pipe that no other process has open for writing.
    #[error("it is a named pipe that nothing writes to, not a file")]
    Pipe,
    /// A socket.
    #[error("it is a socket, not a file")]
    Socket,
    /// A device or a pipe, or what this process has open already, as a file to be replaced.
    #[error("it is a device or a pipe, which no file may replace")]
    Device,
}

impl From<NotAFile> for io::Error {
    fn from(found: NotAFile) -> Self {
        Self::new(io::ErrorKind::InvalidInput, found)
    }
}

/// Opens a file that a user names, for reading. A named pipe without a writer is refused, as it
/// would be waited for.
///
/// # Errors
/// Returns the system's error, or [`NotAFile`] within one.
pub fn open(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = std::fs::metadata(path)?.file_type();
        if kind.is_socket() {
            return Err(NotAFile::Socket.into());
        }
        if kind.is_fifo() {
            return open_pipe(path, PIPE_TIMEOUT);
        }
    }
    File::open(path)
}

/// A writer that is started together with this program is there by then, on a busy machine too.
#[cfg(unix)]
const PIPE_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(2);

/// Opens a pipe on a thread of its own, as only another process ends the wait.
#[cfg(unix)]
fn open_pipe(path: &Path, timeout: std::time::Duration) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let (sender, opened) = std::sync::mpsc::channel();
    let opened_path = path.to_owned();
    std::thread::Builder::new()
        .name("pipe".to_owned())
        .spawn(move || sender.send(File::open(opened_path)))?;
    opened.recv_timeout(timeout).unwrap_or_else(|_| {
        let no_wait = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        let writer = File::options().write(true).custom_flags(no_wait).open(path);
        // The thread wakes up and closes its end: left waiting, it would take a later writer's
        // bytes.
        if writer.is_ok() {
            drop(opened.recv());
        }
        Err(NotAFile::Pipe.into())
    })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_pipe_without_a_writer_and_a_socket_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let [pipe, socket] = ["pipe", "socket"].map(|name| folder.path().join(name));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for (path, expected) in [(&pipe, NotAFile::Pipe), (&socket, NotAFile::Socket)] {
            let error = open(path).unwrap_err();
            let found = error.get_ref().and_then(|inner| inner.downcast_ref());
            assert_eq!(found, Some(&expected));
        }
        for _ in 0..100 {
            let path = pipe.clone();
            let writer = std::thread::spawn(move || fs::write(path, "written"));
            let mut text = String::new();
            // However late the writer is, it is waited for.
            let mut opened = open_pipe(&pipe, std::time::Duration::from_secs(120)).unwrap();
            io::Read::read_to_string(&mut opened, &mut text).unwrap();
            assert_eq!(text, "written");
            writer.join().unwrap().unwrap();
        }
    }
}
