//! `openid`: exchanges a `wx.login` code for an openid.

use std::path::Path;

use serde::Serialize;
use tokio::time::Instant;
use wechatpay::error::Error;
use wechatpay::login;
use wechatpay::protocol::code2session::Session;
use wechatpay::protocol::id::{Appid, Openid};
use wechatpay::transport::Response;

use super::dry_run::{self, SECRET_PLACEHOLDER};
use crate::args;
use crate::context::Context;
use crate::context::http::trace_answer;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render};

/// A code is good for one exchange and five minutes, so there is one attempt.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "CODE|-", allow_hyphen_values = true)]
    code: String,
    #[arg(long, help_heading = "partner", value_name = "APPID")]
    sub_appid: Option<Appid>,
    #[arg(long)]
    include_session_key: bool,
}

#[derive(Serialize)]
struct Report {
    openid: Openid,
    unionid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_key: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "openid";

    fn render(&self, page: &mut Page) {
        page.line(self.openid.as_str());
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    // A code is single-use: nothing is sent for a result that cannot be shown.
    let code = code(&args.code)?;
    let transport = context.login_transport().await?;
    let profile = context.profile()?;
    let appid = args.sub_appid.clone().map_or_else(|| profile.appid(), Ok)?;
    if context.is_dry() {
        let request = login::request(&appid, SECRET_PLACEHOLDER, &code);
        let url = format!("{}{}", transport.base().as_str(), request.target);
        return dry_run::show_request(&request, url, None, context);
    }
    let secret = profile.app_secret()?;
    let (output, base) = (&context.output, transport.base());
    let target = format!("/sns/jscode2session?appid={appid}&secret=…");
    output.trace(1, format!("> GET {}{target}", base.as_str()));
    for (name, value) in &login::request(&appid, SECRET_PLACEHOLDER, &code).headers {
        output.trace(2, format!("> {name}: {value}"));
    }
    let began = Instant::now();
    let trace = |response: &Response| trace_answer(output, &base.host(), response, began.elapsed());
    let exchanged = login::exchange_seen(&transport, &appid, secret.expose(), &code, trace).await;
    let Session {
        openid,
        session_key,
        unionid,
    } = exchanged.map_err(one_attempt)?;
    let session_key = args.include_session_key.then_some(session_key);
    context.output.show(&Report {
        openid,
        unionid,
        session_key,
    })
}

fn code(text: &str) -> Result<String, CliError> {
    let input = match text {
        "-" => args::filled_file(Path::new("-"))?,
        code => code.into(),
    };
    let text = String::from_utf8_lossy(&input);
    let code = text.trim();
    if code.is_empty() || code.len() > 512 || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CliError::usage(text!("openid-code")));
    }
    Ok(code.to_owned())
}

/// A lost answer has used the code up, so the usual advice to repeat would be wrong.
fn one_attempt(error: Error) -> CliError {
    // A redirect has a remedy of its own.
    let unknown = error.outcome_unknown() && !matches!(error, Error::Redirect { .. });
    CliError::from(error).with_better_help(unknown.then(|| text!("openid-code-used")))
}
