//! Making a profile out of what the merchant console exports: the folder, the ZIP or the `.p12`.
//!
//! [`AccountFiles`] reads small files and nothing else, [`Account`] finds the key pairs in them,
//! [`Answers`] finds or asks for the rest, and [`write()`] adds a [`NewProfile`] to a profile file, with its key files in a folder beside it: all
//! of it, or nothing.

mod account;
mod account_error;
mod answers;
mod asking;
mod check;
mod container;
mod files;
mod ignore;
mod keyring;
mod new_profile;
mod pem;
#[cfg(feature = "sandbox")]
mod sandbox_profile;
mod secret_destination;
mod secret_input;
mod unfinished;
mod write;

pub use account::{Account, Hints, Merchant, MerchantChoice, PublicKeyFile, Unpaired};
pub use account_error::{AccountError, Instead};
pub use answers::{Answer, AnswerError, Answered, GivenAnswers, Question, Respondent};
pub use asking::Answers;
pub use check::{KeyCheck, check_apiv3_key};
pub use files::{AccountFile, AccountFiles, ArchiveFault, ReadError};
pub use keyring::StoreError;
pub use new_profile::{KeptSecret, NewProfile, PlatformFile, PublicKey, ServerUrls};
pub use secret_destination::{SecretDestination, SecretDestinationError};
pub use secret_input::SecretInput;
pub use write::{Preview, WriteError, Written, is_name, preview, write};
