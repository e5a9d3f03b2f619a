//! `demo`: a whole Mini Program payment on the embedded sandbox, step by step.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::diagnose::pay_params::{Claim, PayParamsContext};
use wechatpay::explain::limits;
use wechatpay::inbox::{Inbox, MemoryInbox};
use wechatpay::login;
use wechatpay::notify_url::NotifyUrlError;
use wechatpay::orders::{self, OrderDraft, PayerId, Placed};
use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::protocol::id::{Openid, OutTradeNo};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};
use wechatpay::receiver::{
    EventReceiver, Forwarder, Limits, NotifyEvent, Parts, Receiver, Share, Verifier, VerifierState,
    event_channel, serve,
};

use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Lang, Page, Render, Text};

/// No account and no configuration. Every message is real HTTP, signed and verified; only the
/// sandbox's data folder stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// One step of the payment.
#[derive(Serialize)]
struct Step {
    step: u8,
    actor: &'static str,
    #[serde(serialize_with = "english")]
    title: Text,
    #[serde(serialize_with = "english")]
    detail: Text,
}

fn english<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.show(Lang::En))
}

impl Render for Step {
    const SCHEMA: &'static str = "demo";

    fn render(&self, page: &mut Page) {
        let (title, detail) = (self.title.show(page.lang), self.detail.show(page.lang));
        page.line(format!(
            "{:>2}  {:<11} {title}: {detail}",
            self.step, self.actor
        ));
    }
}

/// Shows the steps in order.
struct Narrator<'c> {
    context: &'c Context,
    next: u8,
}

impl Narrator<'_> {
    fn step(
        &mut self,
        actor: &'static str,
        title: Text,
        detail: impl Into<Text>,
    ) -> Result<(), CliError> {
        let step = Step {
            step: self.next,
            actor,
            title,
            detail: detail.into(),
        };
        self.next += 1;
        self.context.output.show_line(&step)
    }
}

/// Who takes part: the payer's page, the merchant's server and WeChat Pay.
const PAGE: &str = "page";
const SERVER: &str = "merchant";
const WECHAT: &str = "WeChat Pay";

const AMOUNT: &str = "¥0.01";

/// How long the notification may take.
const NOTIFY_TIMEOUT: Duration = Duration::from_secs(5);

const MAX_NOTIFICATION_BYTES: usize = 256 * 1024;

pub(crate) async fn run(_args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.ensure_local().await?;
    let context = &*context;
    let started = tokio::time::Instant::now();
    let profile = context.profile()?;
    let client = context.client_of(profile)?;
    let mut narrator = Narrator { context, next: 1 };

    certificates(&mut narrator, &client, profile).await?;
    let openid = log_in(&mut narrator, context, profile).await?;
    let receiver = NotifyUrl::listen(profile)?;
    let (number, placed) =
        place_order(&mut narrator, &client, profile, &openid, &receiver.url).await?;
    let params = sign_pay_params(&mut narrator, &placed)?;
    check_as_client(&mut narrator, profile, &params)?;
    pay(&mut narrator, context, &number, receiver).await?;
    query(&mut narrator, &client, profile, number).await?;

    let milliseconds = started.elapsed().as_millis();
    context.output.note(text!("demo-done", milliseconds));
    Ok(ExitStatus::Success)
}

async fn certificates(
    narrator: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
) -> Result<(), CliError> {
    let request = text!("demo-certificates-request");
    narrator.step(SERVER, text!("demo-certificates"), request)?;
    let (bootstrap, _) = client
        .certificates(&Keyring::default(), &profile.apiv3_key()?)
        .await?;
    for certificate in bootstrap.certificates.iter().take(1) {
        let serial_no = &certificate.serial_no;
        let opened = text!("demo-certificates-opened", serial_no);
        narrator.step(SERVER, text!("demo-opens"), opened)?;
    }
    Ok(())
}

