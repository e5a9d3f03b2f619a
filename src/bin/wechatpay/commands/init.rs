//! `init`: makes a profile of what the merchant console exports, and checks it.

mod answers;
mod args;
mod complete;
mod failures;
mod report;

use std::path::{Path, PathBuf};

use wechatpay::ambient;
use wechatpay::profile::{BASE_URL, Inputs, Profile, Secret};
use wechatpay::sandbox::Identity;
use wechatpay::setup::{
    self, Account, AccountFiles, Answered, Answers, Hints, KeyCheck, Merchant, MerchantChoice,
    NewProfile, SecretInput, ServerUrls,
};

pub(crate) use self::args::Args;
use self::complete::{Complete, KeyState};
use self::report::Report;
use super::doctor;
use crate::context::Context;
use crate::environment;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let file = target(context);
    let profile = if context.global.sandbox {
        context.ensure_local().await?;
        of_sandbox(args, &file, context)?
    } else {
        Box::pin(of_account(args, &file, context)).await?
    };
    Box::pin(finish(profile, &file, args, context)).await
}

/// Returns the file that profiles are read from, or will be.
fn target(context: &Context) -> PathBuf {
    let Inputs {
        config, candidates, ..
    } = context.inputs();
    config.unwrap_or_else(|| {
        let existing = candidates.iter().find(|file| file.exists());
        let file = existing.or_else(|| candidates.first());
        file.cloned()
            .unwrap_or_else(|| PathBuf::from("merchant.toml"))
    })
}

async fn of_account(args: &Args, file: &Path, context: &Context) -> Result<Complete, CliError> {
    let given = args.given(context);
    let mut answers = Answers::new(&given, context);
    let files = AccountFiles::read(&answers.account()?)?;
    let wanted = MerchantChoice {
        mchid: args.mchid.clone(),
        serial_no: args.serial_no.clone(),
    };
    let account = open(&files, &wanted, &answers, context)?;
    let wanted = answers.wanted(wanted, &account)?;
    let merchant = account.merchant(&wanted, ambient::now())?;
    let name = name_of_profile(&merchant, context)?;
    let replace = may_replace(file, &name, args.force, context)?;
    answers.for_profile(&name);
    let keep = answers.kept();
    if context.may_ask() {
        report::introduce(&merchant, context);
    }
    report::warn_unpaired(&merchant, context);
    let Answered {
        appid,
        apiv3_key,
        apiv3_input,
        app_secret,
        notify_url,
        public_key,
        private_key,
        ..
    } = answers.ask(&merchant, account.public_key())?;
    let mut profile = NewProfile {
        name,
        mchid: merchant.mchid.clone(),
        appid,
        serial_no: merchant.serial_no.clone(),
        private_key,
        certificate: merchant.certificate_pem.clone(),
        apiv3_key: Some(apiv3_key),
        app_secret,
        notify_url,
        public_key,
        platform_files: Vec::new(),
        servers: servers(context),
        keep,
    };
    let key = match apiv3_input {
        None => KeyState::NotRead,
        Some(_) if args.offline || context.is_dry() => KeyState::NotChecked,
        Some(given) => check(given, &merchant, &mut profile, context).await?,
    };
    let sources = std::iter::once(merchant.key_file).chain(merchant.certificate_file);
    Ok(Complete {
        sources: sources.collect(),
        not_after: merchant.not_after,
        profile,
        key,
        replace,
    })
}

fn name_of_profile(merchant: &Merchant, context: &Context) -> Result<String, CliError> {
    match &context.global.profile {
        Some(name) if setup::is_name(name) => Ok(name.clone()),
        Some(name) => Err(CliError::usage(text!("init-name", name))),
        None => Ok(merchant.mchid.to_string()),
    }
}

/// Reads the account, and asks for the password of a container that does not open.
fn open(
    files: &AccountFiles,
    wanted: &MerchantChoice,
    answers: &Answers<'_, Context>,
    context: &Context,
) -> Result<Account, CliError> {
    let password = context.global.p12_password.as_deref();
    let mut hints = Hints {
        mchid: wanted.mchid.clone(),
        p12_password: password.filter(|text| !text.is_empty()).map(Secret::from),
    };
    let account = Account::of(files, &hints);
    let Some(path) = account.locked_container() else {
        return Ok(account);
    };
    let Some(password) = answers.container_password(path)? else {
        return Ok(account);
    };
    hints.p12_password = Some(password);
    Ok(Account::of(files, &hints))
}

