//! `api`: any call of API v3, signed and verified, the answer as it came.

mod answer;
mod args;
mod fields;
mod headers;
mod pages;
mod request;

use std::collections::HashSet;

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::call::{Call, Method};
use wechatpay::protocol::signed::SIGNATURE;

use self::answer::Fetched;
pub(crate) use self::args::Args;
use self::pages::Pages;
use self::request::Planned;
use super::waiting::asking_failed;
use super::{dry_run, outcome};
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::files::Growing;
use crate::ui::Text;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.ensure_local().await?;
    let Planned { base, call } = request::build(args, context)?;
    let client = client(base.as_deref(), context)?;
    if context.is_dry() {
        let signed = client.sign(call);
        return match &args.upload {
            Some(path) => dry_run::show_upload(&signed, path, context),
            None => dry_run::show(&signed, context),
        };
    }
    let opener = match args.decrypt.as_slice() {
        [] => None,
        _ => Some(context.profile()?.signing_key()?),
    };
    // A file that cannot be written is found before anything is sent.
    let file = args.output.as_deref().filter(|path| *path != "-");
    let mut file = file.map(Growing::secret).transpose()?;
    let mut pages = Pages::of(&call.target, args.offset_in_pages);
    let mut seen = HashSet::new();
    let mut next = Some(call);
    while let Some(call) = next {
        let fetching = fetch(&client, &call, args, context);
        let mut fetched = if call.method == Method::GET {
            fetching.await?
        } else {
            outcome::guarded(context, fetching, |code| interrupted(code, &call)).await?
        };
        let following = args
            .paginate
            .then(|| next_page(&call, &fetched.body, &mut pages));
        if let Some(opener) = &opener {
            answer::open(&mut fetched.body, args, opener, context)?;
        }
        answer::show(fetched, args, file.as_mut(), context)?;
        seen.insert(call.target);
        next = following.transpose()?.flatten();
        if let Some(next) = &next {
            check_bounds(next, &seen, args)?;
        }
    }
    if let Some(file) = file {
        file.finish()?;
    }
    pages.check().map(|()| ExitStatus::Success)
}

/// Returns a client for the host in PATH, which must be one that requests may go to.
fn client(base: Option<&str>, context: &Context) -> Result<Client, CliError> {
    let profile = context.profile()?;
    match base {
        Some(base) if base == own_base(context)? => context.client_of(profile),
        Some(_) if context.global.sandbox => Err(CliError::usage(
            "with --sandbox, calls go to the sandbox",
        )
        .with_help(Text::pair(
            "give the path alone, such as /v3/certificates",
            "请只给出路径，如 /v3/certificates",
        ))),
        Some(base) => context.client_to(profile, base),
        None => context.client_of(profile),
    }
}

fn own_base(context: &Context) -> Result<String, CliError> {
    let base = context.profile()?.base_url()?;
    Ok(base.as_str().trim_end_matches('/').to_owned())
}

/// Sends a call; only an answer that may be shown comes back.
async fn fetch(
    client: &Client,
    call: &Call,
    args: &Args,
    context: &Context,
) -> Result<Fetched, CliError> {
    let unsigned = args.no_verify || call.is_answered_unsigned();
    let outcome = if unsigned {
        client
            .call_unsigned(call.clone())
            .await
            .map(|response| Fetched {
                status: response.status,
                headers: response.header_texts(),
                request_id: response.request_id(),
                verified: response.header(SIGNATURE).is_some(),
                body: response.body,
            })
    } else {
        client.call_raw(call.clone()).await.map(|answer| Fetched {
            status: answer.status,
            headers: answer.headers,
            request_id: answer.request_id,
            verified: true,
            body: answer.raw.into_body(),
        })
    };
    match outcome {
        Ok(fetched) => {
            if !fetched.verified && !call.is_answered_unsigned() {
                context.output.warn(context.output.lang.pick(
                    "nobody signed this answer: it is not proved to be WeChat Pay's",
                    "此应答未签名，无法证明来自微信支付",
                ));
            }
            Ok(fetched)
        }
        Err(error) => {
            if let Error::Api(refused) = &error {
                answer::show_refusal(refused, args, context)?;
            }
            Err(advise(error, call))
        }
    }
}

/// The failure of a call that somebody ended, which may have been carried out.
fn interrupted(code: ExitStatus, call: &Call) -> CliError {
    let path = call.target.split('?').next().unwrap_or_default();
    let method = call.method;
    let doing = Text::pair(
        format!("while {method} {path} was under way"),
        format!("正在请求 {method} {path}"),
    );
    outcome::interrupted(code, doing).with_help(Text::pair(
        "the call may have been carried out: ask what became of it before it is made again",
        "该请求可能已被执行：再次发起之前请先查询其结果",
    ))
}

/// Says what may be done: whoever only asked may ask again, and a signature may be missing by
/// design.
fn advise(error: Error, call: &Call) -> CliError {
    use wechatpay::protocol::signed::VerifyError;
    let missing = matches!(
        &error,
        Error::Untrusted {
            source: VerifyError::MissingHeaders(_),
            ..
        }
    );
    if call.method != Method::GET {
        return CliError::from(error);
    }
    let failure = asking_failed(error);
    if missing {
        failure.with_help(Text::pair(
            "do not believe this answer; where the documentation says that this API does not sign, add --no-verify",
            "不要相信此应答；如文档说明该接口不签名，请加 --no-verify"))
    } else {
        failure
    }
}

/// Returns the call for the next page, on the same host whatever the answer says.
fn next_page(call: &Call, body: &[u8], pages: &mut Pages) -> Result<Option<Call>, CliError> {
    let next = pages.next(&call.target, body)?;
    Ok(next.map(|place| Call {
        target: place.target,
        ..call.clone()
    }))
}

fn check_bounds(next: &Call, seen: &HashSet<String>, args: &Args) -> Result<(), CliError> {
    if seen.contains(&next.target) {
        return Err(CliError::new(
            Kind::Unavailable,
            "the pages lead in a circle: the next one was there already",
        ));
    }
    if seen.len() >= args.max_pages {
        let failure = format!("there are more than {} pages", args.max_pages);
        return Err(CliError::condition(failure).with_help(Text::pair(
            "--max-pages lets it go on",
            "可用 --max-pages 提高上限",
        )));
    }
    Ok(())
}