async fn log_in(
    narrator: &mut Narrator<'_>,
    context: &Context,
    profile: &Profile,
) -> Result<Openid, CliError> {
    let code = ambient::letters(32);
    narrator.step(PAGE, text!("demo-login"), &code)?;
    narrator.step(PAGE, text!("demo-sends-code"), "POST /wechat/getOpenid")?;
    let transport = context.transport(profile.mp_base_url()?.as_str())?;
    narrator.step(
        SERVER,
        text!("demo-exchanges"),
        text!("demo-session-request"),
    )?;
    let session = login::exchange(
        &transport,
        &profile.appid()?,
        profile.app_secret()?.expose(),
        &code,
    )
    .await?;
    let openid = text!("demo-session", openid = &session.openid);
    narrator.step(WECHAT, text!("demo-returns-openid"), openid)?;
    Ok(session.openid)
}

async fn place_order(
    narrator: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
    openid: &Openid,
    notify_url: &str,
) -> Result<(OutTradeNo, Placed), CliError> {
    let request = format!("POST /wechat/createOrder, {AMOUNT}");
    narrator.step(PAGE, text!("demo-confirms-order"), request)?;
    let invalid = |error| CliError::internal(text!("demo-order-invalid")).with_source(error);
    let number: OutTradeNo = format!("demo{}", ambient::letters(20))
        .parse()
        .map_err(invalid)?;
    let shown = format!("out_trade_no {number}");
    narrator.step(SERVER, text!("demo-numbers"), shown)?;
    let notify_url = notify_url.parse().map_err(|error: NotifyUrlError| {
        CliError::internal(text!("demo-order-invalid")).with_source(error)
    })?;
    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Jsapi,
        "1".parse().map_err(invalid)?,
        notify_url,
    );
    draft.out_trade_no = Some(number.clone());
    "演示商品".clone_into(&mut draft.description);
    draft.payer = Some(PayerId::Openid(openid.clone()));
    let order = draft
        .prepare(ambient::now())
        .map_err(|error| CliError::internal(text!("demo-order-invalid")).with_source(error))?;
    let (target, bytes) = (order.prepay.target(), order.prepay.body.len());
    let request = text!("demo-order-request", target, bytes);
    narrator.step(SERVER, text!("demo-orders"), request)?;
    let placed = orders::place(client, &order).await?;
    let prepay_id = placed.prepaid.field().1;
    narrator.step(WECHAT, text!("demo-verifies-request"), prepay_id)?;
    let signer = text!("demo-signed-by", serial_no = &placed.signed_by);
    narrator.step(SERVER, text!("demo-verifies-response"), signer)?;
    Ok((number, placed))
}

fn sign_pay_params(narrator: &mut Narrator<'_>, placed: &Placed) -> Result<Value, CliError> {
    let params = json!(placed.pay_params);
    let start = |name: &str, length: usize| -> String {
        let value = params.get(name).and_then(Value::as_str);
        value.unwrap_or_default().chars().take(length).collect()
    };
    let signature = text!("demo-pay-sign", start = start("paySign", 24));
    narrator.step(SERVER, text!("demo-signs-params"), signature)?;
    let names = "timeStamp, nonceStr, package, signType, paySign";
    narrator.step(SERVER, text!("demo-sends-params"), names)?;
    narrator.step(PAGE, text!("demo-requests-payment"), start("package", 64))?;
    Ok(params)
}

fn check_as_client(
    narrator: &mut Narrator<'_>,
    profile: &Profile,
    params: &Value,
) -> Result<(), CliError> {
    let unusable = || CliError::internal(text!("demo-no-certificate"));
    let certificate = profile.certificate()?.ok_or_else(unusable)?.x509;
    let key = certificate
        .verifying_key()
        .map_err(|error| unusable().with_source(error))?;
    let mchid = profile.mchid()?;
    let known = PayParamsContext {
        merchant: &key,
        mchid: Some(&mchid),
        candidate_keys: Vec::new(),
        apiv3_key: None,
        appids: vec![profile.appid()?],
        other_appids: Vec::new(),
    };
    let accepted =
        Claim::read(params).is_ok_and(|claim| claim.diagnose(&known, &limits()).is_valid());
    if !accepted {
        let refused = text!("demo-pay-sign-refused");
        return Err(CliError::new(Kind::Verification, refused));
    }
    let serial_no = certificate.serial_no();
    let verified = text!("demo-pay-sign-verified", serial_no);
    narrator.step(WECHAT, text!("demo-checks-pay-sign"), verified)
}