/// Tells whether a profile of that name is replaced: by option, or once a person says so.
fn may_replace(file: &Path, name: &str, force: bool, context: &Context) -> Result<bool, CliError> {
    if !file.exists() {
        return Ok(false);
    }
    let listing = Profile::list(&Inputs {
        config: Some(file.to_owned()),
        ..context.inputs()
    });
    let known = match listing {
        Ok(listing) => listing
            .profiles
            .iter()
            .any(|profile| profile.name() == name),
        Err(error) => return Err(error.into()),
    };
    if !known || force {
        return Ok(known);
    }
    if context.may_ask() && context.ask(&text!("init-ask-replace", file, name))? {
        return Ok(true);
    }
    Err(CliError::config(text!("init-exists", file, name)))
}

/// Returns the addresses that were given as options, which the profile keeps.
fn servers(context: &Context) -> ServerUrls {
    let global = &context.global;
    ServerUrls {
        base_url: global.base_url.clone(),
        backup_base_url: global.backup_base_url.clone(),
        mp_base_url: global.mp_base_url.clone(),
    }
}

/// Checks the APIv3 key at WeChat Pay, and adds the platform certificates that it opens. One that
/// was typed and is wrong can be typed again.
async fn check(
    given: SecretInput,
    merchant: &Merchant,
    profile: &mut NewProfile,
    context: &Context,
) -> Result<KeyState, CliError> {
    let variable = || environment::text("WECHATPAY_BASE_URL");
    let base = context.global.base_url.clone().or_else(variable);
    let base = base.as_deref().unwrap_or(BASE_URL);
    let mut given = given;
    for tries in 1.. {
        let transport = context.transport(base)?;
        let retries = context.global.retries().min(1);
        let client = context.client_with(profile.signer(merchant)?, transport, retries);
        let key = given.apiv3_key()?;
        match setup::check_apiv3_key(&client, &key).await {
            KeyCheck::Opens(files) => {
                profile.platform_files = files;
                return Ok(KeyState::Verified);
            }
            KeyCheck::NoCertificates => return Ok(KeyState::NoCertificates),
            KeyCheck::Failed(error) => {
                let reason = CliError::from(error).message;
                context.output.warn(text!("init-not-checked", reason));
                return Ok(KeyState::NotChecked);
            }
            KeyCheck::DoesNotOpen(error) => {
                let failure = CliError::config(text!("init-wrong-apiv3-key")).keep_source(error);
                if !given.is_typed || tries == MAX_KEYS {
                    return Err(failure);
                }
                context.output.warn(failure.message.clone());
                let Some(other) = Answers::apiv3_key_again(context)? else {
                    return Err(failure);
                };
                let kept = profile.apiv3_key.take();
                profile.apiv3_key = kept.map(|kept| kept.with(&other.text));
                given = other;
            }
        }
    }
    Ok(KeyState::NotChecked)
}

/// A key that was typed is checked no more often.
const MAX_KEYS: usize = 3;

/// Returns the profile of the sandbox's own merchant.
fn of_sandbox(args: &Args, file: &Path, context: &Context) -> Result<Complete, CliError> {
    let data = context.sandbox_data()?;
    let identity = Identity::open(&data)?;
    let running = match context.local() {
        Some(handle) => handle.running().clone(),
        None => sandbox_handle::running(&data),
    };
    let profile = NewProfile::of_sandbox(&identity, running)?;
    Ok(Complete {
        sources: vec![identity.folder().to_owned()],
        not_after: None,
        key: KeyState::NotChecked,
        replace: may_replace(file, &profile.name, args.force, context)?,
        profile,
    })
}

/// Writes the profile, keeps its keys out of git, and checks it.
async fn finish(
    complete: Complete,
    file: &Path,
    args: &Args,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let profile = &complete.profile;
    if context.is_dry() {
        let preview = setup::preview(file, profile, complete.replace)?;
        let report = Report::preview(&complete, file, preview);
        return context.output.show(&report);
    }
    let written = setup::write(file, profile, complete.replace)?;
    if let Err(error) = &written.ignored {
        let path = error.path().to_owned();
        context.output.warn(text!("init-not-ignored", path));
    }
    let mut checked = context.for_profile(&written.file, &profile.name);
    let doctor = doctor::examine(args.offline, &mut checked).await;
    context.output.show(&Report::of(&complete, written, doctor))
}
