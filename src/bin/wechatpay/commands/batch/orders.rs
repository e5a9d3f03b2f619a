//! `create-order --batch`: an order for each line.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use wechatpay::batch::{
    Command, Defaults, Job, JobError, JobNumber, LineState, ParsedRow, Row, RowProblem, SentRequest,
};
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::orders::{self, Expiry, OrderDraft, PayerId, PreparedOrder};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::endpoint::{Endpoint, Payee};
use wechatpay::protocol::field::FieldOverride;
use wechatpay::protocol::id::{Appid, OutTradeNo};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::errors::of_row;
use super::run::{self, CommandTexts};
use crate::commands::body_options::{JsonFile, notify_url};
use crate::commands::live::Purpose;
use crate::commands::order_options::{self, Args};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::Text;

/// Creates the orders of a file.
pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.ensure_local().await?;
    let client = context.client().await?;
    let profile = context.profile()?;
    let orders = Orders {
        payee: profile.payee()?,
        appid: profile.appid()?,
        detail: args.detail.as_ref().map(JsonFile::object).transpose()?,
        scene_info: args.scene_info.as_ref().map(JsonFile::object).transpose()?,
        overrides: args.fields.overrides(),
        options: args,
        context,
    };
    run::run(&orders, &args.batch, args.yes, context, client).await
}

/// What a row does not give, from the options and the profile.
struct Orders<'a> {
    payee: Payee,
    appid: Appid,
    detail: Option<Value>,
    scene_info: Option<Value>,
    overrides: Vec<FieldOverride>,
    options: &'a Args,
    context: &'a Context,
}

impl Command for Orders<'_> {
    const NAME: &'static str = "create-order-batch";
    const LINE_SCHEMA: &'static str = "create-order-line";
    const CHANGES: bool = true;
    const FIELDS: &'static [&'static str] = &[
        "out_trade_no",
        "openid",
        "sub_openid",
        "total",
        "yuan",
        "description",
        "trade_type",
        "notify_url",
        "attach",
        "time_expire",
        "goods_tag",
        "detail",
        "scene_info",
        "client_ip",
        "h5_type",
        "profit_sharing",
        "support_fapiao",
    ];

    type Job = Order;

    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<Order>, RowProblem> {
        row.exclusive("openid", "sub_openid")?;
        let given = row.parsed::<OutTradeNo>("out_trade_no")?;
        let is_given = given.is_some();
        let number = match given {
            Some(number) => number,
            None => OutTradeNo::from_str(&defaults.number).map_err(RowProblem::of)?,
        };
        let draft = self.draft(row, number.clone())?;
        let mut prepared = draft.prepare(defaults.now).map_err(RowProblem::of)?;
        if !self.options.pay_params {
            prepared = prepared.without_pay_params();
        }
        Ok(ParsedRow {
            unique: is_given.then(|| number.to_string()),
            relative: matches!(draft.time_expire, Some(Expiry::After(_))),
            job: Order {
                number,
                is_given,
                prepared,
            },
        })
    }
}

impl CommandTexts for Orders<'_> {
    const PURPOSE: Option<Purpose> = Some(Purpose::Order);

    fn once() -> Text {
        text!("batch-once-order")
    }
}

