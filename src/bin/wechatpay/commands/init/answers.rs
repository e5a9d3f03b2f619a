//! What cannot be derived from the account: by option, by variable, or by asking.

use std::path::{Path, PathBuf};

use wechatpay::notify_url::NotifyUrl;
use wechatpay::profile::system_keyring::{self, KeyringError};
use wechatpay::profile::{Field, Problem, ProfileError, Secret, ValueSource, secret_command};
use wechatpay::protocol::id::{Appid, Mchid, SerialNo};
use wechatpay::protocol::key_material::{self, MaterialKind};
use wechatpay::protocol::resource::ApiV3Key;
use wechatpay::setup::{Account, KeptSecret, Merchant, PublicKey, PublicKeyFile, Wanted};
use zeroize::Zeroizing;

use super::super::doctor;
use super::options::Args;
use super::place::{Place, is_variable};
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
    pub(super) apiv3_text: Option<ApiV3Text>,
    pub(super) app_secret: Option<KeptSecret>,
    pub(super) notify_url: Option<NotifyUrl>,
    pub(super) public_key: Option<PublicKey>,
}

/// The APIv3 key that was given.
pub(super) struct ApiV3Text {
    pub(super) text: Secret,
    /// Whether it was typed, and can be typed again.
    pub(super) is_typed: bool,
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
            let read = |text: &str| Ok(PathBuf::from(unquoted_path(text)));
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
        let (apiv3_key, apiv3_text) = apiv3.ok_or_else(unanswered)?;
        Ok(Answered {
            appid,
            private_key,
            apiv3_key,
            apiv3_text,
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
            typed(self.args.private_key_in.as_ref(), "--private-key-in")?,
            &what,
            &name,
        )?;
        Ok(match place {
            Place::File => KeptSecret::File(merchant.key_pem.clone()),
            Place::Variable(name) => KeptSecret::Variable(name),
            Place::Command(line) => KeptSecret::Command(line),
            Place::Keyring(entry) => KeptSecret::Keyring {
                name: entry.unwrap_or_else(|| self.entry(Field::PrivateKey)),
                content: Some(merchant.key_pem.clone()),
            },
        })
    }

    /// Returns where the APIv3 key is kept, and the key, unless it cannot be read now.
    fn apiv3_key(
        &mut self,
        mchid: &Mchid,
    ) -> Result<Option<(KeptSecret, Option<ApiV3Text>)>, CliError> {
        let what = text!("init-the-apiv3-key");
        let name = format!("WECHATPAY_{mchid}_APIV3_KEY");
        let place = self.place(
            typed(self.args.apiv3_key_in.as_ref(), "--apiv3-key-in")?,
            &what,
            &name,
        )?;
        let given = match &place {
            Place::File => self.apiv3_text()?,
            Place::Variable(name) => of_variable(name),
            Place::Command(line) => Some(of_command(line)?),
            Place::Keyring(entry) => self.in_keyring(entry.as_deref())?,
        };
        let text = match given {
            Some((text, from, is_typed)) => {
                apiv3_key(&text, from)?;
                Some(ApiV3Text { text, is_typed })
            }
            None => None,
        };
        let entry = self.entry(Field::ApiV3Key);
        let kept = match (&place, &text) {
            (Place::Keyring(_), None) => None,
            _ => place.keep(text.as_ref().map(|given| &given.text), &entry),
        };
        Ok(kept.map(|kept| (kept, text)))
    }

    /// Returns the name of an entry of the keyring.
    fn entry(&self, field: Field) -> String {
        format!("{}/{field}", self.profile)
    }

    /// Returns the APIv3 key for the keyring: what is given, what is there already, or what is
    /// typed.
    fn in_keyring(&mut self, entry: Option<&str>) -> Result<Option<Given>, CliError> {
        let option = self.args.apiv3_key_file.as_deref();
        if let Some(given) = given(option, Field::ApiV3Key)? {
            return Ok(Some(given));
        }
        let name = entry.map_or_else(|| self.entry(Field::ApiV3Key), str::to_owned);
        match of_keyring(&name, Field::ApiV3Key)? {
            Some(text) => Ok(Some((text, ValueSource::Keyring(name), false))),
            None => self.apiv3_text(),
        }
    }

    fn apiv3_text(&mut self) -> Result<Option<Given>, CliError> {
        let typed = || self.context.ask_secret(&text!("init-ask-apiv3-key"));
        let option = self.args.apiv3_key_file.as_deref();
        if let Some(given) = given(option, Field::ApiV3Key)? {
            return Ok(Some(given));
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
            match apiv3_key(&text, ValueSource::Option) {
                Ok(_) => return Ok(Some((text, ValueSource::Option, true))),
                Err(error) => self.complain(&error),
            }
        }
        Err(left_out("--apiv3-key-file"))
    }

    /// Asks for the APIv3 key again, after WeChat Pay's certificates did not open with it.
    pub(super) fn apiv3_key_again(context: &Context) -> Result<Option<Secret>, CliError> {
        let text = context.ask_secret(&text!("init-ask-apiv3-key"))?;
        let Some(text) = text.filter(|text| !text.expose().is_empty()) else {
            return Ok(None);
        };
        apiv3_key(&text, ValueSource::Option).map(|_| Some(text))
    }

