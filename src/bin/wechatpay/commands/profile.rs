//! `profile`: lists and shows profiles, secrets redacted.

use serde::Serialize;
use wechatpay::profile::{Inputs, Origin, Profile, SecretPlace, Summary};

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
        let header = [
            text!("profile-column-profile"),
            text!("profile-column-mchid"),
            text!("profile-column-appid"),
            text!("profile-column-money"),
            text!("profile-column-default"),
        ];
        let [live, sandbox] = [text!("live-mark"), text!("live-mark-sandbox")];
        let money = [page.show(&sandbox), page.show(&live)];
        page.table(
            &header,
            self.profiles.iter().map(|profile| {
                let field = |key: &str| {
                    let found = profile.fields.iter().find(|field| field.field.key() == key);
                    found.map(|field| field.value.clone()).unwrap_or_default()
                };
                let default = self.default_profile.as_ref() == Some(&profile.name);
                vec![
                    profile.name.clone(),
                    field("mchid"),
                    field("appid"),
                    money[usize::from(profile.live)].clone(),
                    if default { "*" } else { "" }.to_owned(),
                ]
            }),
        );
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
        let header = [
            text!("profile-column-field"),
            text!("profile-column-value"),
            text!("profile-column-set-by"),
        ];
        let rows: Vec<_> = self
            .profile
            .fields
            .iter()
            .map(|field| {
                let by = match field.origin {
                    Origin::Option => text!("profile-set-by-option"),
                    Origin::Environment(name) => text!("profile-set-by-environment", name),
                    Origin::File => text!("profile-set-by-file"),
                    Origin::Preset => text!("profile-set-by-preset"),
                };
                let place = field.secret_in.as_ref().map(place);
                let value = place.map_or_else(|| field.value.clone(), |place| page.show(&place));
                vec![field.field.key().to_owned(), value, page.show(&by)]
            })
            .collect();
        page.table(&header, rows);
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
            })?;
        }
        Action::Show { name: Some(name) } if context.global.sandbox && name != "sandbox" => {
            return Err(CliError::usage(text!("profile-sandbox-only", name)));
        }
        Action::Show { name } => {
            let profile = match name {
                Some(name) if !context.global.sandbox => Profile::load(&Inputs {
                    profile: Some(name.clone()),
                    ..context.inputs()
                })?,
                Some(_) | None => context.profile()?.clone(),
            };
            context.output.show(&ShowReport {
                profile: profile.summary(),
            })?;
        }
    }
    Ok(ExitStatus::Success)
}
