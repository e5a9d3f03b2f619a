//! What cannot be derived from the account: by option, by variable, or by asking.

use std::path::{Path, PathBuf};

use wechatpay::notify_url::NotifyUrl;
use wechatpay::profile::{Field, ProfileError, Secret, ValueSource, secret_command, unquoted};
use wechatpay::protocol::id::{Appid, Mchid, SerialNo};
use wechatpay::protocol::key_material::{self, MaterialKind};
use wechatpay::setup::{
    Account, KeptSecret, Merchant, PublicKey, PublicKeyFile, SecretDestination,
    SecretDestinationError, SecretInput, Wanted,
};
use zeroize::Zeroizing;

use super::super::doctor;
use super::args::Args;
use crate::args;
use crate::context::Context;
use crate::environment;
use crate::error::{CliError, reason};
use crate::text;
use crate::ui::Text;

/// A question is asked no more often.
const MAX_TRIES: usize = 3;

/// What leaves an answer out.
const NONE: &str = "none";

/// The answers, and which of them are missing where nothing may be asked.
pub(super) struct Answers<'a> {
    args: &'a Args,
    context: &'a Context,
    may_ask: bool,
    /// The name of the profile.
    profile: String,
    missing: Vec<&'static str>,
}

/// All answers.
pub(super) struct Answered {
    pub(super) appid: Option<Appid>,
    pub(super) private_key: KeptSecret,
    pub(super) apiv3_key: KeptSecret,
    /// The key itself, if it can be read now.
    pub(super) apiv3_input: Option<SecretInput>,
    pub(super) app_secret: Option<KeptSecret>,
    pub(super) notify_url: Option<NotifyUrl>,
    pub(super) public_key: Option<PublicKey>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(args: &'a Args, context: &'a Context) -> Self {
        Self {
            args,
            context,
            may_ask: context.may_ask(),
            profile: String::new(),
            missing: Vec::new(),
        }
    }

    /// Takes the name of the profile, which the names of its entries in the keyring begin with.
    pub(super) fn for_profile(&mut self, name: &str) {
        name.clone_into(&mut self.profile);
    }

    /// Returns what stays of a profile that is replaced: all but the fields of the account, unless
    /// it is left out by option.
    pub(super) fn kept(&self) -> Vec<Field> {
        let is_none = |answer: &Option<String>| answer.as_deref() == Some(NONE);
        let mut kept = vec![Field::SubMchid, Field::SubAppid, Field::AppSecret];
        if !is_none(&self.args.notify_url) {
            kept.push(Field::NotifyUrl);
        }
        if !is_none(&self.args.public_key_id) {
            kept.extend([Field::PublicKey, Field::PublicKeyId]);
        }
        kept
    }

    /// Returns the path of the account: the folder here, if it has a key.
    pub(super) fn account(&self) -> Result<PathBuf, CliError> {
        if let Some(path) = &self.args.account {
            return Ok(path.clone());
        }
        let here = PathBuf::from(".");
        let names = [
            "apiclient_key.pem",
            "apiclient_cert.pem",
            "apiclient_cert.p12",
        ];
        if names.iter().any(|name| here.join(name).exists()) {
            return Ok(here);
        }
        if self.may_ask {
            let question = text!("init-ask-account");
            // A file manager pastes a path between quotes, or with a space at its end.
            let read = |text: &str| Ok(PathBuf::from(unquoted(text)));
            if let Some(path) = self.asked(&question, read)? {
                return Ok(path);
            }
        }
        Err(CliError::usage(text!("init-no-account")))
    }

    /// Asks for the merchant number if the account has key pairs of several.
    pub(super) fn wanted(&self, wanted: Wanted, account: &Account) -> Result<Wanted, CliError> {
        let mchids = account.mchids();
        if wanted.mchid.is_some() || wanted.serial_no.is_some() || mchids.len() < 2 || !self.may_ask
        {
            return Ok(wanted);
        }
        let items: Vec<Text> = mchids.iter().map(|mchid| mchid.as_str().into()).collect();
        let chosen = self
            .context
            .ask_choice(&text!("init-ask-merchant"), &items)?;
        Ok(Wanted {
            mchid: chosen.map(|chosen| mchids[chosen].clone()),
            ..wanted
        })
    }

    /// Returns the password of a container that its merchant number does not open; none if nothing
    /// is entered.
    pub(super) fn container_password(
        context: &Context,
        path: &Path,
    ) -> Result<Option<Secret>, CliError> {
        if !context.may_ask() {
            return Ok(None);
        }
        let typed = context.ask_secret(&text!("init-ask-p12-password", path))?;
        Ok(typed.filter(|password| !password.expose().is_empty()))
    }

