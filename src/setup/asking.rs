//! Finding the answers that an account does not give: given, in a variable, or asked for.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::account::{Account, Merchant, MerchantChoice, PublicKeyFile};
use super::answers::{Answer, AnswerError, Answered, GivenAnswers, Question, Respondent};
use super::new_profile::{KeptSecret, PublicKey};
use super::secret_destination::SecretDestination;
use super::secret_input::SecretInput;
use crate::notify_url::NotifyUrl;
use crate::profile::{Field, ProfileError, Secret, ValueSource, unquoted};
use crate::protocol::id::{Appid, Mchid, SerialNo};
use crate::protocol::key_material::{self, MaterialKind};
use crate::protocol::keys::KeyError;

/// A question is asked no more often.
const MAX_TRIES: usize = 3;

/// What leaves an answer out.
const NONE: &str = "none";

/// The files that make a folder an account.
const ACCOUNT_FILES: [&str; 3] = [
    "apiclient_key.pem",
    "apiclient_cert.pem",
    "apiclient_cert.p12",
];

/// The answers, and which of them are missing where nothing may be asked.
#[derive(Debug)]
pub struct Answers<'a, R> {
    given: &'a GivenAnswers,
    respondent: &'a R,
    /// The name of the profile.
    profile: String,
    missing: Vec<Answer>,
}

impl<'a, R: Respondent> Answers<'a, R> {
    /// Takes what is given, and asks `respondent` for the rest.
    #[must_use]
    pub fn new(given: &'a GivenAnswers, respondent: &'a R) -> Self {
        Self {
            given,
            respondent,
            profile: String::new(),
            missing: Vec::new(),
        }
    }

    /// Takes the name of the profile, which the names of its entries in the keyring begin with.
    pub fn for_profile(&mut self, name: &str) {
        name.clone_into(&mut self.profile);
    }

    /// Returns what stays of a profile that is replaced: all but the fields of the account, unless
    /// `none` was answered.
    #[must_use]
    pub fn kept(&self) -> Vec<Field> {
        let is_none = |answer: &Option<String>| answer.as_deref() == Some(NONE);
        let mut kept = vec![Field::SubMchid, Field::SubAppid, Field::AppSecret];
        if !is_none(&self.given.notify_url) {
            kept.push(Field::NotifyUrl);
        }
        if !is_none(&self.given.public_key_id) {
            kept.extend([Field::PublicKey, Field::PublicKeyId]);
        }
        kept
    }

    /// Returns the path of the account: the folder here, if it has a key.
    ///
    /// # Errors
    /// Returns an error if there is none, and none is answered.
    pub fn account(&self) -> Result<PathBuf, R::Failure> {
        if let Some(path) = &self.given.account {
            return Ok(path.clone());
        }
        let here = PathBuf::from(".");
        if ACCOUNT_FILES.iter().any(|name| here.join(name).exists()) {
            return Ok(here);
        }
        // A file manager pastes a path between quotes, or with a space at its end.
        let read = |text: &str| Ok(PathBuf::from(unquoted(text)));
        let answer = if self.respondent.may_ask() {
            self.asked(Question::Account, read)?
        } else {
            None
        };
        Ok(answer.ok_or(AnswerError::NoAccount)?)
    }

    /// Asks for the merchant number if the account has key pairs of several.
    ///
    /// # Errors
    /// Returns an error if the person ends the setup.
    pub fn wanted(
        &self,
        wanted: MerchantChoice,
        account: &Account,
    ) -> Result<MerchantChoice, R::Failure> {
        let mchids = account.mchids();
        let is_known = wanted.mchid.is_some() || wanted.serial_no.is_some() || mchids.len() < 2;
        if is_known || !self.respondent.may_ask() {
            return Ok(wanted);
        }
        let chosen = self.respondent.choice(Question::Merchant(&mchids))?;
        Ok(MerchantChoice {
            mchid: chosen.and_then(|chosen| mchids.get(chosen).cloned()),
            ..wanted
        })
    }

    /// Returns the password of a container that its merchant number does not open; `None` if
    /// nothing is entered.
    ///
    /// # Errors
    /// Returns an error if the person ends the setup.
    pub fn container_password(&self, path: &Path) -> Result<Option<Secret>, R::Failure> {
        if !self.respondent.may_ask() {
            return Ok(None);
        }
        let typed = self.respondent.secret(Question::ContainerPassword(path))?;
        Ok(typed.filter(|password| !password.expose().is_empty()))
    }

