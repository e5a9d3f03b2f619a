//! `sandbox add-merchant` and `sandbox merchants`: the merchants of a sandbox.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::protocol::id::{Appid, Mchid, SerialNo};
use wechatpay::sandbox::{Identity, NewMerchant, Options, ProfileFile, Running, Sandbox};

use crate::commands::rows::fields;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// Which merchant, and whose sub-merchant it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    mchid: Option<Mchid>,
    #[arg(long, value_name = "MCHID")]
    sub_of: Option<Mchid>,
    #[arg(long, value_name = "FILE")]
    write_profile: Option<PathBuf>,
}

pub(crate) fn add(args: &Add, data: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    let sandbox = Sandbox::open(data, Options::default())?;
    let added = sandbox.add_merchant(&NewMerchant {
        mchid: args.mchid.clone(),
        service_provider: args.sub_of.clone(),
        ..NewMerchant::default()
    })?;
    if let Some(file) = &args.write_profile {
        write_profile(file, &sandbox, &sandbox_handle::running(data), context)?;
    }
    context.output.show(&Added(Merchant::new(&added)))
}

pub(crate) fn list(data: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    let sandbox = Sandbox::open(data, Options::default())?;
    let merchants = sandbox.merchants()?;
    let merchants = merchants.iter().map(|one| Merchant::new(one)).collect();
    context.output.show(&Listed { merchants })
}

/// Writes the profiles of all merchants.
pub(super) fn write_profile(
    file: &Path,
    sandbox: &Sandbox,
    running: &Running,
    context: &Context,
) -> Result<(), CliError> {
    ProfileFile::save(file, &sandbox.merchants()?, running)?;
    let path = file.display();
    context.output.note(text!("sandbox-profile-written", path));
    Ok(())
}

#[derive(Serialize)]
struct Merchant {
    mchid: Mchid,
    appid: Appid,
    serial_no: SerialNo,
    sub_mchid: Mchid,
    sub_appid: Appid,
    /// Whose sub-merchant it is.
    service_provider: Option<Mchid>,
    keys: PathBuf,
}

impl Merchant {
    fn new(identity: &Identity) -> Self {
        Self {
            mchid: identity.mchid().clone(),
            appid: identity.appid().clone(),
            serial_no: identity.serial_no().clone(),
            sub_mchid: identity.sub_mchid().clone(),
            sub_appid: identity.sub_appid().clone(),
            service_provider: identity.service_provider().cloned(),
            keys: identity.folder().to_owned(),
        }
    }

    fn render(&self, page: &mut Page) {
        fields!(page, {
            "mchid" => self.mchid.as_str(),
            "appid" => self.appid.as_str(),
            "serial_no" => self.serial_no.as_str(),
            "sub_mchid" => self.sub_mchid.as_str(),
            text!("sandbox-merchant-sub-of") => self.service_provider.as_ref().map(Mchid::as_str),
            text!("sandbox-merchant-keys") => self.keys.display().to_string(),
        });
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Added(Merchant);

impl Render for Added {
    const SCHEMA: &'static str = "sandbox-merchant";

    fn render(&self, page: &mut Page) {
        self.0.render(page);
        let mchid = &self.0.mchid;
        page.toned(Tone::Good, text!("sandbox-merchant-added", mchid));
    }
}

#[derive(Serialize)]
struct Listed {
    merchants: Vec<Merchant>,
}

impl Render for Listed {
    const SCHEMA: &'static str = "sandbox-merchants";

    fn render(&self, page: &mut Page) {
        for (at, merchant) in self.merchants.iter().enumerate() {
            if at > 0 {
                page.line("");
            }
            merchant.render(page);
        }
    }
}