impl Orders<'_> {
    /// Returns the order that a row describes; the options apply to values that it does not give.
    fn draft(&self, row: &Row, number: OutTradeNo) -> Result<OrderDraft, RowProblem> {
        let options = self.options;
        // A wrong value is reported before one that is missing.
        let total = row.amount("total", "yuan")?;
        let description = row
            .text("description")?
            .or_else(|| options.description.clone())
            .ok_or(RowProblem::Missing("description"))?;
        let total = total
            .or(options.total)
            .or(options.yuan)
            .ok_or(RowProblem::MissingOneOf("total", "yuan"))?;
        let trade_type = row.parsed("trade_type")?.unwrap_or(options.trade_type);
        let given_url = row.text("notify_url")?;
        let given_url = given_url.as_deref().or(options.notify_url.as_deref());
        let notify_url = notify_url(given_url, self.context).map_err(of_row)?;
        let (payee, appid) = (self.payee.clone(), self.appid.clone());
        let mut draft = OrderDraft::new(payee, appid, trade_type, total, notify_url);
        draft.out_trade_no = Some(number);
        draft.description = description;
        draft.payer = row
            .parsed("openid")?
            .map(PayerId::Openid)
            .or(row.parsed("sub_openid")?.map(PayerId::SubOpenid))
            .or_else(|| options.openid.clone().map(PayerId::Openid))
            .or_else(|| options.sub_openid.clone().map(PayerId::SubOpenid));
        draft.time_expire = row
            .parsed_by("time_expire", order_options::expiry)?
            .or_else(|| options.time_expire.clone());
        draft.attach = row.text("attach")?.or_else(|| options.attach.clone());
        draft.goods_tag = row.text("goods_tag")?.or_else(|| options.goods_tag.clone());
        draft.detail = row.object("detail")?.or_else(|| self.detail.clone());
        draft.scene_info = row
            .object("scene_info")?
            .or_else(|| self.scene_info.clone());
        draft.client_ip = row.parsed("client_ip")?.or(options.client_ip);
        draft.h5_type = row
            .one_of("h5_type", &["Wap", "iOS", "Android"])?
            .or_else(|| options.h5_type.clone());
        draft.profit_sharing = row
            .flag("profit_sharing")?
            .unwrap_or(options.profit_sharing);
        draft.support_fapiao = row
            .flag("support_fapiao")?
            .unwrap_or(options.support_fapiao);
        draft.overrides.clone_from(&self.overrides);
        Ok(draft)
    }
}

/// One order.
#[derive(Clone)]
struct Order {
    number: OutTradeNo,
    /// Whether the line gives the number.
    is_given: bool,
    prepared: PreparedOrder,
}

impl Job for Order {
    type Failure = CliError;

    fn number(&self) -> JobNumber<'_> {
        JobNumber {
            name: "out_trade_no",
            value: self.number.as_str(),
        }
    }

    fn amount(&self) -> Option<Fen> {
        self.prepared.total
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            target: self.prepared.prepay.target(),
            body: self.prepared.prepay.body(),
        }
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<CliError>> {
        match self.place(&client).await {
            Ok(fields) => Ok(fields),
            Err(error) if self.is_of_another_run(&client, &error).await => Err(JobError::Row {
                state: LineState::Unknown,
                failure: self.of_another_run(error),
            }),
            Err(error) => Err(JobError::of_call(error, true)),
        }
    }
}

impl Order {
    /// Tells whether a refusal is about a number that this batch generated, and that has an order:
    /// then an unknown run of the batch sent the line, at another time.
    async fn is_of_another_run(&self, client: &Client, error: &Error) -> bool {
        let Error::Api(refused) = error else {
            return false;
        };
        let reused = [
            "INVALID_REQUEST",
            "OUT_TRADE_NO_USED",
            "ORDERPAID",
            "ORDER_PAID",
        ];
        if self.is_given || !reused.iter().any(|code| refused.is(code)) {
            return false;
        }
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(self.number.clone()),
            payee: self.prepared.prepay.payee.clone(),
            appid: None,
        };
        client.call_within(&query, Duration::MAX).await.is_ok()
    }

    fn of_another_run(&self, error: Error) -> CliError {
        CliError::from(error)
            .with_cause(text!("batch-order-of-another-run"))
            .with_help(text!(
                "batch-order-of-another-run-help",
                number = &self.number
            ))
    }

    async fn place(&self, client: &Client) -> Result<Map<String, Value>, Error> {
        let placed = orders::place(client, &self.prepared).await?;
        let (name, value) = placed.prepaid.field();
        let mut fields = Map::new();
        fields.insert(name.to_owned(), value.into());
        fields.insert(
            "expires_at".to_owned(),
            placed.expires_at.to_rfc3339().into(),
        );
        let pay_params = placed
            .pay_params
            .and_then(|params| serde_json::to_value(params).ok());
        if let Some(params) = pay_params {
            fields.insert("pay_params".to_owned(), params);
        }
        fields.insert("request_id".to_owned(), placed.request_id.into());
        Ok(fields)
    }
}