    /// Asks for the APIv3 key again, after WeChat Pay's certificates did not open with it.
    ///
    /// # Errors
    /// Returns an error if what is entered cannot be a key.
    pub fn apiv3_key_again(respondent: &R) -> Result<Option<SecretInput>, R::Failure> {
        let text = respondent.secret(Question::ApiV3Key)?;
        let Some(text) = text.filter(|text| !text.expose().is_empty()) else {
            return Ok(None);
        };
        let input = SecretInput::typed(text);
        input.apiv3_key().map_err(AnswerError::from)?;
        Ok(Some(input))
    }

    /// Returns all answers.
    ///
    /// # Errors
    /// Returns one error that names every missing answer, or an error about a wrong one.
    pub fn ask(
        mut self,
        merchant: &Merchant,
        public_key: Option<PublicKeyFile>,
    ) -> Result<Answered, R::Failure> {
        let appid = self.appid()?;
        let private_key = self.private_key(merchant)?;
        let apiv3 = self.apiv3_key(&merchant.mchid)?;
        let app_secret = self.app_secret()?;
        let public_key = self.public_key(public_key)?;
        let notify_url = self.notify_url()?;
        if !self.missing.is_empty() {
            return Err(AnswerError::Missing(self.missing).into());
        }
        let (apiv3_key, apiv3_input) = apiv3.ok_or(AnswerError::Unanswered)?;
        Ok(Answered {
            appid,
            private_key,
            apiv3_key,
            apiv3_input,
            app_secret,
            notify_url,
            public_key,
        })
    }

    fn appid(&mut self) -> Result<Option<Appid>, R::Failure> {
        if let Some(appid) = &self.given.appid {
            return Ok(Some(appid.clone()));
        }
        let name = "WECHATPAY_APPID";
        if let Some(text) = self.respondent.variable(name) {
            let refused = |source| AnswerError::Variable { name, source };
            return Ok(Some(text.parse().map_err(refused)?));
        }
        let read = |text: &str| Ok(text.parse::<Appid>().map_err(AnswerError::Appid)?);
        self.required(Answer::Appid, Question::Appid, read)
    }

    fn private_key(&self, merchant: &Merchant) -> Result<KeptSecret, R::Failure> {
        let place = self.place(
            self.given.private_key_in.as_ref(),
            Answer::PrivateKeyPlace,
            Question::PrivateKeyPlace,
            &format!("WECHATPAY_{}_PRIVATE_KEY", merchant.mchid),
        )?;
        let content = Some(merchant.key_pem.clone());
        let kept = place.keep(content, &self.entry(Field::PrivateKey));
        Ok(kept.ok_or(AnswerError::Unanswered)?)
    }

    /// Returns where the APIv3 key is kept, and the key, unless it cannot be read now.
    fn apiv3_key(
        &mut self,
        mchid: &Mchid,
    ) -> Result<Option<(KeptSecret, Option<SecretInput>)>, R::Failure> {
        let place = self.place(
            self.given.apiv3_key_in.as_ref(),
            Answer::ApiV3KeyPlace,
            Question::ApiV3KeyPlace,
            &format!("WECHATPAY_{mchid}_APIV3_KEY"),
        )?;
        let (field, file) = (Field::ApiV3Key, self.given.apiv3_key_file.as_deref());
        let input = match &place {
            SecretDestination::File => self.apiv3_input()?,
            SecretDestination::Variable(name) => self.of_variable(name),
            SecretDestination::Command(line) => {
                let withheld = self.respondent.withheld();
                let timeout = self.respondent.command_timeout();
                let output = SecretInput::of_command(field, line, withheld, timeout);
                Some(output.map_err(AnswerError::from)?)
            }
            SecretDestination::Keyring(name) => match self.stored(file, field, name.as_deref())? {
                Some(input) => Some(input),
                None => self.apiv3_input()?,
            },
        };
        if let Some(input) = &input {
            input.apiv3_key().map_err(AnswerError::from)?;
        }
        let kept = match (&place, &input) {
            (SecretDestination::Keyring(_), None) => None,
            _ => place.keep(input.as_ref().map(SecretInput::content), &self.entry(field)),
        };
        Ok(kept.map(|kept| (kept, input)))
    }

    /// Returns the name of an entry of the keyring.
    fn entry(&self, field: Field) -> String {
        format!("{}/{field}", self.profile)
    }

    /// Returns a secret for the keyring: what is configured, or what is there already.
    fn stored(
        &self,
        file: Option<&Path>,
        field: Field,
        name: Option<&str>,
    ) -> Result<Option<SecretInput>, R::Failure> {
        if let Some(input) = self.configured(file, field)? {
            return Ok(Some(input));
        }
        let name = name.map_or_else(|| self.entry(field), str::to_owned);
        let found = SecretInput::of_keyring(field, &name, self.respondent.withheld());
        Ok(found.map_err(AnswerError::from)?)
    }

