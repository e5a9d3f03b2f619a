//! `demo`: a whole Mini Program payment on the embedded sandbox, step by step.

use std::error::Error as StdError;

use serde::{Serialize, Serializer};
use serde_json::Value;
use wechatpay::demo::{Actor, Demo, DemoError, Step, YUAN};
use wechatpay::protocol::id::TransactionId;

use crate::context::Context;
use crate::error::{CliError, Kind, by_variant, failures};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Lang, Page, Render, Text, width};

/// No account and no configuration. Every message is real HTTP, signed and verified; only the
/// sandbox's data folder stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// The width of the column that says who acts.
const ACTOR_WIDTH: usize = 11;

/// The column where the title begins.
const TITLE_COLUMN: usize = ACTOR_WIDTH + 5;

/// What the payer's client is given.
const PAY_PARAMS: [&str; 5] = ["timeStamp", "nonceStr", "package", "signType", "paySign"];

/// One step of the payment.
#[derive(Serialize)]
struct Line {
    step: u8,
    #[serde(serialize_with = "english")]
    actor: Text,
    #[serde(serialize_with = "english")]
    title: Text,
    #[serde(serialize_with = "english")]
    detail: Text,
}

fn english<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.show(Lang::En))
}

impl Render for Line {
    const SCHEMA: &'static str = "demo";

    fn render(&self, page: &mut Page) {
        let [actor, title, detail] =
            [&self.actor, &self.title, &self.detail].map(|text| text.show(page.lang));
        let gap = " ".repeat(ACTOR_WIDTH.saturating_sub(width(&actor)));
        let colon = page.lang.colon();
        let line = format!("{:>2}  {actor}{gap} {title}{colon}{detail}", self.step);
        page.hanging(TITLE_COLUMN, None, &line);
    }
}

pub(crate) async fn run(_args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.ensure_local().await?;
    let started = tokio::time::Instant::now();
    let profile = context.profile()?;
    let sandbox = context
        .local()
        .ok_or_else(|| CliError::internal(text!("demo-no-sandbox")))?;
    let demo = Demo {
        profile,
        client: &context.client_of(profile)?,
        login: &context.transport(profile.mp_base_url()?.as_str())?,
        sandbox,
    };
    let mut number = 0;
    demo.run(|step| {
        number += 1;
        context.output.show_line(&line(number, step))
    })
    .await?;
    let milliseconds = started.elapsed().as_millis();
    context.output.note(text!("demo-done", milliseconds));
    Ok(ExitStatus::Success)
}

fn line(number: u8, step: Step) -> Line {
    let actor = actor(step.actor());
    let start = |text: String, length| -> String { text.chars().take(length).collect() };
    let plain = |words: String| Text::verbatim(words);
    let (title, detail) = by_variant!(step: Step {
        RequestCertificates => (text!("demo-certificates"), text!("demo-certificates-request")),
        OpenCertificate { serial_no } => {
            (text!("demo-opens"), text!("demo-certificates-opened", serial_no))
        },
        LogIn { code } => (text!("demo-login"), plain(code)),
        SendCode => (text!("demo-sends-code"), "POST /wechat/getOpenid".into()),
        ExchangeCode => (text!("demo-exchanges"), text!("demo-session-request")),
        ReturnOpenid { openid } => (text!("demo-returns-openid"), text!("demo-session", openid)),
        ConfirmOrder => (text!("demo-confirms-order"), text!("demo-confirmation", yuan = YUAN)),
        GenerateNumber { out_trade_no } => {
            (text!("demo-numbers"), plain(format!("out_trade_no {out_trade_no}")))
        },
        PlaceOrder { target, bytes } => {
            (text!("demo-orders"), text!("demo-order-request", target, bytes))
        },
        ReturnPrepayId { prepay_id } => (text!("demo-verifies-request"), plain(prepay_id)),
        VerifyResponse { signed_by } => {
            (text!("demo-verifies-response"), text!("demo-signed-by", serial_no = signed_by))
        },
        SignPayParams { pay_sign } => {
            (text!("demo-signs-params"), text!("demo-pay-sign", start = start(pay_sign, 24)))
        },
        SendPayParams => (text!("demo-sends-params"), Text::list(&PAY_PARAMS)),
        RequestPayment { package } => (text!("demo-requests-payment"), plain(start(package, 64))),
        CheckPaySign { certificate: serial_no } => {
            (text!("demo-checks-pay-sign"), text!("demo-pay-sign-verified", serial_no))
        },
        ConfirmPayment => (text!("demo-confirms-payment"), plain(format!("¥{YUAN}"))),
        Pay(paid) => {
            let id = paid.transaction_id.as_ref().map_or("", TransactionId::as_str);
            (text!("demo-pays"), plain(format!("transaction_id {id}")))
        },
        Notify { url, bytes } => (text!("demo-notifies"), text!("demo-notification", url, bytes)),
        Acknowledge(record, paid) => {
            let resource = record.plaintext.value();
            let state = resource.get("trade_state").and_then(Value::as_str).unwrap_or_default();
            let (event, status) = (&record.event_type, paid.outcome_text());
            (text!("demo-acknowledges"), text!("demo-acknowledged", event, state, status))
        },
        QueryOrder { state, signed_by } => {
            (text!("demo-queries"), text!("demo-order-state", state, serial_no = signed_by))
        },
        ShowResult => (text!("demo-shows-result"), text!("demo-not-the-client")),
    });
    Line {
        step: number,
        actor,
        title,
        detail,
    }
}

fn actor(actor: Actor) -> Text {
    match actor {
        Actor::Page => text!("demo-actor-page"),
        Actor::Merchant => text!("demo-actor-merchant"),
        Actor::WechatPay => text!("demo-actor-wechat-pay"),
    }
}

/// The failure to make the order of the demo.
fn invalid(error: impl StdError + Send + Sync + 'static) -> CliError {
    CliError::internal(text!("demo-order-invalid")).with_source(error)
}

failures!(error: DemoError {
    Profile(error) => error.into(),
    Keys(error) => Self::of_error(Kind::Config, error),
    Call(error) => error.into(),
    Sandbox(error) => error.into(),
    Listen(error) => Self::config(text!("demo-cannot-listen")).with_source(error),
    Number(error) => invalid(error),
    Order(error) => invalid(error),
    NotifyUrl(error) => invalid(error),
    Certificate(None) => Self::internal(text!("demo-no-certificate")),
    Certificate(Some(error)) => Self::internal(text!("demo-no-certificate")).with_source(error),
    PaySignRefused => Self::new(Kind::Verification, text!("demo-pay-sign-refused")),
    NoNotification => Self::new(Kind::Verification, text!("demo-no-notification")),
    NotPaid(state) => Self::internal(text!("demo-not-paid", state)),
});
