//! What the system and the libraries under us say, in words of both languages.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use wechatpay::error_chain::without_number;
use wechatpay::fs::NotAFile;
use wechatpay::profile::secret_command::CommandFailed;

use crate::text;
use crate::ui::Text;

/// Returns why a file or connection failed.
pub(crate) fn io_cause(error: &io::Error) -> Text {
    known(error).unwrap_or_else(|| Text::verbatim(without_number(&error.to_string())))
}

/// Returns the words for an error of the system, or of a library about it.
pub(super) fn known(error: &io::Error) -> Option<Text> {
    if let Some(inner) = error.get_ref() {
        let inner: &(dyn StdError + 'static) = inner;
        if let Some(reason) = of_library(inner) {
            return Some(reason);
        }
    }
    // The standard library's words for a name that cannot be resolved, which has no kind.
    if error
        .to_string()
        .starts_with("failed to lookup address information")
    {
        return Some(text!("error-dns"));
    }
    by_kind(error.kind()).or_else(|| by_number(error.raw_os_error()?))
}

fn by_kind(kind: ErrorKind) -> Option<Text> {
    Some(match kind {
        ErrorKind::NotFound => text!("error-file-not-found"),
        ErrorKind::PermissionDenied => text!("error-file-permission-denied"),
        ErrorKind::IsADirectory => text!("error-file-is-a-directory"),
        ErrorKind::NotADirectory => text!("error-file-not-a-directory"),
        ErrorKind::AlreadyExists => text!("error-file-exists"),
        ErrorKind::StorageFull => text!("error-file-disk-full"),
        ErrorKind::QuotaExceeded => text!("error-file-quota"),
        ErrorKind::ReadOnlyFilesystem => text!("error-file-read-only"),
        ErrorKind::FileTooLarge => text!("error-file-too-large"),
        ErrorKind::InvalidFilename => text!("error-file-name"),
        ErrorKind::ExecutableFileBusy | ErrorKind::ResourceBusy => text!("error-file-busy"),
        ErrorKind::DirectoryNotEmpty => text!("error-folder-not-empty"),
        ErrorKind::StaleNetworkFileHandle => text!("error-file-stale"),
        ErrorKind::ArgumentListTooLong => text!("error-arguments-too-long"),
        ErrorKind::OutOfMemory => text!("error-out-of-memory"),
        ErrorKind::AddrInUse => text!("error-address-in-use"),
        ErrorKind::AddrNotAvailable => text!("error-address-not-here"),
        ErrorKind::ConnectionRefused => text!("call-obstacle-refused"),
        ErrorKind::ConnectionReset => text!("call-reset"),
        ErrorKind::ConnectionAborted | ErrorKind::NotConnected | ErrorKind::BrokenPipe => {
            text!("error-connection-closed")
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            text!("call-obstacle-no-route")
        }
        ErrorKind::TimedOut => text!("error-timed-out"),
        _ => return None,
    })
}

/// Returns what helps if the system has no room for a file, or does not let it be written.
pub(crate) fn room_help(error: &io::Error) -> Option<Text> {
    Some(match error.kind() {
        ErrorKind::StorageFull => text!("error-file-help-disk-full"),
        ErrorKind::QuotaExceeded => text!("error-file-help-quota"),
        ErrorKind::FileTooLarge => text!("error-file-help-too-large"),
        ErrorKind::ReadOnlyFilesystem => text!("error-file-help-read-only"),
        _ if is_of_open_files(error) => text!("error-file-help-too-many-files"),
        _ => return None,
    })
}

#[cfg(unix)]
fn is_of_open_files(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let numbers = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error
        .raw_os_error()
        .is_some_and(|number| numbers.contains(&number))
}

#[cfg(not(unix))]
fn is_of_open_files(_: &io::Error) -> bool {
    false
}

/// Errors of Unix that have no kind.
#[cfg(unix)]
fn by_number(number: i32) -> Option<Text> {
    use rustix::io::Errno;
    let is = |errno: Errno| errno.raw_os_error() == number;
    if is(Errno::MFILE) || is(Errno::NFILE) {
        Some(text!("error-too-many-files"))
    } else if is(Errno::LOOP) {
        Some(text!("error-file-loop"))
    } else if is(Errno::IO) {
        Some(text!("error-disk"))
    } else if is(Errno::NOEXEC) {
        Some(text!("error-not-a-program"))
    } else if is(Errno::NXIO) || is(Errno::NODEV) {
        Some(text!("error-no-device"))
    } else {
        None
    }
}

#[cfg(not(unix))]
fn by_number(_: i32) -> Option<Text> {
    None
}

/// Returns the words for an error of a library that has a type.
pub(super) fn of_library(error: &(dyn StdError + 'static)) -> Option<Text> {
    by_type(error, json_cause)
        .or_else(|| by_type(error, tls))
        .or_else(|| by_type(error, |error: &NotAFile| not_a_file(*error)))
        .or_else(|| by_type(error, command_failed))
}

/// Returns the words for an error if it is of the type that they are for.
pub(super) fn by_type<E: StdError + 'static>(
    error: &(dyn StdError + 'static),
    words: impl Fn(&E) -> Text,
) -> Option<Text> {
    error.downcast_ref().map(words)
}

fn not_a_file(error: NotAFile) -> Text {
    match error {
        NotAFile::Pipe => text!("error-file-pipe"),
        NotAFile::Socket => text!("error-file-socket"),
        NotAFile::Device => text!("error-file-device"),
    }
}

fn command_failed(error: &CommandFailed) -> Text {
    match error {
        CommandFailed::ExitCode(code) => text!("error-command-failed", code),
        CommandFailed::Signal => text!("error-command-killed"),
        CommandFailed::TimedOut(timeout) => {
            text!("error-command-timed-out", seconds = timeout.as_secs())
        }
    }
}

/// Returns why a text is not the JSON that it should be.
pub(crate) fn json_cause(error: &serde_json::Error) -> Text {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof if line <= 1 && column == 0 => text!("error-json-empty"),
        Category::Eof => text!("error-json-cut", line, column),
        Category::Syntax => text!("error-json-syntax", line, column),
        // What the English says of a type or a field has no words of its own.
        Category::Data => {
            Text::translated(error.to_string(), text!("error-json-data", line, column))
        }
        Category::Io => text!("error-json-unread"),
    }
}

fn tls(error: &rustls::Error) -> Text {
    use rustls::CertificateError as Wrong;
    match error {
        rustls::Error::InvalidCertificate(wrong) => match wrong {
            Wrong::Expired | Wrong::ExpiredContext { .. } => text!("call-obstacle-expired"),
            Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => {
                text!("call-obstacle-not-yet-valid")
            }
            Wrong::UnknownIssuer => text!("call-obstacle-issuer"),
            Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => {
                text!("call-obstacle-other-name")
            }
            Wrong::BadEncoding => text!("error-certificate-damaged"),
            other => text!("call-obstacle-certificate", reason = other.to_string()),
        },
        rustls::Error::InconsistentKeys(_) => text!("error-tls-pair"),
        rustls::Error::InvalidMessage(_) => text!("call-obstacle-not-tls"),
        // `rustls` has no kind for a key that it cannot use.
        rustls::Error::General(_) => text!("error-tls-key"),
        rustls::Error::NoCertificatesPresented => text!("error-tls-no-certificate"),
        other => text!("call-obstacle-tls", reason = other.to_string()),
    }
}
