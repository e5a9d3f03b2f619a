//! What a command runs in: options, profile, client, and the sandbox if one is used.

pub(crate) mod http;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use wechatpay::ambient;
use wechatpay::profile::{
    Environment, Inputs, Overrides, Profile, ProfileError, Secret, SecretSource, secret_command,
    system_keyring,
};
use wechatpay::protocol::keys::{SigningKey, VerifyingKey};
use wechatpay::sandbox::SandboxHandle;
use wechatpay::shell;

use crate::args;
use crate::environment;
use crate::error::{self, CliError, Kind, keys};
use crate::options::Global;
use crate::sandbox_handle;
use crate::shutdown::{self, Shutdown, Signals};
use crate::text;
use crate::ui::{self, Lang, Output, Text};

/// Everything that is the same for all commands. A copy goes to a thread where reading the
/// profile may block: a secret's command, or a pipe.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) output: Output,
    overrides: Overrides,
    environment: Environment,
    profile: std::cell::OnceCell<Profile>,
    remarked: std::cell::Cell<bool>,
    local: Option<SandboxHandle>,
    sandbox_data: Option<PathBuf>,
    shutdown: Shutdown,
}

/// Returns where profiles are looked for unless a file is named; the first that exists is taken.
pub(crate) fn profile_files() -> Vec<PathBuf> {
    let home = dirs::config_dir().map(|folder| folder.join("wechatpay/merchant.toml"));
    std::iter::once(PathBuf::from("merchant.toml"))
        .chain(home)
        .collect()
}

impl Context {
    /// Creates what a command runs in; `overrides` are the fields of the profile that its own
    /// options override.
    pub(crate) fn new(global: Global, overrides: Overrides) -> Self {
        let output = global.output();
        let overrides = Overrides {
            base_url: global.base_url.clone(),
            backup_base_url: global.backup_base_url.clone(),
            mp_base_url: global.mp_base_url.clone(),
            p12_password: global
                .p12_password
                .as_deref()
                .filter(|password| !password.is_empty())
                .map(|password| SecretSource::Text(Secret::from(password))),
            ..overrides
        };
        Self {
            global,
            output,
            overrides,
            environment: Environment::new(environment::variable, |command, withheld| {
                let named = withheld.iter().map(OsString::from);
                let timeout = secret_command::timeout(environment::has_desktop());
                secret_command::run(command, named.chain(environment::secrets()), timeout)
            })
            .with_keyring(|name, withheld| {
                let named = withheld.iter().map(OsString::from);
                system_keyring::lookup(name, named.chain(environment::secrets()))
            }),
            profile: std::cell::OnceCell::new(),
            remarked: std::cell::Cell::new(false),
            local: None,
            sandbox_data: None,
            shutdown: Shutdown::default(),
        }
    }

    /// Returns the language that an option or our variable chooses.
    pub(crate) fn chosen_language(&self) -> Option<Lang> {
        self.global.lang
    }

    /// Whether requests are shown instead of sent.
    pub(crate) fn is_dry(&self) -> bool {
        self.global.dry_run || self.global.curl
    }

    /// Returns what profiles are found and made with.
    pub(crate) fn inputs(&self) -> Inputs {
        Inputs {
            config: self
                .global
                .config
                .clone()
                .filter(|path| !path.as_os_str().is_empty()),
            candidates: profile_files(),
            profile: self.global.profile.clone(),
            overrides: self.overrides.clone(),
            home: dirs::home_dir(),
            insecure_permissions: self.global.insecure_permissions,
            trusted_folders: self.trusted_folders(),
            environment: self.environment.clone(),
        }
    }

    /// Returns the folders whose files are trusted regardless of their owners.
    fn trusted_folders(&self) -> Vec<PathBuf> {
        let listed = environment::variable("WECHATPAY_TRUST_FOLDERS").unwrap_or_default();
        let listed = std::env::split_paths(&listed).map(args::in_home);
        let listed = listed.filter(|path| path.is_absolute());
        self.global
            .trust_folder
            .iter()
            .cloned()
            .chain(listed)
            .collect()
    }

    /// Returns the profile that is meant, after asking for it if that is possible.
    pub(crate) fn profile(&self) -> Result<&Profile, CliError> {
        if let Some(profile) = self.profile.get() {
            return Ok(profile);
        }
        let found = self.read_profile()?;
        Ok(self.profile.get_or_init(|| found))
    }