/// A receiver as serve-notify has it, on a free port.
struct NotifyUrl {
    url: String,
    inbox: Arc<dyn Inbox>,
    events: EventReceiver,
}

impl NotifyUrl {
    fn listen(profile: &Profile) -> Result<Self, CliError> {
        let failed = |error: std::io::Error| {
            CliError::config(text!("demo-cannot-listen")).with_source(error)
        };
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}/notify", listener.local_addr().map_err(failed)?);
        let (sender, events) = event_channel();
        let inbox: Arc<dyn Inbox> = Arc::new(MemoryInbox::default());
        let keys = VerifierState {
            verifier: Verifier {
                keyring: profile.keyring()?,
                apiv3_key: profile.apiv3_key()?,
                mchid: profile.mchid()?,
            },
            ends: Vec::new(),
            fetched: Vec::new(),
        };
        let connections = Share {
            total: 16,
            each: None,
        };
        let limits = Limits::new(MAX_NOTIFICATION_BYTES, connections, Vec::new(), None);
        let forwarder = Forwarder::new(Arc::clone(&inbox), Vec::new(), 1, sender.clone());
        let parts = Parts::new(keys, Arc::clone(&inbox), forwarder, limits, sender);
        let receiver = Arc::new(Receiver::new(parts));
        let until_exit = std::future::pending();
        tokio::spawn(serve(listener.into(), receiver, until_exit));
        Ok(Self { url, inbox, events })
    }
}

async fn pay(
    narrator: &mut Narrator<'_>,
    context: &Context,
    number: &OutTradeNo,
    mut receiver: NotifyUrl,
) -> Result<(), CliError> {
    let sandbox = context
        .local()
        .ok_or_else(|| CliError::internal(text!("demo-no-sandbox")))?;
    narrator.step(PAGE, text!("demo-confirms-payment"), AMOUNT)?;
    let delivery = sandbox.pay(number).await?;
    let id = delivery.transaction_id.as_ref().map(ToString::to_string);
    let paid = format!("transaction_id {}", id.unwrap_or_default());
    narrator.step(WECHAT, text!("demo-pays"), paid)?;
    let event = receiver.events.next(&*receiver.inbox);
    let Ok(Some(NotifyEvent::Event(record))) = tokio::time::timeout(NOTIFY_TIMEOUT, event).await
    else {
        let missing = text!("demo-no-notification");
        return Err(CliError::new(Kind::Verification, missing));
    };
    let (url, bytes) = (&receiver.url, record.body.len());
    let request = text!("demo-notification", url, bytes);
    narrator.step(WECHAT, text!("demo-notifies"), request)?;
    let resource = record.plaintext.value();
    let state = resource.get("trade_state").and_then(Value::as_str);
    let acknowledged = text!(
        "demo-acknowledged",
        event = &record.event_type,
        state = state.unwrap_or_default(),
        status = delivery.outcome_text(),
    );
    narrator.step(SERVER, text!("demo-acknowledges"), acknowledged)
}

async fn query(
    narrator: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
    number: OutTradeNo,
) -> Result<(), CliError> {
    let query = QueryOrder {
        number: OrderNumber::OutTradeNo(number),
        payee: profile.payee()?,
        appid: None,
    };
    let answered = client.call(&query).await?;
    let (state, serial_no) = (answered.value.trade_state, answered.signed_by);
    let shown = text!("demo-order-state", state = &state, serial_no);
    narrator.step(SERVER, text!("demo-queries"), shown)?;
    if state != TradeState::Success {
        return Err(CliError::internal(text!("demo-not-paid", state)));
    }
    narrator.step(
        PAGE,
        text!("demo-shows-result"),
        text!("demo-not-the-client"),
    )
}
