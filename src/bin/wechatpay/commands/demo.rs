//! `demo`: a whole Mini Program payment on the embedded sandbox, step by step.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::diagnose::pay_params::{Claim, Known};
use wechatpay::inbox::{Inbox, MemoryInbox};
use wechatpay::login;
use wechatpay::notify_url::NotifyUrlError;
use wechatpay::orders::{self, OrderDraft, PayerId, Placed};
use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::{Endpoint, Payee};
use wechatpay::protocol::id::{Openid, OutTradeNo};
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};
use wechatpay::receiver::{
    EventReceiver, Forwarder, Limits, NotifyEvent, Parts, Receiver, Share, Verifier, VerifierState,
    event_channel, serve,
};

use super::findings;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render};

/// No account and no configuration. Every message is real HTTP, signed and verified; only the
/// sandbox's data folder stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// One step of the payment.
#[derive(Serialize)]
struct Step {
    step: u8,
    actor: &'static str,
    title: &'static str,
    #[serde(skip)]
    title_zh: &'static str,
    /// What was sent, and what it proved.
    detail: String,
}

impl Render for Step {
    const SCHEMA: &'static str = "demo";

    fn render(&self, page: &mut Page) {
        let title = page.pick(self.title, self.title_zh);
        page.line(format!(
            "{:>2}  {:<11} {title}: {}",
            self.step, self.actor, self.detail
        ));
    }
}

/// Tells the steps in order.
struct Narrator<'c> {
    context: &'c Context,
    next: u8,
}