    /// Returns the private key of a profile, and warns once of what is wrong with its files.
    pub(crate) fn signing_key(&self, profile: &Profile) -> Result<SigningKey, CliError> {
        let merchant = profile.merchant_key()?;
        if !self.remarked.replace(true) {
            for remark in merchant.remarks(ambient::now()) {
                self.output.warn(error::remark(&remark));
            }
            self.warn_of_unused_files(profile);
        }
        Ok(merchant.key)
    }

    /// Returns the key that the merchant's signatures verify with, and warns as
    /// [`Context::signing_key`] does if that is the private key's.
    pub(crate) fn merchant_verifying_key(
        &self,
        profile: &Profile,
    ) -> Result<VerifyingKey, CliError> {
        if profile.has_private_key() {
            return Ok(self.signing_key(profile)?.into_verifying_key());
        }
        Ok(profile.merchant_verifying_key()?)
    }

    /// Warns of the files of platform certificates that are not used.
    pub(crate) fn warn_of_unused_files(&self, profile: &Profile) {
        for file in profile.unused_platform_files() {
            self.output.warn(keys::unused(&file));
        }
    }

    /// Reads the profile again, and the secrets that commands print.
    pub(crate) fn fresh_profile(&self) -> Result<Profile, CliError> {
        self.environment.forget();
        self.read_profile()
    }

    fn read_profile(&self) -> Result<Profile, CliError> {
        if self.global.sandbox {
            sandbox_handle::profile(
                &self.sandbox_data()?,
                self.local.as_ref(),
                self.overrides.clone(),
            )
        } else {
            self.load()
        }
    }

    /// Whether no profile is configured; a command that only explains a text does not need one.
    pub(crate) fn is_unconfigured(&self) -> bool {
        let found = || Profile::load(&self.inputs());
        !self.global.sandbox
            && matches!(
                found(),
                Err(ProfileError::NoConfiguration { profile: None, .. })
            )
    }

    /// Returns how this process ends.
    pub(crate) fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    /// Hands signals to the command, which finishes what it has started; returns what waits for
    /// the first.
    pub(crate) fn take_signals(&self) -> impl Future<Output = Kind> + use<> {
        let mut signals = self.signals();
        async move { signals.next().await }
    }

    /// Does the same for a command that handles more than one.
    pub(crate) fn signals(&self) -> Signals {
        self.shutdown.handle()
    }

    /// Returns a command line that means the same merchant and the same WeChat Pay as this one's,
    /// for a shell.
    pub(crate) fn command_line(&self, rest: &[&str]) -> String {
        let mut words = vec!["wechatpay".to_owned()];
        words.extend(self.global.selection());
        words.extend(rest.iter().map(|word| shell::word(word)));
        // Every command that such a line names takes it.
        let sub_mchid = self.overrides.sub_mchid.as_ref();
        words.extend(sub_mchid.map(|sub_mchid| format!("--sub-mchid {sub_mchid}")));
        words.join(" ")
    }

    fn load(&self) -> Result<Profile, CliError> {
        let mut inputs = self.inputs();
        match Profile::load(&inputs) {
            Err(ProfileError::Ambiguous { known, .. }) if self.may_ask() => {
                inputs.profile = Some(self.select(&known, &inputs)?);
                Ok(Profile::load(&inputs)?)
            }
            other => Ok(other?),
        }
    }

