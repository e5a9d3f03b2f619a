//! Languages and programs that each have their own way to set what to trust.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::protocol::id::IdError;

/// A language, or a program, with its own setting of what HTTP clients trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// `crypto/tls`, on Unix other than macOS.
    Go,
    /// Node.js.
    Node,
    /// requests, urllib, httpx.
    Python,
    /// curl and streams of PHP.
    Php,
    /// `Net::HTTP` and what is built on it.
    Ruby,
    /// `HttpClient`, on Linux.
    Dotnet,
    /// reqwest, ureq and others with the system's certificates.
    Rust,
    /// The command.
    Curl,
    /// The JVM.
    Java,
}

impl Runtime {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Go,
        Self::Node,
        Self::Python,
        Self::Php,
        Self::Ruby,
        Self::Dotnet,
        Self::Rust,
        Self::Curl,
        Self::Java,
    ];

    /// Returns the name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::Node => "node",
            Self::Python => "python",
            Self::Php => "php",
            Self::Ruby => "ruby",
            Self::Dotnet => "dotnet",
            Self::Rust => "rust",
            Self::Curl => "curl",
            Self::Java => "java",
        }
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Runtime {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::ALL
            .into_iter()
            .find(|runtime| runtime.as_str() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::as_str).join(", ");
                IdError::not_one_of(text, names)
            })
    }
}
