//! Asks for a bill and fetches its file, anew where the link has run out or the transfer broke.

use std::time::Duration;

use tokio::time::{Instant, timeout};
use wechatpay::ambient;
use wechatpay::client::{Client, DEADLINE};
use wechatpay::error::Error;
use wechatpay::protocol::answer::AnswerError;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::bill::{BillLink, FundFlowBill, TradeBill};
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::protocol::error_code::{self, Api};
use wechatpay::transport::{Transport, TransportError};

use super::intake::{Intake, Received};
use super::release::Target;
use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};

/// How long a bill takes at most, unless it is told otherwise: links, file, pauses.
const LONGEST: Duration = Duration::from_secs(3600);

/// What must be left of the time for another attempt.
const SHORTEST: Duration = Duration::from_millis(100);

/// The host that links name, whatever host was asked.
const PRIMARY: &str = "api.mch.weixin.qq.com";

/// Either of the calls that ask for a bill.
#[derive(Debug)]
pub(super) enum Asked {
    Trade(TradeBill),
    FundFlow(FundFlowBill),
}

impl Endpoint for Asked {
    type Answer = BillLink;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        match self {
            Self::Trade(bill) => bill.target(),
            Self::FundFlow(bill) => bill.target(),
        }
    }

    fn decode(&self, body: &[u8]) -> Result<BillLink, AnswerError> {
        match self {
            Self::Trade(bill) => bill.decode(body),
            Self::FundFlow(bill) => bill.decode(body),
        }
    }
}

/// A bill that has proved right, and what is to be told of it.
pub(super) struct Fetched {
    pub(super) received: Received,
    pub(super) link: BillLink,
    pub(super) request_id: Option<String>,
}

/// Why a transfer came to nothing.
enum Trouble {
    /// A new link may lead further.
    Passing(Error),
    Lasting(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Lasting(failure)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let passing = match &error {
            Error::Transport(_) => true,
            Error::Api(_) => is_expired(&error) || is_busy(&error),
            Error::AfterUnknown { .. }
            | Error::Redirect { .. }
            | Error::Untrusted { .. }
            | Error::Certificates { .. }
            | Error::Answer { .. }
            | Error::Login(_) => false,
        };
        if passing {
            Self::Passing(error)
        } else {
            Self::Lasting(file_failure(error))
        }
    }
}

/// Fetches a bill; it is on disk then, and right, but nowhere to be seen yet.
pub(super) async fn fetch(
    asked: &Asked,
    target: &Target,
    client: &Client,
    context: &Context,
) -> Result<Fetched, Failure> {
    let deadline = context.global.deadline.unwrap_or(LONGEST);
    let began = Instant::now();
    let left = || deadline.saturating_sub(began.elapsed());
    let mut repeated = 0;
    loop {
        // Before anything is sent, as what cannot be kept need not be fetched.
        let intake = Intake::new(target.store()?, target.keeps_gzip());
        let (link, request_id) = ask(asked, client, left()).await?;
        let transferred = timeout(left(), transfer(&link, intake, client, context)).await;
        let trouble = match transferred.unwrap_or_else(|_| Err(late(deadline).into())) {
            Ok(received) => {
                return Ok(Fetched {
                    received,
                    link,
                    request_id,
                });
            }
            Err(Trouble::Lasting(failure)) => return Err(failure),
            Err(Trouble::Passing(error)) => error,
        };
        let pause = pause(&trouble, repeated);
        // Nobody sits through a pause that is longer than a call may take.
        let fits = pause.saturating_add(SHORTEST) <= left().min(DEADLINE);
        if repeated == context.global.retries() || !fits {
            return Err(file_failure(trouble));
        }
        repeated += 1;
        let again = format!("* {trouble}; asking for the bill anew");
        context.output.trace(1, again);
        tokio::time::sleep(pause).await;
    }
}

/// A new link is asked for at once where the old one has run out; everything else is given
/// time, and as much as WeChat Pay asks for.
fn pause(trouble: &Error, repeated: u32) -> Duration {
    if is_expired(trouble) {
        return Duration::ZERO;
    }
    let longest = Duration::from_secs(1) * 2_u32.pow(repeated.min(4));
    let grown = ambient::jitter(longest);
    match trouble {
        Error::Api(refused) => grown.max(refused.retry_after.unwrap_or_default()),
        _ => grown,
    }
}

fn late(deadline: Duration) -> Failure {
    let message = format!("the bill did not arrive within {deadline:?}");
    Failure::new(Kind::Network, message)
        .in_chinese(format!("账单未能在 {deadline:?} 内下载完成"))
        .with_help(
            "nothing was kept; run the command again with a longer --deadline",
            "未保留任何内容；请加大 --deadline 后重试",
        )
}

async fn ask(
    asked: &Asked,
    client: &Client,
    within: Duration,
) -> Result<(BillLink, Option<String>), Failure> {
    let answer = client.call_within(asked, within).await.map_err(failure)?;
    Ok((answer.value, answer.request_id))
}

async fn transfer(
    link: &BillLink,
    mut intake: Intake,
    client: &Client,
    context: &Context,
) -> Result<Received, Trouble> {
    let (origin, file) = link.place().map_err(|error| Error::Answer {
        what: error.to_string(),
        request_id: None,
    })?;
    let elsewhere = elsewhere(&origin, client, context)?;
    let mut incoming = client.download(&file, elsewhere.as_ref()).await?;
    let progress = context.output.progress(incoming.length());
    while let Some(bytes) = incoming.chunk().await? {
        intake.take(&bytes)?;
        progress.advance(bytes.len());
    }
    Ok(intake.finish(link)?)
}

/// Finds where a link leads: to another host only where requests may go there. A link always
/// names WeChat Pay's primary host; where calls go to its backup, to a gateway or to a stand-in
/// on this machine, that is where its file is.
fn elsewhere(
    origin: &str,
    client: &Client,
    context: &Context,
) -> Result<Option<Transport>, Failure> {
    let (named, own) = (context.base(origin)?, client.base());
    let is_own =
        named == *own || named.is_wechat() && (!own.is_wechat() || named.host() == PRIMARY);
    if is_own {
        return Ok(None);
    }
    context.transport(origin).map(Some)
}

/// WeChat Pay says so of a link that is older than five minutes.
fn is_expired(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.is("INVALID_REQUEST"))
}

fn is_busy(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.refusal() == Refusal::Unavailable)
}

/// The failure of a download, on which some codes mean something of their own.
fn file_failure(error: Error) -> Failure {
    let case = match &error {
        Error::Api(refused) => refused.code.as_deref().and_then(error_code::by_code),
        _ => None,
    };
    let case = case.and_then(|code| code.cases.iter().find(|case| case.api == Api::Bill));
    match case {
        Some(case) => failure(error).with_help(case.advice.en.fix, case.advice.zh.fix),
        None => failure(error),
    }
}

fn failure(error: Error) -> Failure {
    // Not refused for good: a script should come back later, though not in a second.
    let creating = matches!(&error, Error::Api(refused) if refused.is("STATEMENT_CREATING"));
    let broken = matches!(
        &error,
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. })
    );
    let mut failure = asking_failed(error);
    if creating {
        failure.kind = Kind::Unavailable;
    }
    if broken {
        return failure.with_help(
            "nothing was kept; run the command again, with a longer --timeout or --deadline, or more --retries",
            "未保留任何内容；请重试，可加大 --timeout、--deadline 或 --retries",
        );
    }
    failure
}