    /// Whether a person can be asked, and may be.
    pub(crate) fn may_ask(&self) -> bool {
        !self.global.no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Lets a person select a profile; live ones are marked.
    fn select(&self, names: &[String], inputs: &Inputs) -> Result<String, CliError> {
        let lang = self.output.lang;
        let listed = Profile::list(inputs)?.profiles;
        let live = text!("live-mark").show(lang);
        let items =
            names.iter().map(
                |name| match listed.iter().find(|profile| profile.name() == name) {
                    Some(profile) if profile.is_live() => format!("{name}  {live}"),
                    Some(_) | None => name.clone(),
                },
            );
        let select = dialoguer::Select::with_theme(&ui::ListTheme)
            .with_prompt(text!("profile-select").show(lang))
            .items(items)
            .default(0);
        match self.answer(ui::ask_with_keys(|| select.interact_opt()))? {
            Ok(Some(selected)) => Ok(names[selected].clone()),
            // Esc, which leaves like Ctrl-C.
            Ok(None) => Err(shutdown::failure(Kind::Interrupted)),
            Err(error) => Err(CliError::usage(text!("profile-not-selected")).with_source(error)),
        }
    }

    /// Asks whether to do something that cannot be undone; without a terminal, `--yes` is needed.
    pub(crate) fn confirm(&self, question: impl Into<Text>) -> Result<(), CliError> {
        if self.global.yes {
            return Ok(());
        }
        let question = question.into();
        if self.may_ask() && self.ask(&question)? {
            Ok(())
        } else {
            Err(CliError::usage(text!("usage-not-confirmed", question)))
        }
    }

    /// Shows what is about to happen with real money, and asks whether it shall.
    pub(crate) fn confirm_live(&self, facts: &Text) -> Result<(), CliError> {
        // In a line of its own, since a prompt is drawn again with each key.
        self.output.tell(facts);
        if self.ask(&text!("live-go-ahead"))? {
            Ok(())
        } else {
            Err(CliError::usage(text!("live-not-confirmed")))
        }
    }

    /// Asks a question that only y, yes or 是 and Enter agree to.
    pub(crate) fn ask(&self, question: &Text) -> Result<bool, CliError> {
        let question = question.show(self.output.lang);
        let answer = self.answer(ui::ask(|| ui::confirm(&question)))?;
        Ok(answer.unwrap_or(false))
    }

    /// Asks for a line of text; none if it is empty, or the input has ended.
    pub(crate) fn ask_line(&self, question: &Text) -> Result<Option<String>, CliError> {
        self.ask_behind_colon(question, ui::line)
    }

    /// Asks for a secret, which is not shown; none if the input has ended.
    pub(crate) fn ask_secret(&self, question: &Text) -> Result<Option<Secret>, CliError> {
        self.ask_behind_colon(question, ui::secret)
    }

    fn ask_behind_colon<T>(
        &self,
        question: &Text,
        prompt: impl FnOnce(&str) -> dialoguer::Result<Option<T>>,
    ) -> Result<Option<T>, CliError> {
        let lang = self.output.lang;
        let question = question.show(lang) + lang.colon();
        let answer = self.answer(ui::ask(|| prompt(&question)))?;
        Ok(answer.unwrap_or(None))
    }

    /// Lets a person choose one of several, the first if nothing is entered; none if the input has
    /// ended.
    pub(crate) fn ask_choice(
        &self,
        question: &Text,
        items: &[Text],
    ) -> Result<Option<usize>, CliError> {
        let items: Vec<String> = items
            .iter()
            .map(|item| item.show(self.output.lang))
            .collect();
        let question = question.show(self.output.lang);
        let wrong = text!("ui-choose-one", count = items.len()).show(self.output.lang);
        Ok(self
            .answer(ui::ask(|| ui::choice(&question, &items, &wrong)))?
            .unwrap_or(None))
    }

    /// Returns what a command runs in that is about another profile of a file.
    pub(crate) fn for_profile(&self, file: &Path, name: &str) -> Self {
        let mut other = self.clone();
        other.profile = std::cell::OnceCell::new();
        other.global.config = Some(file.to_owned());
        other.global.profile = Some(name.to_owned());
        other.global.sandbox = false;
        other
    }

    /// Returns what a prompt came to; a signal, and Ctrl-C, which a prompt reads as a key, end the
    /// command.
    fn answer<T>(&self, asked: dialoguer::Result<T>) -> Result<dialoguer::Result<T>, CliError> {
        match &asked {
            Err(dialoguer::Error::IO(error)) if error.kind() == std::io::ErrorKind::Interrupted => {
                Err(shutdown::failure(self.shutdown().of_prompt()))
            }
            Ok(_) | Err(_) => Ok(asked),
        }
    }

    /// Uses another data folder for the sandbox, if there is one.
    pub(crate) fn use_sandbox_data(&mut self, folder: Option<PathBuf>) {
        self.sandbox_data = folder;
    }

    /// Returns the sandbox's data folder. The path is absolute if the current folder is known, since
    /// profiles and programs get it that are used elsewhere.
    pub(crate) fn sandbox_data(&self) -> Result<PathBuf, CliError> {
        match self
            .sandbox_data
            .as_ref()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            Some(folder) => Ok(std::path::absolute(folder).unwrap_or_else(|_| folder.clone())),
            None => sandbox_handle::default_data(),
        }
    }

    /// Makes sure that a sandbox runs, if one is used.
    pub(crate) async fn ensure_local(&mut self) -> Result<(), CliError> {
        if self.global.sandbox && self.local.is_none() {
            self.local = Some(sandbox_handle::start(&self.sandbox_data()?, self.is_dry()).await?);
        }
        Ok(())
    }

    /// Returns the sandbox that [`Context::ensure_local`] started or found.
    pub(crate) fn local(&self) -> Option<&SandboxHandle> {
        self.local.as_ref()
    }
}
