//! Reading an account folder or archive: few and small files, whatever their names are.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::GBK;
use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

/// No key or certificate is near this size.
const MAX_FILE_BYTES: u64 = 256 * 1024;
/// An archive of the console has about 10 KiB.
const MAX_ARCHIVE_BYTES: u64 = 16 * 1024 * 1024;
/// All that is unpacked of one archive, and of those in it: a small one can hold terabytes.
const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
/// The number of files that are read.
const MAX_FILES: usize = 500;
/// The number of names that are looked at in folders.
const MAX_ENTRIES: usize = 5000;
/// How deep folders stand in each other.
const MAX_FOLDER_DEPTH: usize = 4;
/// How deep archives stand in each other.
const MAX_ARCHIVE_DEPTH: usize = 2;

const ARCHIVE_MAGIC: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Why an archive cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFault {
    /// It is damaged, or not whole.
    Damaged,
    /// Its files are under a password.
    Password,
    /// It is too large to be an account's.
    TooLarge,
    /// It is an archive of another kind, such as RAR or 7z.
    OtherKind,
}

/// Why nothing can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The archive cannot be read.
    #[error("the archive {} cannot be read", path.display())]
    Archive {
        /// The archive.
        path: PathBuf,
        /// What is wrong with the archive.
        fault: ArchiveFault,
    },
    /// It is neither a folder nor a file, or far too large.
    #[error("{} is not a folder, ZIP or .p12 file", path.display())]
    NotAnAccount {
        /// The path.
        path: PathBuf,
    },
}

/// A small file.
#[derive(Debug)]
pub struct AccountFile {
    /// Its path; of a file in an archive, the archive's path and the name in it.
    pub path: PathBuf,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// The small files of a folder or an archive.
#[derive(Debug)]
#[non_exhaustive]
pub struct AccountFiles {
    /// The folder or archive.
    pub root: PathBuf,
    /// The files, those near the root first.
    pub files: Vec<AccountFile>,
}

impl AccountFiles {
    /// Reads a folder with its sub-folders and archives, an archive, or one file.
    ///
    /// # Errors
    /// Returns an error if the path itself cannot be read; what cannot be read below a folder is
    /// left out.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let failed = |source| ReadError::Io {
            path: path.to_owned(),
            source,
        };
        let metadata = std::fs::metadata(path).map_err(failed)?;
        let mut reader = Reader::default();
        if metadata.is_dir() {
            std::fs::read_dir(path).map_err(failed)?;
            reader.folder(path, 0);
        } else if metadata.is_file() && metadata.len() <= MAX_ARCHIVE_BYTES {
            let bytes = content(path, MAX_ARCHIVE_BYTES).map_err(failed)?;
            if is_archive(&bytes) {
                reader.archive(path, &bytes, 1).map_err(|fault| {
                    let path = path.to_owned();
                    ReadError::Archive { path, fault }
                })?;
            } else if is_other_archive(&bytes) {
                return Err(ReadError::Archive {
                    path: path.to_owned(),
                    fault: ArchiveFault::OtherKind,
                });
            } else if bytes.len() as u64 > MAX_FILE_BYTES {
                return Err(ReadError::NotAnAccount {
                    path: path.to_owned(),
                });
            } else {
                reader.add(path.to_owned(), bytes);
            }
        } else {
            return Err(ReadError::NotAnAccount {
                path: path.to_owned(),
            });
        }
        Ok(Self {
            root: path.to_owned(),
            files: reader.files,
        })
    }
}

#[derive(Default)]
struct Reader {
    files: Vec<AccountFile>,
    entries: usize,
    /// What was unpacked of the present archive.
    unpacked: u64,
}

impl Reader {
    fn add(&mut self, path: PathBuf, bytes: Zeroizing<Vec<u8>>) {
        if self.files.len() < MAX_FILES {
            self.files.push(AccountFile { path, bytes });
        }
    }