    fn app_secret(&mut self) -> Result<Option<KeptSecret>, CliError> {
        let option = self.args.app_secret_file.as_deref();
        let place = typed(self.args.app_secret_in.as_ref(), "--app-secret-in")?;
        let place = place.unwrap_or(Place::File);
        Ok(match place {
            Place::File => {
                let given = given(option, Field::AppSecret)?;
                given.map(|(text, ..)| KeptSecret::file(&text))
            }
            Place::Keyring(entry) => {
                let name = entry.unwrap_or_else(|| self.entry(Field::AppSecret));
                let text = match given(option, Field::AppSecret)? {
                    Some((text, ..)) => Some(text),
                    None => of_keyring(&name, Field::AppSecret)?,
                };
                if text.is_none() {
                    self.missing.push("--app-secret-file");
                }
                Place::Keyring(Some(name)).keep(text.as_ref(), "")
            }
            other @ (Place::Variable(_) | Place::Command(_)) => other.keep(None, ""),
        })
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
    fn place(&self, option: Option<Place>, what: &Text, variable: &str) -> Result<Place, CliError> {
        if let Some(place) = option {
            return Ok(place);
        }
        if !self.may_ask {
            return Ok(Place::File);
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
            Some(0) => Ok(Place::File),
            Some(1) => {
                let question = text!("init-ask-variable", variable);
                let read = |text: &str| {
                    let name = is_variable(text).then(|| text.to_owned());
                    name.ok_or_else(|| CliError::usage(text!("init-reason-variable")))
                };
                let name = self.asked(&question, read)?;
                Ok(Place::Variable(name.unwrap_or_else(|| variable.to_owned())))
            }
            Some(2) => {
                let read = |text: &str| Ok(text.to_owned());
                let line = self.asked(&text!("init-ask-command"), read)?;
                line.map(Place::Command).ok_or_else(unanswered)
            }
            Some(_) => Ok(Place::Keyring(None)),
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

/// A secret, where it was read from, and whether it was typed.
type Given = (Secret, ValueSource, bool);

/// Reads the place that an option names. What is not one may be the secret itself, and is not
/// repeated.
fn typed(text: Option<&String>, option: &str) -> Result<Option<Place>, CliError> {
    let read = text.map(|text| text.parse::<Place>());
    read.transpose().map_err(|error| {
        let reason = reason(&error as &dyn std::error::Error);
        CliError::usage(text!("init-place", option)).with_cause(reason)
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
fn given(option: Option<&Path>, field: Field) -> Result<Option<Given>, CliError> {
    let of_file = |path: &Path| -> Result<Given, CliError> {
        let bytes = Zeroizing::new(args::file(path)?);
        let from = ValueSource::File(path.display().to_string());
        let invalid = |problem| {
            CliError::from(ProfileError::Invalid {
                field,
                from: from.clone(),
                path: Some(path.to_owned()),
                problem,
            })
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| invalid(Problem::NotText))?;
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(invalid(Problem::Empty));
        }
        Ok((Secret::from(text), from.clone(), false))
    };
    if let Some(path) = option {
        return of_file(path).map(Some);
    }
    for variable in field.variables() {
        if let Some(text) = environment::text(variable) {
            return if variable.ends_with("_FILE") {
                of_file(Path::new(&text)).map(Some)
            } else {
                Ok(of_variable(variable))
            };
        }
    }
    Ok(None)
}

fn of_variable(name: &str) -> Option<Given> {
    let text = environment::text(name)?;
    let from = ValueSource::Variable(name.to_owned());
    Some((Secret::new(text), from, false))
}

/// Returns an entry of the keyring; none if there is none.
fn of_keyring(name: &str, field: Field) -> Result<Option<Secret>, CliError> {
    match system_keyring::lookup(name, environment::secrets()) {
        Ok(entry) if entry.is_empty() => Ok(None),
        Ok(entry) => {
            let text = String::from_utf8_lossy(&entry);
            Ok(Some(Secret::from(text.trim_end_matches(['\r', '\n']))))
        }
        Err(KeyringError::NoEntry) => Ok(None),
        Err(source) => Err(ProfileError::Keyring {
            field,
            name: name.to_owned(),
            source,
        }
        .into()),
    }
}

fn of_command(line: &str) -> Result<Given, CliError> {
    let field = Field::ApiV3Key;
    let timeout = secret_command::timeout(environment::has_desktop());
    let output = secret_command::run(line, environment::secrets(), timeout)
        .map_err(|source| ProfileError::Command { field, source })?;
    let output = Zeroizing::new(output);
    let text = String::from_utf8_lossy(&output);
    let text = Secret::from(text.trim_end_matches(['\r', '\n']));
    Ok((text, ValueSource::Command, false))
}

/// Checks that a text is an APIv3 key by its form.
pub(super) fn apiv3_key(text: &Secret, from: ValueSource) -> Result<ApiV3Key, CliError> {
    ApiV3Key::new(text.expose()).map_err(|error| {
        CliError::from(ProfileError::Invalid {
            field: Field::ApiV3Key,
            from,
            path: None,
            problem: error.into(),
        })
    })
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

/// Returns a path as a file manager pastes it: between quotes, or with a space at its end.
fn unquoted_path(text: &str) -> &str {
    wechatpay::profile::unquoted(text)
}
