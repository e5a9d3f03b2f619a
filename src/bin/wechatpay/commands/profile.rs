//! `profile`: lists and shows profiles, secrets redacted.

use serde::Serialize;
use wechatpay::profile::{Profile, Summary};

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

/// A secret is shown as where it comes from, never as itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the profiles
    List,
    /// Show a profile's fields and where each was set
    Show {
        /// Which [default: as with --profile]
        name: Option<String>,
    },
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
        let header = page.pick(
            ["profile", "mchid", "appid", "default"],
            ["配置", "商户号", "AppID", "默认"],
        );
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
        let header = page.pick(["field", "value", "set by"], ["字段", "值", "来源"]);
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

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
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
            return Err(CliError::usage(format!(
                "--sandbox shows the built-in profile sandbox, not '{name}'"
            ))
            .in_chinese(format!("--sandbox 显示内置配置 sandbox，而不是 '{name}'"))
            .with_help(Text::pair(
                "leave --sandbox out (and unset WECHATPAY_SANDBOX) to show another profile",
                "如需查看其他配置，请去掉 --sandbox（并取消 WECHATPAY_SANDBOX）",
            )));
        }
        Action::Show { name } => {
            if name.is_some() {
                context.global.profile.clone_from(name);
            }
            context.output.show(&ShowReport {
                profile: context.profile()?.summary(),
            })?;
        }
    }
    Ok(ExitStatus::Success)
}