    /// Reads a secret from the file that was given, or from the field's variables.
    fn configured(
        &self,
        file: Option<&Path>,
        field: Field,
    ) -> Result<Option<SecretInput>, R::Failure> {
        let of_file = |path: &Path| -> Result<Option<SecretInput>, R::Failure> {
            let content = Zeroizing::new(self.respondent.file(path)?);
            let input = SecretInput::of_file(field, path, &content);
            Ok(Some(input.map_err(AnswerError::from)?))
        };
        if let Some(path) = file {
            return of_file(path);
        }
        let set = |name| Some((name, self.respondent.variable(name)?));
        match field.variables().find_map(set) {
            Some((name, text)) if name.ends_with("_FILE") => of_file(Path::new(&text)),
            Some((name, text)) => Ok(Some(SecretInput::of_variable(name, text))),
            None => Ok(None),
        }
    }

    fn of_variable(&self, name: &str) -> Option<SecretInput> {
        let value = self.respondent.variable(name)?;
        Some(SecretInput::of_variable(name, value))
    }

    fn apiv3_input(&mut self) -> Result<Option<SecretInput>, R::Failure> {
        let file = self.given.apiv3_key_file.as_deref();
        if let Some(input) = self.configured(file, Field::ApiV3Key)? {
            return Ok(Some(input));
        }
        if !self.respondent.may_ask() {
            self.missing.push(Answer::ApiV3KeyFile);
            return Ok(None);
        }
        for _ in 0..MAX_TRIES {
            let Some(text) = self.respondent.secret(Question::ApiV3Key)? else {
                break;
            };
            if text.expose().is_empty() {
                self.respondent.complain(&AnswerError::Needed.into());
                continue;
            }
            let input = SecretInput::typed(text);
            match input.apiv3_key() {
                Ok(_) => return Ok(Some(input)),
                Err(error) => self.respondent.complain(&AnswerError::from(error).into()),
            }
        }
        Err(AnswerError::LeftOut(Answer::ApiV3KeyFile).into())
    }

    fn app_secret(&mut self) -> Result<Option<KeptSecret>, R::Failure> {
        let given = self.given.app_secret_in.as_ref();
        let place = destination(given, Answer::AppSecretPlace)?;
        let place = place.unwrap_or(SecretDestination::File);
        let (field, file) = (Field::AppSecret, self.given.app_secret_file.as_deref());
        let input = match &place {
            SecretDestination::File => self.configured(file, field)?,
            SecretDestination::Keyring(name) => {
                let input = self.stored(file, field, name.as_deref())?;
                if input.is_none() {
                    self.missing.push(Answer::AppSecretFile);
                }
                input
            }
            SecretDestination::Variable(_) | SecretDestination::Command(_) => None,
        };
        Ok(place.keep(input.as_ref().map(SecretInput::content), &self.entry(field)))
    }

    fn notify_url(&self) -> Result<Option<NotifyUrl>, R::Failure> {
        let of_sandbox = self.given.of_sandbox;
        let read = |text: &str| -> Result<NotifyUrl, R::Failure> {
            let url = text.parse::<NotifyUrl>();
            let reachable = url.and_then(|url| url.check_reachable(of_sandbox).map(|()| url));
            Ok(reachable.map_err(AnswerError::NotifyUrl)?)
        };
        let variable = || self.respondent.variable("WECHATPAY_NOTIFY_URL");
        match self.given.notify_url.clone().or_else(variable) {
            Some(text) if text == NONE => Ok(None),
            Some(text) => read(&text).map(Some),
            None if self.respondent.may_ask() => self.asked(Question::NotifyUrl, read),
            None => Ok(None),
        }
    }

    /// Returns WeChat Pay's public key with its id, which only the merchant console tells.
    fn public_key(
        &mut self,
        found: Option<PublicKeyFile>,
    ) -> Result<Option<PublicKey>, R::Failure> {
        let variable = || self.respondent.variable("WECHATPAY_PUBLIC_KEY_ID");
        let text = self.given.public_key_id.clone().or_else(variable);
        if text.as_deref() == Some(NONE) {
            return Ok(None);
        }
        let found = match &self.given.public_key {
            Some(path) => Some(self.public_key_file(path)?),
            None => found,
        };
        let found = match (found, &text) {
            (Some(found), _) => found,
            (None, Some(_)) => return Err(AnswerError::NoPublicKey.into()),
            (None, None) => return Ok(None),
        };
        let read = |text: &str| -> Result<SerialNo, R::Failure> {
            let id = text.parse::<SerialNo>().ok();
            let id = id.filter(SerialNo::is_public_key_id);
            Ok(id.ok_or(AnswerError::PublicKeyId)?)
        };
        let id = match (text, found.id) {
            (Some(text), _) => Some(read(&text)?),
            (None, Some(id)) => Some(id),
            (None, None) => {
                let question = Question::PublicKeyId(&found.path);
                self.required(Answer::PublicKeyId, question, read)?
            }
        };
        Ok(id.map(|id| PublicKey { id, pem: found.pem }))
    }

