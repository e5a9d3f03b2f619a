//! `profile`: lists and shows profiles, secrets redacted.

use serde::Serialize;
use wechatpay::profile::{FieldSummary, Inputs, Origin, Profile, SecretPlace, Summary};

use super::rows::table;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

/// A secret is shown as where it comes from, never as itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    List,
    Show { name: Option<String> },
}

#[derive(Serialize)]
struct ListReport {
    file: Option<std::path::PathBuf>,
    default_profile: Option<String>,
    profiles: Vec<Summary>,
}

impl Render for ListReport {
    const SCHEMA: &'static str = "profile-list";

    fn render(&self, page: &mut Page) {
        if let Some(file) = &self.file {
            page.toned(Tone::Dim, file.display().to_string());
        }
        let [live, sandbox] = [text!("live-mark"), text!("live-mark-sandbox")];
        let money = [page.show(&sandbox), page.show(&live)];
        let is_default = |name| self.default_profile.as_ref() == Some(name);
        let field = |profile: &Summary, key: &str| {
            let found = profile.fields.iter().find(|field| field.field.key() == key);
            found.map(|field| field.value.clone()).unwrap_or_default()
        };
        table!(page, profile in &self.profiles => {
            text!("profile-column-profile") => profile.name.clone(),
            text!("profile-column-mchid") => field(profile, "mchid"),
            text!("profile-column-appid") => field(profile, "appid"),
            text!("profile-column-money") => money[usize::from(profile.live)].clone(),
            text!("profile-column-default") => if is_default(&profile.name) { "*" } else { "" },
        });
    }
}

#[derive(Serialize)]
struct ShowReport {
    #[serde(flatten)]
    profile: Summary,
}

/// Returns where a secret comes from.
fn place(place: &SecretPlace) -> Text {
    match place {
        SecretPlace::Variable(name) => text!("profile-in-variable", name),
        SecretPlace::File(path) => text!("profile-in-file", path),
        SecretPlace::Command => text!("profile-in-command"),
        SecretPlace::Keyring(name) => text!("profile-in-keyring", name),
        SecretPlace::Option => text!("profile-source-option"),
        SecretPlace::ProfileFile => text!("profile-in-profile-file"),
        SecretPlace::Preset => text!("profile-source-preset"),
    }
}

impl Render for ShowReport {
    const SCHEMA: &'static str = "profile-show";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Bold, &self.profile.name);
        if self.profile.live {
            page.toned(Tone::Doubtful, text!("live-profile"));
        } else {
            page.line(text!("live-profile-sandbox"));
        }
        let value = |field: &FieldSummary| match &field.secret_in {
            Some(secret_in) => page.show(&place(secret_in)),
            None => field.value.clone(),
        };
        table!(page, field in &self.profile.fields => {
            text!("profile-column-field") => field.field.key(),
            text!("profile-column-value") => value(field),
            text!("profile-column-set-by") => page.show(&set_by(field.origin)),
        });
    }
}

fn set_by(origin: Origin) -> Text {
    match origin {
        Origin::Option => text!("profile-set-by-option"),
        Origin::Environment(name) => text!("profile-set-by-environment", name),
        Origin::File => text!("profile-set-by-file"),
        Origin::Preset => text!("profile-set-by-preset"),
    }
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match self.action {
            Action::List => &["profile-list"],
            Action::Show { .. } => &["profile-show"],
        }
    }
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    match &args.action {
        Action::List => {
            let listing = Profile::list(&context.inputs())?;
            let profiles = listing.profiles.iter().map(Profile::summary).collect();
            context.output.show(&ListReport {
                file: listing.file,
                default_profile: listing.default_profile,
                profiles,
            })
        }
        Action::Show { name: Some(name) } if context.global.sandbox && name != "sandbox" => {
            Err(CliError::usage(text!("profile-sandbox-only", name)))
        }
        Action::Show { name } => {
            let profile = match name {
                Some(name) if !context.global.sandbox => Profile::load(&Inputs {
                    profile: Some(name.clone()),
                    ..context.inputs()
                })?,
                Some(_) | None => context.profile()?.clone(),
            };
            let profile = profile.summary();
            context.output.show(&ShowReport { profile })
        }
    }
}