    /// Returns all answers.
    ///
    /// # Errors
    /// Returns one error that names every missing answer, or an error about a wrong one.
    pub(super) fn ask(
        mut self,
        merchant: &Merchant,
        public_key: Option<PublicKeyFile>,
    ) -> Result<Answered, CliError> {
        let appid = self.appid()?;
        let private_key = self.private_key(merchant)?;
        let apiv3 = self.apiv3_key(&merchant.mchid)?;
        let app_secret = self.app_secret()?;
        let public_key = self.public_key(public_key)?;
        let notify_url = self.notify_url()?;
        if !self.missing.is_empty() {
            let options = Text::list(&self.missing);
            return Err(CliError::usage(text!("init-missing", options)));
        }
        let (apiv3_key, apiv3_input) = apiv3.ok_or_else(unanswered)?;
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

    fn appid(&mut self) -> Result<Option<Appid>, CliError> {
        if let Some(appid) = &self.args.appid {
            return Ok(Some(appid.clone()));
        }
        let variable = "WECHATPAY_APPID";
        if let Some(appid) = environment::parsed(variable, str::parse::<Appid>)? {
            return Ok(Some(appid));
        }
        let read = |text: &str| {
            let wrong = |error| CliError::usage(reason(&error as &dyn std::error::Error));
            text.parse::<Appid>().map_err(wrong)
        };
        self.required("--appid", &text!("init-ask-appid"), read)
    }

    fn private_key(&mut self, merchant: &Merchant) -> Result<KeptSecret, CliError> {
        let what = text!("init-the-private-key");
        let name = format!("WECHATPAY_{}_PRIVATE_KEY", merchant.mchid);
        let place = self.place(
            destination(self.args.private_key_in.as_ref(), "--private-key-in")?,
            &what,
            &name,
        )?;
        let content = Some(merchant.key_pem.clone());
        let kept = place.keep(content, &self.entry(Field::PrivateKey));
        kept.ok_or_else(unanswered)
    }

    /// Returns where the APIv3 key is kept, and the key, unless it cannot be read now.
    fn apiv3_key(
        &mut self,
        mchid: &Mchid,
    ) -> Result<Option<(KeptSecret, Option<SecretInput>)>, CliError> {
        let what = text!("init-the-apiv3-key");
        let name = format!("WECHATPAY_{mchid}_APIV3_KEY");
        let place = self.place(
            destination(self.args.apiv3_key_in.as_ref(), "--apiv3-key-in")?,
            &what,
            &name,
        )?;
        let input = match &place {
            SecretDestination::File => self.apiv3_input()?,
            SecretDestination::Variable(name) => of_variable(name),
            SecretDestination::Command(line) => Some(SecretInput::of_command(
                Field::ApiV3Key,
                line,
                environment::secrets(),
                secret_command::timeout(environment::has_desktop()),
            )?),
            SecretDestination::Keyring(entry) => self.in_keyring(entry.as_deref())?,
        };
        if let Some(input) = &input {
            input.apiv3_key()?;
        }
        let entry = self.entry(Field::ApiV3Key);
        let kept = match (&place, &input) {
            (SecretDestination::Keyring(_), None) => None,
            _ => place.keep(input.as_ref().map(SecretInput::content), &entry),
        };
        Ok(kept.map(|kept| (kept, input)))
    }

    /// Returns the name of an entry of the keyring.
    fn entry(&self, field: Field) -> String {
        format!("{}/{field}", self.profile)
    }

    /// Returns the APIv3 key for the keyring: what is configured, what is there already, or what is
    /// typed.
    fn in_keyring(&mut self, entry: Option<&str>) -> Result<Option<SecretInput>, CliError> {
        let option = self.args.apiv3_key_file.as_deref();
        if let Some(input) = configured(option, Field::ApiV3Key)? {
            return Ok(Some(input));
        }
        let name = entry.map_or_else(|| self.entry(Field::ApiV3Key), str::to_owned);
        match SecretInput::of_keyring(Field::ApiV3Key, &name, environment::secrets())? {
            Some(input) => Ok(Some(input)),
            None => self.apiv3_input(),
        }
    }

    fn apiv3_input(&mut self) -> Result<Option<SecretInput>, CliError> {
        let typed = || self.context.ask_secret(&text!("init-ask-apiv3-key"));
        let option = self.args.apiv3_key_file.as_deref();
        if let Some(input) = configured(option, Field::ApiV3Key)? {
            return Ok(Some(input));
        }
        if !self.may_ask {
            self.missing.push("--apiv3-key-file");
            return Ok(None);
        }
        for _ in 0..MAX_TRIES {
            let Some(text) = typed()? else {
                break;
            };
            if text.expose().is_empty() {
                self.context.output.warn(text!("init-needed"));
                continue;
            }
            let input = SecretInput::typed(text);
            match input.apiv3_key() {
                Ok(_) => return Ok(Some(input)),
                Err(error) => self.complain(&error.into()),
            }
        }
        Err(left_out("--apiv3-key-file"))
    }

    /// Asks for the APIv3 key again, after WeChat Pay's certificates did not open with it.
    pub(super) fn apiv3_key_again(context: &Context) -> Result<Option<SecretInput>, CliError> {
        let text = context.ask_secret(&text!("init-ask-apiv3-key"))?;
        let Some(text) = text.filter(|text| !text.expose().is_empty()) else {
            return Ok(None);
        };
        let input = SecretInput::typed(text);
        input.apiv3_key()?;
        Ok(Some(input))
    }

    fn app_secret(&mut self) -> Result<Option<KeptSecret>, CliError> {
        let option = self.args.app_secret_file.as_deref();
        let place = destination(self.args.app_secret_in.as_ref(), "--app-secret-in")?;
        let place = place.unwrap_or(SecretDestination::File);
        let entry = self.entry(Field::AppSecret);
        let input = match &place {
            SecretDestination::File => configured(option, Field::AppSecret)?,
            SecretDestination::Keyring(name) => {
                let name = name.as_ref().unwrap_or(&entry);
                let input = match configured(option, Field::AppSecret)? {
                    Some(input) => Some(input),
                    None => {
                        SecretInput::of_keyring(Field::AppSecret, name, environment::secrets())?
                    }
                };
                if input.is_none() {
                    self.missing.push("--app-secret-file");
                }
                input
            }
            SecretDestination::Variable(_) | SecretDestination::Command(_) => None,
        };
        Ok(place.keep(input.as_ref().map(SecretInput::content), &entry))
    }

    fn notify_url(&mut self) -> Result<Option<NotifyUrl>, CliError> {
        let is_sandbox = self.context.global.base_url.is_some();
        let read = |text: &str| -> Result<NotifyUrl, CliError> {
            let url = text.parse::<NotifyUrl>();
            url.and_then(|url| url.check_reachable(is_sandbox).map(|()| url))
                .map_err(|fault| {
                    let reason = doctor::notify_url_fault(fault);
                    CliError::usage(text!("init-notify-url", reason))
                })
        };
        let variable = || environment::text("WECHATPAY_NOTIFY_URL");
        match self.args.notify_url.clone().or_else(variable) {
            Some(text) if text == NONE => Ok(None),
            Some(text) => read(&text).map(Some),
            None if self.may_ask => self.asked(&text!("init-ask-notify-url"), read),
            None => Ok(None),
        }
    }

    /// Returns WeChat Pay's public key with its id, which only the merchant console tells.
    fn public_key(&mut self, found: Option<PublicKeyFile>) -> Result<Option<PublicKey>, CliError> {
        let text = self.args.public_key_id.clone();
        let text = text.or_else(|| environment::text("WECHATPAY_PUBLIC_KEY_ID"));
        if text.as_deref() == Some(NONE) {
            return Ok(None);
        }
        let found = match &self.args.public_key {
            Some(path) => Some(public_key_file(path)?),
            None => found,
        };
        let Some(found) = found else {
            return match text {
                Some(_) => Err(CliError::usage(text!("init-no-public-key"))),
                None => Ok(None),
            };
        };
        let read = |text: &str| {
            let id = text.parse::<SerialNo>().ok();
            id.filter(SerialNo::is_public_key_id)
                .ok_or_else(|| CliError::usage(text!("init-public-key-id")))
        };
        let path = &found.path;
        let id = match (text, found.id) {
            (Some(text), _) => Some(read(&text)?),
            (None, Some(id)) => Some(id),
            (None, None) => {
                let question = text!("init-ask-public-key-id", path);
                self.required("--public-key-id", &question, read)?
            }
        };
        Ok(id.map(|id| PublicKey { id, pem: found.pem }))
    }

    /// Returns where a secret is kept; `variable` is the name that is proposed.
    fn place(
        &self,
        option: Option<SecretDestination>,
        what: &Text,
        variable: &str,
    ) -> Result<SecretDestination, CliError> {
        if let Some(place) = option {
            return Ok(place);
        }
        if !self.may_ask {
            return Ok(SecretDestination::File);
        }
        let items = [
            text!("init-place-file"),
            text!("init-place-env"),
            text!("init-place-command"),
            text!("init-place-keyring"),
        ];
        let chosen = self
            .context
            .ask_choice(&text!("init-ask-place", what), &items)?;
        match chosen {
            Some(0) => Ok(SecretDestination::File),
            Some(1) => {
                let question = text!("init-ask-variable", variable);
                let read = |text: &str| {
                    let name = SecretDestination::is_variable(text).then(|| text.to_owned());
                    name.ok_or_else(|| CliError::usage(text!("init-reason-variable")))
                };
                let name = self.asked(&question, read)?;
                Ok(SecretDestination::Variable(
                    name.unwrap_or_else(|| variable.to_owned()),
                ))
            }
            Some(2) => {
                let read = |text: &str| Ok(text.to_owned());
                let line = self.asked(&text!("init-ask-command"), read)?;
                line.map(SecretDestination::Command).ok_or_else(unanswered)
            }
            Some(_) => Ok(SecretDestination::Keyring(None)),
            None => Err(unanswered()),
        }
    }

    /// Asks for an answer that is needed, or notes the option that gives it.
    fn required<T>(
        &mut self,
        option: &'static str,
        question: &Text,
        read: impl Fn(&str) -> Result<T, CliError>,
    ) -> Result<Option<T>, CliError> {
        let read = |text: &str| {
            if text.is_empty() {
                return Err(CliError::usage(text!("init-needed")));
            }
            read(text).map(Some)
        };
        let answer = if self.may_ask {
            self.answered(question, read)?
        } else {
            None
        };
        match answer {
            None if self.may_ask => Err(left_out(option)),
            None => {
                self.missing.push(option);
                Ok(None)
            }
            answer => Ok(answer),
        }
    }

    /// Asks for an answer until it can be read; none if nothing is entered.
    fn asked<T>(
        &self,
        question: &Text,
        read: impl Fn(&str) -> Result<T, CliError>,
    ) -> Result<Option<T>, CliError> {
        let read = |text: &str| match text {
            "" => Ok(None),
            text => read(text).map(Some),
        };
        self.answered(question, read)
    }

    /// Asks for an answer, which may be nothing, until it can be read; none if the input has ended.
    fn answered<T>(
        &self,
        question: &Text,
        read: impl Fn(&str) -> Result<Option<T>, CliError>,
    ) -> Result<Option<T>, CliError> {
        let mut last = None;
        for _ in 0..MAX_TRIES {
            let Some(text) = self.context.ask_line(question)? else {
                return Ok(None);
            };
            match read(&text) {
                Ok(answer) => return Ok(answer),
                Err(error) => {
                    self.complain(&error);
                    last = Some(error);
                }
            }
        }
        Err(last.unwrap_or_else(unanswered))
    }

    fn complain(&self, error: &CliError) {
        let lang = self.context.output.lang;
        let causes = error.causes(lang);
        let words: Vec<String> = std::iter::once(error.message(lang)).chain(causes).collect();
        self.context.output.warn(words.join(": "));
    }
}

/// Reads the place that an option names. What is not one may be the secret itself, and is not
/// repeated.
fn destination(text: Option<&String>, option: &str) -> Result<Option<SecretDestination>, CliError> {
    let read = text.map(|text| text.parse::<SecretDestination>());
    read.transpose().map_err(|SecretDestinationError { .. }| {
        CliError::usage(text!("init-place", option)).with_cause(text!("init-reason-place"))
    })
}

/// The failure to answer what cannot be left out.
fn left_out(option: &'static str) -> CliError {
    unanswered().with_cause(text!("init-missing", options = option))
}

fn unanswered() -> CliError {
    CliError::usage(text!("init-unanswered"))
}

/// Reads a secret from the file that an option names, or from the field's variables.
fn configured(option: Option<&Path>, field: Field) -> Result<Option<SecretInput>, CliError> {
    let of_file = |path: &Path| -> Result<Option<SecretInput>, CliError> {
        let content = Zeroizing::new(args::file(path)?);
        Ok(Some(SecretInput::of_file(field, path, &content)?))
    };
    if let Some(path) = option {
        return of_file(path);
    }
    for variable in field.variables() {
        if let Some(text) = environment::text(variable) {
            return if variable.ends_with("_FILE") {
                of_file(Path::new(&text))
            } else {
                Ok(of_variable(variable))
            };
        }
    }
    Ok(None)
}

fn of_variable(name: &str) -> Option<SecretInput> {
    environment::text(name).map(|value| SecretInput::of_variable(name, value))
}

/// Reads the file of WeChat Pay's public key that an option names.
fn public_key_file(path: &Path) -> Result<PublicKeyFile, CliError> {
    let bytes = args::file(path)?;
    let found = key_material::read(&bytes);
    PublicKeyFile::read(path, &bytes).ok_or_else(|| {
        let expected = MaterialKind::PublicKey;
        let problem = wechatpay::protocol::keys::KeyError::OtherKind {
            expected,
            found: found.kind(),
        };
        CliError::from(ProfileError::Invalid {
            field: Field::PublicKey,
            from: ValueSource::File(path.display().to_string()),
            path: Some(path.to_owned()),
            problem: problem.into(),
        })
    })
}