    /// Reads the file of WeChat Pay's public key that was given.
    fn public_key_file(&self, path: &Path) -> Result<PublicKeyFile, R::Failure> {
        let bytes = self.respondent.file(path)?;
        let other_kind = || ProfileError::Invalid {
            field: Field::PublicKey,
            from: ValueSource::File(path.display().to_string()),
            path: Some(path.to_owned()),
            problem: KeyError::OtherKind {
                expected: MaterialKind::PublicKey,
                found: key_material::read(&bytes).kind(),
            }
            .into(),
        };
        let read = PublicKeyFile::read(path, &bytes).ok_or_else(other_kind);
        Ok(read.map_err(AnswerError::from)?)
    }

    /// Returns where a secret is kept; `variable` is the name that is proposed.
    fn place(
        &self,
        given: Option<&String>,
        answer: Answer,
        question: Question<'_>,
        variable: &str,
    ) -> Result<SecretDestination, R::Failure> {
        if let Some(place) = destination(given, answer)? {
            return Ok(place);
        }
        if !self.respondent.may_ask() {
            return Ok(SecretDestination::File);
        }
        match self.respondent.choice(question)? {
            Some(0) => Ok(SecretDestination::File),
            Some(1) => {
                let read = |text: &str| {
                    let name = SecretDestination::is_variable(text).then(|| text.to_owned());
                    Ok(name.ok_or(AnswerError::VariableName)?)
                };
                let name = self.asked(Question::Variable(variable), read)?;
                let name = name.unwrap_or_else(|| variable.to_owned());
                Ok(SecretDestination::Variable(name))
            }
            Some(2) => {
                let line = self.asked(Question::Command, |text| Ok(text.to_owned()))?;
                let command = line.map(SecretDestination::Command);
                Ok(command.ok_or(AnswerError::Unanswered)?)
            }
            Some(_) => Ok(SecretDestination::Keyring(None)),
            None => Err(AnswerError::Unanswered.into()),
        }
    }

    /// Asks for an answer that is needed, or notes that it is missing.
    fn required<T>(
        &mut self,
        answer: Answer,
        question: Question<'_>,
        read: impl Fn(&str) -> Result<T, R::Failure>,
    ) -> Result<Option<T>, R::Failure> {
        if !self.respondent.may_ask() {
            self.missing.push(answer);
            return Ok(None);
        }
        let read = |text: &str| match text {
            "" => Err(AnswerError::Needed.into()),
            text => read(text).map(Some),
        };
        let answered = self.answered(question, read)?;
        Ok(Some(answered.ok_or(AnswerError::LeftOut(answer))?))
    }

    /// Asks for an answer until it can be read; none if nothing is entered.
    fn asked<T>(
        &self,
        question: Question<'_>,
        read: impl Fn(&str) -> Result<T, R::Failure>,
    ) -> Result<Option<T>, R::Failure> {
        self.answered(question, |text| match text {
            "" => Ok(None),
            text => read(text).map(Some),
        })
    }

    /// Asks for an answer, which may be nothing, until it can be read; none if the input has ended.
    fn answered<T>(
        &self,
        question: Question<'_>,
        read: impl Fn(&str) -> Result<Option<T>, R::Failure>,
    ) -> Result<Option<T>, R::Failure> {
        let mut last = None;
        for _ in 0..MAX_TRIES {
            let Some(text) = self.respondent.line(question)? else {
                return Ok(None);
            };
            match read(&text) {
                Ok(answer) => return Ok(answer),
                Err(failure) => {
                    self.respondent.complain(&failure);
                    last = Some(failure);
                }
            }
        }
        Err(last.unwrap_or_else(|| AnswerError::Unanswered.into()))
    }
}

/// Reads where a secret is kept. Any other text may be the secret itself, and is not
/// repeated.
fn destination(
    given: Option<&String>,
    answer: Answer,
) -> Result<Option<SecretDestination>, AnswerError> {
    let read = given.map(|text| text.parse::<SecretDestination>());
    read.transpose().map_err(|_| AnswerError::Place(answer))
}

#[cfg(test)]
#[path = "asking_tests.rs"]
mod tests;
