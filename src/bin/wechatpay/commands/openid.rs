//! `openid`: exchanges a `wx.login` code for an openid.

use std::path::Path;

use serde::Serialize;
use tokio::time::Instant;
use wechatpay::login;
use wechatpay::protocol::code2session::Session;
use wechatpay::protocol::id::{Appid, Openid};
use wechatpay::transport::Response;

use super::dry_run::{self, SECRET_PLACEHOLDER};
use crate::args;
use crate::context::{Context, trace_answer};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render};

/// A code is good for one exchange and five minutes, so there is one attempt.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What wx.login returned; - reads it from stdin
    #[arg(value_name = "CODE|-", allow_hyphen_values = true)]
    code: String,
    /// The sub-merchant's Mini Program that the code is of; app_secret is then that app's
    #[arg(long, value_name = "APPID")]
    sub_appid: Option<Appid>,
    /// Print session_key too, in JSON; it must not leave the server
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
    let see = |response: &Response| trace_answer(output, &base.host(), response, began.elapsed());
    let exchanged = login::exchange_seen(&transport, &appid, secret.expose(), &code, see).await;
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
    })?;
    Ok(ExitStatus::Success)
}

fn code(text: &str) -> Result<String, CliError> {
    let mut code = text.to_owned();
    if text == "-" {
        code = String::from_utf8_lossy(&args::file(Path::new("-"))?).into_owned();
    }
    let code = code.trim();
    if code.is_empty() || code.len() > 512 || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CliError::usage(
            "a login code is the text that wx.login returned, without blanks",
        )
        .in_chinese("登录 code 应为 wx.login 返回的文本，不含空白字符")
        .with_help(Text::pair(
            "print the field code of what wx.login returned, and pass it as it is",
            "打印 wx.login 返回的 code 字段，并原样传入",
        )));
    }
    Ok(code.to_owned())
}

/// A lost answer has used the code up, so the usual advice to repeat would be wrong.
fn one_attempt(error: wechatpay::error::Error) -> CliError {
    // A redirect has a remedy of its own.
    let unknown =
        error.outcome_unknown() && !matches!(error, wechatpay::error::Error::Redirect { .. });
    let failure = CliError::from(error);
    if unknown {
        failure.with_help(Text::pair(
            "the code may be used up: call wx.login again for a new one",
            "code 可能已被使用：请重新调用 wx.login",
        ))
    } else {
        failure
    }
}
