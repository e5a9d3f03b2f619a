//! What was made of an account, and what `doctor` says about it.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::setup::{KeptSecret, Merchant, NewProfile, Preview, Unpaired, Written};

use super::super::doctor;
use super::complete::{Complete, KeyState};
use crate::context::Context;
use crate::error::keys;
use crate::text;
use crate::ui::{Page, Render, Text, Tone, count};

#[derive(Default, Serialize)]
pub(super) struct Report {
    profile: String,
    file: PathBuf,
    /// Whether it was written, and not only shown.
    written: bool,
    replaced: bool,
    live: bool,
    mchid: String,
    appid: Option<String>,
    serial_no: String,
    /// The last moment of the certificate.
    not_after: Option<String>,
    sources: Vec<PathBuf>,
    secrets: Secrets,
    apiv3_key_check: KeyState,
    public_key_id: Option<String>,
    platform_certificates: usize,
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
    /// The `.gitignore` that was added to.
    gitignore: Option<PathBuf>,
    default_profile: Option<String>,
    healthy: Option<bool>,
    doctor: Option<doctor::Report>,
    /// The fields of the replaced profile that stay.
    kept: Vec<String>,
    /// The fields of the replaced profile that are gone.
    dropped: Vec<String>,
    /// The file as it would be.
    preview: Option<String>,
    #[serde(skip)]
    variables: Vec<String>,
}

/// Where each secret is kept: `file`, `env`, `command` or `keyring`.
#[derive(Default, Serialize)]
struct Secrets {
    private_key: &'static str,
    apiv3_key: Option<&'static str>,
    app_secret: Option<&'static str>,
}

impl Report {
    fn new(complete: &Complete, file: &Path) -> Self {
        let profile = &complete.profile;
        let kept = |secret: &Option<KeptSecret>| secret.as_ref().map(KeptSecret::place);
        Self {
            profile: profile.name.clone(),
            file: file.to_owned(),
            replaced: complete.replace,
            live: !profile.mchid.is_of_sandbox(),
            mchid: profile.mchid.to_string(),
            appid: profile.appid.as_ref().map(ToString::to_string),
            serial_no: profile.serial_no.to_string(),
            not_after: complete.not_after.map(Timestamp::to_rfc3339),
            sources: complete.sources.clone(),
            secrets: Secrets {
                private_key: profile.private_key.place(),
                apiv3_key: kept(&profile.apiv3_key),
                app_secret: kept(&profile.app_secret),
            },
            apiv3_key_check: complete.key,
            public_key_id: profile.public_key.as_ref().map(|key| key.id.to_string()),
            platform_certificates: profile.platform_files.len(),
            variables: unset_variables(profile),
            ..Self::default()
        }
    }

    /// Reports what would be written.
    pub(super) fn preview(complete: &Complete, file: &Path, preview: Preview) -> Self {
        Self {
            preview: Some(preview.text),
            kept: preview.kept,
            dropped: preview.dropped,
            ..Self::new(complete, file)
        }
    }

    /// Reports what was written.
    pub(super) fn of(complete: &Complete, written: Written, doctor: doctor::Report) -> Self {
        Self {
            written: true,
            folder: Some(written.folder),
            files: written.files,
            gitignore: written.ignored.ok().flatten(),
            default_profile: written.default_profile,
            kept: written.kept,
            dropped: written.dropped,
            healthy: Some(doctor.is_healthy()),
            doctor: Some(doctor),
            ..Self::new(complete, &written.file)
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "init";

    fn render(&self, page: &mut Page) {
        if let Some(preview) = &self.preview {
            page.toned(Tone::Dim, text!("init-preview", file = self.file));
            page.lines(preview.trim_end());
            self.render_replaced(page);
            return;
        }
        if let Some(doctor) = &self.doctor {
            doctor.render(page);
            page.line("");
        }
        let (profile, file) = (&self.profile, &self.file);
        page.toned(Tone::Good, text!("init-written", profile, file));
        if let Some(folder) = &self.folder {
            let files = count(self.files.len());
            page.line(text!("init-written-keys", files, folder));
        }
        self.render_replaced(page);
        if let Some(path) = &self.gitignore {
            page.line(text!("init-ignored", path));
        }
        match self.apiv3_key_check {
            KeyState::Verified => page.line(text!("init-key-verified")),
            KeyState::NoCertificates => page.line(text!("init-key-no-certificates")),
            KeyState::NotChecked | KeyState::NotRead => {}
        }
        for name in &self.variables {
            page.toned(Tone::Doubtful, text!("init-set-variable", name));
        }
        if self.default_profile.as_ref() != Some(&self.profile) {
            page.line(text!("init-not-default", profile));
        }
    }
}

impl Report {
    fn render_replaced(&self, page: &mut Page) {
        if !self.kept.is_empty() {
            page.line(text!("init-kept", fields = Text::list(&self.kept)));
        }
        if !self.dropped.is_empty() {
            page.toned(
                Tone::Doubtful,
                text!("init-dropped", fields = Text::list(&self.dropped)),
            );
        }
    }
}

/// Returns the variables that hold a secret and are not set yet.
fn unset_variables(profile: &NewProfile) -> Vec<String> {
    let secrets = [
        Some(&profile.private_key),
        profile.apiv3_key.as_ref(),
        profile.app_secret.as_ref(),
    ];
    let names = secrets.into_iter().flatten().filter_map(|kept| match kept {
        KeptSecret::Variable(name) => Some(name.clone()),
        KeptSecret::File(_) | KeptSecret::Command(_) | KeptSecret::Keyring { .. } => None,
    });
    names
        .filter(|name| crate::environment::text(name).is_none())
        .collect()
}

/// Tells a person who is asked what was found.
pub(super) fn introduce(merchant: &Merchant, context: &Context) {
    let (mchid, serial_no, key) = (&merchant.mchid, &merchant.serial_no, &merchant.key_file);
    context.output.note(match merchant.not_after {
        Some(end) => {
            let end = end.to_rfc3339();
            text!("init-found", mchid, serial_no, end, key)
        }
        None => text!("init-found-key", mchid, serial_no, key),
    });
    for serial_no in &merchant.older {
        context.output.note(text!("init-older", serial_no));
    }
}

/// Warns of keys and certificates that are left out, though they look like the merchant's.
pub(super) fn warn_unpaired(merchant: &Merchant, context: &Context) {
    let key = &merchant.key_file;
    for unpaired in &merchant.unpaired {
        context.output.warn(match unpaired {
            Unpaired::Key(path) => text!("init-unpaired-key", path, key),
            Unpaired::Certificate(path) => text!("init-unpaired-certificate", path, key),
            Unpaired::Unusable { path, error } => {
                text!("init-unusable", path, reason = keys::problem(error))
            }
        });
    }
}