impl Narrator<'_> {
    fn tell(
        &mut self,
        actor: &'static str,
        title: &'static str,
        title_zh: &'static str,
        detail: impl Into<String>,
    ) -> Result<(), CliError> {
        let step = Step {
            step: self.next,
            actor,
            title,
            title_zh,
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

pub(crate) async fn run(_args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.ensure_local().await?;
    let context = &*context;
    let began = tokio::time::Instant::now();
    let profile = context.profile()?;
    let client = context.client_of(profile)?;
    let mut tell = Narrator { context, next: 1 };

    certificates(&mut tell, &client, profile).await?;
    let openid = log_in(&mut tell, context, profile).await?;
    let receiver = NotifyUrl::listen(profile)?;
    let (number, placed) = place_order(&mut tell, &client, profile, &openid, &receiver.url).await?;
    let params = hand_over(&mut tell, &placed)?;
    check_as_client(&mut tell, profile, &params)?;
    pay(&mut tell, context, &number, receiver).await?;
    query(&mut tell, &client, profile, number).await?;

    let elapsed = began.elapsed().as_millis();
    context.output.note(match context.output.lang {
        crate::ui::Lang::En => format!(
            "all signatures verified, in {elapsed} ms; next: `wechatpay sandbox` and your own code"
        ),
        crate::ui::Lang::Zh => format!(
            "全部签名验证通过，用时 {elapsed} 毫秒；接下来可运行 `wechatpay sandbox` 调试自己的代码"
        ),
    });
    Ok(ExitStatus::Success)
}

async fn certificates(
    tell: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
) -> Result<(), CliError> {
    tell.tell(
        SERVER,
        "asks for the platform certificates",
        "获取平台证书",
        "GET /v3/certificates, signed with the merchant private key",
    )?;
    let trusted = wechatpay::protocol::keyring::Keyring::default();
    let (bootstrap, _) = client.certificates(&trusted, &profile.apiv3_key()?).await?;
    for certificate in bootstrap.certificates.iter().take(1) {
        tell.tell(
            SERVER,
            "opens and verifies them",
            "解密并验证平台证书",
            format!(
                "{} opened with the APIv3 key; it verifies the answer it came in",
                certificate.serial_no
            ),
        )?;
    }
    Ok(())
}

async fn log_in(
    tell: &mut Narrator<'_>,
    context: &Context,
    profile: &Profile,
) -> Result<Openid, CliError> {
    let code = ambient::letters(32);
    tell.tell(
        PAGE,
        "the payer chooses goods; wx.login gives a code",
        "用户选购商品，wx.login 得到 code",
        code.clone(),
    )?;
    tell.tell(
        PAGE,
        "hands the code to the merchant's server",
        "将 code 交给商户后台",
        "POST /wechat/getOpenid",
    )?;
    let transport = context.transport(profile.mp_base_url()?.as_str())?;
    tell.tell(
        SERVER,
        "exchanges it",
        "换取 openid",
        "GET /sns/jscode2session with appid and app secret",
    )?;
    let session = login::exchange(
        &transport,
        &profile.appid()?,
        profile.app_secret()?.expose(),
        &code,
    )
    .await?;
    tell.tell(
        WECHAT,
        "answers with the openid",
        "返回 openid",
        format!("{}; the session key stays on the server", session.openid),
    )?;
    Ok(session.openid)
}

async fn place_order(
    tell: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
    openid: &Openid,
    notify_url: &str,
) -> Result<(OutTradeNo, Placed), CliError> {
    tell.tell(
        PAGE,
        "the payer confirms the order",
        "用户确认订单",
        "POST /wechat/createOrder, ¥0.01",
    )?;
    let wrong = |error: wechatpay::protocol::id::IdError| {
        CliError::internal("the demo's order").with_source(error)
    };
    let number: OutTradeNo = format!("demo{}", ambient::letters(20))
        .parse()
        .map_err(wrong)?;
    tell.tell(
        SERVER,
        "numbers it",
        "生成商户订单号",
        format!("out_trade_no {number}"),
    )?;
    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Jsapi,
        "1".parse().map_err(wrong)?,
        notify_url.parse().map_err(|error: NotifyUrlError| {
            CliError::internal("the demo's order").with_source(error)
        })?,
    );
    draft.out_trade_no = Some(number.clone());
    "演示商品".clone_into(&mut draft.description);
    draft.payer = Some(PayerId::Openid(openid.clone()));
    let order = draft
        .prepare(ambient::now())
        .map_err(|error| CliError::internal("the demo's order").with_source(error))?;
    tell.tell(
        SERVER,
        "orders",
        "调用下单接口",
        format!(
            "POST {}, {} bytes, signed",
            order.prepay.target(),
            order.prepay.body.len()
        ),
    )?;
    let placed = orders::place(client, &order).await?;
    tell.tell(
        WECHAT,
        "checks the merchant's signature, answers",
        "验签并返回 prepay_id",
        placed.prepaid.field().1.to_owned(),
    )?;
    tell.tell(
        SERVER,
        "verifies the answer",
        "验证应答签名",
        format!("signed by {}", placed.signed_by),
    )?;
    Ok((number, placed))
}

fn hand_over(tell: &mut Narrator<'_>, placed: &Placed) -> Result<Value, CliError> {
    let params = json!(placed.pay_params);
    tell.tell(
        SERVER,
        "signs the pay params",
        "签名支付参数",
        format!("4 lines, paySign {}…", first(&params, "paySign", 24)),
    )?;
    tell.tell(
        SERVER,
        "hands them to the page",
        "返回支付参数",
        "timeStamp, nonceStr, package, signType, paySign",
    )?;
    tell.tell(
        PAGE,
        "calls wx.requestPayment",
        "调用 wx.requestPayment",
        first(&params, "package", 64),
    )?;
    Ok(params)
}

fn first(params: &Value, name: &str, length: usize) -> String {
    params
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .chars()
        .take(length)
        .collect()
}

fn check_as_client(
    tell: &mut Narrator<'_>,
    profile: &Profile,
    params: &Value,
) -> Result<(), CliError> {
    let certificate = profile
        .certificate()?
        .ok_or_else(|| CliError::internal("the sandbox has no merchant certificate"))?
        .1;
    let key = certificate
        .verifying_key()
        .map_err(|error| CliError::internal("the merchant certificate").with_source(error))?;
    let known = Known {
        merchant: &key,
        mchid: Some(profile.mchid()?.to_string()),
        suspects: Vec::new(),
        apiv3_key: None,
        appids: vec![profile.appid()?.to_string()],
        other_appids: Vec::new(),
    };
    let accepted = Claim::read(params)
        .is_ok_and(|claim| claim.diagnose(&known, &findings::limits()).is_valid());
    if !accepted {
        return Err(CliError::new(
            Kind::Verification,
            "the payer's client would refuse the paySign",
        ));
    }
    tell.tell(
        WECHAT,
        "the payer's client checks paySign",
        "客户端校验 paySign",
        format!(
            "it verifies with merchant certificate {}",
            certificate.serial_no()
        ),
    )
}

/// A real serve-notify on a port of its own.
struct NotifyUrl {
    url: String,
    inbox: Arc<dyn Inbox>,
    arrivals: EventReceiver,
    _stop: oneshot::Sender<()>,
}

impl NotifyUrl {
    fn listen(profile: &Profile) -> Result<Self, CliError> {
        let failed = |error: std::io::Error| {
            CliError::config("cannot listen on 127.0.0.1").with_source(error)
        };
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}/notify", listener.local_addr().map_err(failed)?);
        let (sender, arrivals) = event_channel();
        let (stop, stopped) = oneshot::channel();
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
        let share = Share {
            total: 16,
            each: None,
        };
        let receiver = Receiver::new(Parts::new(
            keys,
            Arc::clone(&inbox),
            Forwarder::new(Arc::clone(&inbox), Vec::new(), 1, sender.clone()),
            Limits::new(256 * 1024, share, Vec::new(), None),
            sender,
        ));
        tokio::spawn(serve(listener.into(), Arc::new(receiver), async {
            // A dropped sender is a stop, too.
            let _ = stopped.await;
        }));
        Ok(Self {
            url,
            inbox,
            arrivals,
            _stop: stop,
        })
    }
}

