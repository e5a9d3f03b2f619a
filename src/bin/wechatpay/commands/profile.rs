//! `profile`: lists and shows profiles, secrets redacted.

use serde::Serialize;
use wechatpay::profile::{Inputs, Profile, Summary};

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

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
        page.table(
            &header,
            self.profile.fields.iter().map(|field| {
                let by = field.variable.map_or_else(
                    || field.set_by.to_owned(),
                    |name| format!("{} {name}", field.set_by),
                );
                vec![field.field.key().to_owned(), field.value.clone(), by]
            }),
        );
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
