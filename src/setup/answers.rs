//! What a setup asks for beside the account: the questions, and what can be wrong with an answer.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::new_profile::{KeptSecret, PublicKey};
use super::secret_input::SecretInput;
use crate::notify_url::{NotifyUrl, NotifyUrlError};
use crate::profile::{ProfileError, Secret};
use crate::protocol::id::{Appid, IdError, Mchid};

/// What was answered beforehand, and is not asked for.
#[derive(Debug, Default, Clone)]
pub struct GivenAnswers {
    /// The account.
    pub account: Option<PathBuf>,
    /// The App ID.
    pub appid: Option<Appid>,
    /// The file of the APIv3 key.
    pub apiv3_key_file: Option<PathBuf>,
    /// The file of the app secret.
    pub app_secret_file: Option<PathBuf>,
    /// The URL, or `none`.
    pub notify_url: Option<String>,
    /// The file of WeChat Pay's public key.
    pub public_key: Option<PathBuf>,
    /// The id of that key, or `none`.
    pub public_key_id: Option<String>,
    /// Where the private key is kept, as a [`SecretDestination`](super::SecretDestination).
    pub private_key_in: Option<String>,
    /// Where the APIv3 key is kept.
    pub apiv3_key_in: Option<String>,
    /// Where the app secret is kept.
    pub app_secret_in: Option<String>,
    /// Whether the profile is of a sandbox, which reaches addresses of this machine.
    pub of_sandbox: bool,
}

/// All answers.
#[non_exhaustive]
pub struct Answered {
    /// The App ID.
    pub appid: Option<Appid>,
    /// The private key.
    pub private_key: KeptSecret,
    /// The APIv3 key.
    pub apiv3_key: KeptSecret,
    /// The APIv3 key itself, if it can be read now.
    pub apiv3_input: Option<SecretInput>,
    /// The app secret.
    pub app_secret: Option<KeptSecret>,
    /// Where notifications go.
    pub notify_url: Option<NotifyUrl>,
    /// WeChat Pay's public key.
    pub public_key: Option<PublicKey>,
}

/// A question to a person.
#[derive(Debug, Clone, Copy)]
pub enum Question<'q> {
    /// Where the account is.
    Account,
    /// Which merchant's, of several.
    Merchant(&'q [Mchid]),
    /// The password of a container.
    ContainerPassword(&'q Path),
    /// The App ID.
    Appid,
    /// Where the private key is kept: a file, a variable, a command or the keyring.
    PrivateKeyPlace,
    /// Where the APIv3 key is kept: the same four.
    ApiV3KeyPlace,
    /// The name of a variable; this one if nothing is entered.
    Variable(&'q str),
    /// A command line.
    Command,
    /// The APIv3 key.
    ApiV3Key,
    /// The id of the public key in a file.
    PublicKeyId(&'q Path),
    /// Where notifications go.
    NotifyUrl,
}

/// An answer that can be given beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The App ID.
    Appid,
    /// The file of the APIv3 key.
    ApiV3KeyFile,
    /// The file of the app secret.
    AppSecretFile,
    /// The id of the public key.
    PublicKeyId,
    /// Where the private key is kept.
    PrivateKeyPlace,
    /// Where the APIv3 key is kept.
    ApiV3KeyPlace,
    /// Where the app secret is kept.
    AppSecretPlace,
}

/// Why there is no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No account was named, and there is none here.
    #[error("no account is named")]
    NoAccount,
    /// Nothing may be asked, and these answers are missing.
    #[error("answers are missing")]
    Missing(Vec<Answer>),
    /// The input ended.
    #[error("not answered")]
    Unanswered,
    /// A person did not answer this.
    #[error("not answered")]
    LeftOut(Answer),
    /// Nothing was entered.
    #[error("this cannot be left out")]
    Needed,
    /// It is not an App ID.
    #[error(transparent)]
    Appid(IdError),
    /// The value of a variable cannot be used.
    #[error("the value of {name} cannot be used")]
    Variable {
        /// The variable.
        name: &'static str,
        /// Why.
        source: IdError,
    },
    /// It is not the name of a variable.
    #[error("not the name of a variable")]
    VariableName,
    /// It is not where a secret can be kept. It may be the secret, so it is not repeated.
    #[error("not where a secret is kept")]
    Place(Answer),
    /// WeChat Pay does not accept the URL, or does not reach it.
    #[error("the notify_url cannot be used: {0}")]
    NotifyUrl(NotifyUrlError),
    /// It is not the id of a public key.
    #[error("not the id of a WeChat Pay public key")]
    PublicKeyId,
    /// There is an id, and no key.
    #[error("there is no public key")]
    NoPublicKey,
    /// A secret or a key cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

/// Who answers, and what the process can read.
pub trait Respondent {
    /// Why something cannot be read or asked.
    type Failure: From<AnswerError>;

    /// Tells whether a person can be asked.
    fn may_ask(&self) -> bool;

    /// Asks for a line; `None` once the input has ended.
    ///
    /// # Errors
    /// Returns an error if the person ends the setup.
    fn line(&self, question: Question<'_>) -> Result<Option<String>, Self::Failure>;

    /// Asks for a secret, which is not shown; `None` once the input has ended.
    ///
    /// # Errors
    /// Returns an error if the person ends the setup.
    fn secret(&self, question: Question<'_>) -> Result<Option<Secret>, Self::Failure>;

    /// Asks for one of the answers that a question has, and returns its place; `None` once the input
    /// has ended.
    ///
    /// # Errors
    /// Returns an error if the person ends the setup.
    fn choice(&self, question: Question<'_>) -> Result<Option<usize>, Self::Failure>;

    /// Says what is wrong with the last answer; it is asked for again.
    fn complain(&self, why: &Self::Failure);

    /// Reads a file.
    ///
    /// # Errors
    /// Returns an error if it cannot be read.
    fn file(&self, path: &Path) -> Result<Vec<u8>, Self::Failure>;

    /// Returns the value of an environment variable.
    fn variable(&self, name: &str) -> Option<String>;

    /// Returns the variables that a command must not get.
    fn withheld(&self) -> Vec<OsString>;

    /// Returns how long a command may take.
    fn command_timeout(&self) -> Duration;
}
