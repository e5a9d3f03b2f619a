//! The exact strings of a diagnosis, which can be compared byte for byte.

use std::path::Path;
use std::{fs, io};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use sha2::{Digest, Sha256};

use crate::diagnose::{Diagnosis, SignedLine};
use crate::fs::{AtomicFile, FileAction, FileError, commit_all, create_folder};

const FOLDER_MODE: u32 = 0o700;

/// The file of what was signed.
const SIGNED_FILE: &str = "signed.txt";

/// What had to be signed, and what was as far as that is known.
#[derive(Debug, serde::Serialize)]
#[non_exhaustive]
pub struct ExactStrings {
    /// What had to be signed.
    pub expected: ExactString,
    /// What was signed.
    pub signed: Option<ExactString>,
}

/// The bytes of a string, serialised as base64 with their number and their SHA-256.
#[derive(Debug)]
pub struct ExactString(Vec<u8>);

impl ExactStrings {
    /// Returns the strings of a diagnosis; `None` if what had to be signed is not known, or a secret
    /// is hidden in it.
    #[must_use]
    pub fn of(diagnosis: &Diagnosis) -> Option<Self> {
        let exact = |lines: &[SignedLine]| SignedLine::join(lines).map(ExactString);
        let expected = Some(&diagnosis.expected).filter(|lines| !lines.is_empty())?;
        Some(Self {
            expected: exact(expected)?,
            signed: diagnosis.signed.as_deref().and_then(exact),
        })
    }

    /// Writes each string to a file of a folder, what had to be signed under the name `expected`,
    /// and removes what an earlier diagnosis knew; returns the names of the files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written or removed.
    pub fn save<'n>(&self, folder: &Path, expected: &'n str) -> Result<Vec<&'n str>, FileError> {
        create_folder(folder, FOLDER_MODE)?;
        let file =
            |name: &str, string: &ExactString| AtomicFile::secret(&folder.join(name), &string.0);
        let mut files = vec![file(expected, &self.expected)?];
        let mut names = vec![expected];
        let path = folder.join(SIGNED_FILE);
        match &self.signed {
            Some(signed) => {
                files.push(file(SIGNED_FILE, signed)?);
                names.push(SIGNED_FILE);
            }
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(FileError::of(FileAction::Remove, &path)(error));
                }
                Ok(()) | Err(_) => {}
            },
        }
        commit_all(files)?;
        Ok(names)
    }
}

impl Serialize for ExactString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(bytes) = self;
        let digest = Sha256::digest(bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut object = serializer.serialize_struct("ExactString", 3)?;
        object.serialize_field("base64", &STANDARD.encode(bytes))?;
        object.serialize_field("bytes", &bytes.len())?;
        object.serialize_field("sha256", &digest)?;
        object.end()
    }
}