async fn pay(
    tell: &mut Narrator<'_>,
    context: &Context,
    number: &OutTradeNo,
    mut receiver: NotifyUrl,
) -> Result<(), CliError> {
    let local = context
        .local()
        .ok_or_else(|| CliError::internal("the demo has no sandbox"))?;
    tell.tell(
        PAGE,
        "the payer confirms with a password",
        "用户输入密码确认支付",
        "¥0.01",
    )?;
    let delivery = local.pay(number).await?;
    tell.tell(
        WECHAT,
        "takes the money",
        "完成扣款",
        format!(
            "transaction_id {}",
            delivery
                .transaction_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        ),
    )?;
    let arrival = tokio::time::timeout(
        Duration::from_secs(5),
        receiver.arrivals.next(&*receiver.inbox),
    )
    .await;
    let Ok(Some(NotifyEvent::Event(record))) = arrival else {
        return Err(CliError::new(
            Kind::Verification,
            "the notification did not arrive or did not verify",
        ));
    };
    tell.tell(
        WECHAT,
        "notifies the merchant",
        "发送支付通知",
        format!(
            "POST {}, {} bytes, signed and encrypted",
            receiver.url,
            record.body.len()
        ),
    )?;
    let resource = record.plaintext.value();
    let state = resource
        .get("trade_state")
        .and_then(Value::as_str)
        .unwrap_or_default();
    tell.tell(
        SERVER,
        "verifies, decrypts, acknowledges",
        "验签、解密并应答",
        format!(
            "{} {state}, answered {}",
            record.event_type,
            delivery.outcome_text()
        ),
    )
}

async fn query(
    tell: &mut Narrator<'_>,
    client: &Client,
    profile: &Profile,
    number: OutTradeNo,
) -> Result<(), CliError> {
    let payee: Payee = profile.payee()?;
    let answer = client
        .call(&QueryOrder {
            number: OrderNumber::OutTradeNo(number),
            payee,
            appid: None,
        })
        .await?;
    let state = answer.value.trade_state;
    tell.tell(
        SERVER,
        "asks for the order, to be sure",
        "查询订单确认结果",
        format!("trade_state {state}, signed by {}", answer.signed_by),
    )?;
    if state != TradeState::Success {
        return Err(CliError::internal(format!("the paid order is {state}")));
    }
    tell.tell(
        PAGE,
        "shows the payer that it is paid",
        "向用户展示支付结果",
        "told by the merchant's server, not by the client",
    )
}