    /// Reads what may be a key, a certificate or an archive; first the files, then the folders.
    fn folder(&mut self, folder: &Path, depth: usize) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let room = MAX_ENTRIES.saturating_sub(self.entries);
        let mut paths: Vec<PathBuf> = entries
            .take(room)
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        self.entries += paths.len();
        paths.sort();
        let mut folders = Vec::new();
        for path in paths {
            let Ok(metadata) = path.symlink_metadata() else {
                continue;
            };
            if metadata.is_dir() {
                folders.push(path);
            } else if path.metadata().is_ok_and(|found| found.is_file()) && may_be_key(&path) {
                self.file(&path);
            }
        }
        let is_visited = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && !matches!(&*name, "node_modules" | "target")
        };
        for path in folders.iter().filter(|path| is_visited(path)) {
            if depth + 1 < MAX_FOLDER_DEPTH {
                self.folder(path, depth + 1);
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let is_zip = has_extension(path, &["zip"]);
        let limit = if is_zip {
            MAX_ARCHIVE_BYTES
        } else {
            MAX_FILE_BYTES
        };
        let Ok(bytes) = content(path, limit) else {
            return;
        };
        if bytes.len() as u64 > limit {
            return;
        }
        if is_archive(&bytes) {
            // One of many files in a folder, and not what the user named.
            let _ = self.archive(path, &bytes, 1);
        } else if !is_zip {
            self.add(path.to_owned(), bytes);
        }
    }

    fn archive(&mut self, path: &Path, bytes: &[u8], depth: usize) -> Result<(), ArchiveFault> {
        if depth == 1 {
            self.unpacked = 0;
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveFault::Damaged)?;
        if archive.len() > MAX_FILES {
            return Err(ArchiveFault::TooLarge);
        }
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).map_err(|error| match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ArchiveFault::Password,
                _ => ArchiveFault::Damaged,
            })?;
            if !file.is_file() {
                continue;
            }
            let inner = path.join(entry_name(file.name_raw()));
            let is_zip = has_extension(&inner, &["zip"]);
            let limit = if is_zip {
                MAX_ARCHIVE_BYTES
            } else {
                MAX_FILE_BYTES
            };
            // The size in the archive is a claim.
            let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
            file.by_ref()
                .take(limit + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| ArchiveFault::Damaged)?;
            drop(file);
            self.unpacked += bytes.len() as u64;
            if self.unpacked > MAX_UNPACKED_BYTES {
                return Err(ArchiveFault::TooLarge);
            }
            if bytes.len() as u64 > limit {
                continue;
            }
            if is_archive(&bytes) {
                if depth < MAX_ARCHIVE_DEPTH {
                    self.archive(&inner, &bytes, depth + 1)?;
                }
            } else if bytes.len() as u64 <= MAX_FILE_BYTES {
                self.add(inner, bytes);
            }
        }
        Ok(())
    }
}

/// Returns a name in an archive, which Windows writes in GBK; it leads nowhere outside.
fn entry_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GBK.decode(raw).0.into_owned(),
    };
    let parts = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

fn content(path: &Path, limit: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len().min(limit)).unwrap_or_default();
    // Room for all of it at once: a buffer that grows would leave copies behind, unwiped.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 64));
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_archive(bytes: &[u8]) -> bool {
    ARCHIVE_MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

fn is_other_archive(bytes: &[u8]) -> bool {
    [&b"Rar!"[..], b"7z\xbc\xaf", b"\x1f\x8b", b"BZh"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
}

/// Tells whether a file of a folder is worth reading, by its name.
fn may_be_key(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    has_extension(
        path,
        &[
            "pem", "p12", "pfx", "key", "crt", "cer", "der", "txt", "csr", "pub", "zip",
        ],
    ) || ["apiclient", "pub_key", "PUB_KEY"]
        .iter()
        .any(|start| name.starts_with(&start.to_ascii_lowercase()))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    extensions
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_archives_lead_nowhere_and_are_read_in_gbk() {
        assert_eq!(entry_name(b"../../etc/passwd"), "etc/passwd");
        assert_eq!(
            entry_name(br"cert\apiclient_key.pem"),
            "cert/apiclient_key.pem"
        );
        let (gbk, _, _) = GBK.encode("证书/密钥.pem");
        assert_eq!(entry_name(&gbk), "证书/密钥.pem");
    }

    fn archive(files: usize, name: &str, bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..files {
            let options = zip::write::SimpleFileOptions::default();
            let name = format!("{number}{name}");
            archive.start_file(name, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_that_unpacks_to_far_more_than_it_is_is_refused() {
        let zeros = vec![0; 3 * 1024 * 1024];
        let inner = archive(8, "no.zip", &zeros);
        let mut reader = Reader::default();
        let read = reader.archive(Path::new("a.zip"), &inner, 1);
        assert_eq!((read, reader.files.len()), (Ok(()), 0));
        let bomb = archive(20, "inner.zip", &inner);
        let read = reader.archive(Path::new("b.zip"), &bomb, 1);
        assert_eq!(read, Err(ArchiveFault::TooLarge));
        // The next archive of a folder is read all the same.
        let small = archive(1, "apiclient_key.pem", b"key");
        let read = reader.archive(Path::new("c.zip"), &small, 1);
        assert_eq!((read, reader.files.len()), (Ok(()), 1));
    }

    #[test]
    fn only_names_of_keys_are_read_in_a_folder() {
        for name in ["apiclient_key.pem", "APICLIENT_CERT", "x.P12", "证书.zip"] {
            assert!(may_be_key(Path::new(name)), "{name}");
        }
        assert!(!may_be_key(Path::new("photo.jpg")) && !may_be_key(Path::new(".env")));
    }
}
