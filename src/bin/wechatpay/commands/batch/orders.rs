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
use wechatpay::orders::{self, Expiry, PreparedOrder};
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::failure::{self, Texts};
use super::report::CommandTexts;
use super::run;
use crate::args;
use crate::commands::body_options::JsonInput;
use crate::commands::order_options::{self, Args};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;

/// Creates the orders of a file.
pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.ensure_local().await?;
    let client = context.client().await?;
    let mut defaults = args.clone();
    for input in [&mut defaults.detail, &mut defaults.scene_info]
        .into_iter()
        .flatten()
    {
        *input = JsonInput::Value(input.object()?);
    }
    let orders = Orders { defaults, context };
    run::run(&orders, &args.batch, context, client).await
}

struct Orders<'a> {
    defaults: Args,
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
        row.exclusive("total", "yuan")?;
        row.exclusive("openid", "sub_openid")?;
        let args = self.with_row(row)?;
        if args.description.is_none() {
            return Err(RowProblem::Missing("description"));
        }
        if args.total.is_none() && args.yuan.is_none() {
            return Err(RowProblem::Missing("total or yuan"));
        }
        let number = match &args.out_trade_no {
            Some(number) => number.clone(),
            None => OutTradeNo::from_str(&defaults.number)
                .map_err(|error| RowProblem::Command(error.to_string()))?,
        };
        let mut draft = args
            .draft(self.context)
            .map_err(|failure| failure::of_row(&failure))?;
        draft.out_trade_no = Some(number.clone());
        let prepared = draft
            .prepare(defaults.now)
            .map_err(|error| RowProblem::Command(error.to_string()))?;
        Ok(ParsedRow {
            job: Order {
                number,
                is_given: args.out_trade_no.is_some(),
                prepared: if args.pay_params {
                    prepared
                } else {
                    prepared.without_pay_params()
                },
            },
            unique: args.out_trade_no.map(String::from),
            relative: matches!(args.time_expire, Some(Expiry::After(_))),
        })
    }
}

impl CommandTexts for Orders<'_> {
    const ONCE: Texts = ("no line becomes a second order", "不会重复下单");
}

impl Orders<'_> {
    /// Returns the options, with the values of a row in their place.
    fn with_row(&self, row: &Row) -> Result<Args, RowProblem> {
        let mut args = self.defaults.clone();
        replace(&mut args.out_trade_no, row.parsed("out_trade_no")?);
        if let Some(openid) = row.parsed("openid")? {
            (args.openid, args.sub_openid) = (Some(openid), None);
        }
        if let Some(openid) = row.parsed("sub_openid")? {
            (args.openid, args.sub_openid) = (None, Some(openid));
        }
        if let Some(total) = row.parsed("total")? {
            (args.total, args.yuan) = (Some(total), None);
        }
        if let Some(yuan) = row.parsed_by("yuan", args::yuan)? {
            (args.total, args.yuan) = (None, Some(yuan));
        }
        replace(&mut args.description, row.text("description")?);
        args.trade_type = row.parsed("trade_type")?.unwrap_or(args.trade_type);
        replace(&mut args.notify_url, row.text("notify_url")?);
        replace(&mut args.attach, row.text("attach")?);
        replace(
            &mut args.time_expire,
            row.parsed_by("time_expire", order_options::expiry)?,
        );
        replace(&mut args.goods_tag, row.text("goods_tag")?);
        replace(
            &mut args.detail,
            row.object("detail")?.map(JsonInput::Value),
        );
        replace(
            &mut args.scene_info,
            row.object("scene_info")?.map(JsonInput::Value),
        );
        replace(&mut args.client_ip, row.parsed("client_ip")?);
        let types = ["Wap", "iOS", "Android"];
        let h5_type = row.one_of("h5_type", &types, "Wap, iOS or Android is needed")?;
        replace(&mut args.h5_type, h5_type);
        args.profit_sharing = row.flag("profit_sharing")?.unwrap_or(args.profit_sharing);
        args.support_fapiao = row.flag("support_fapiao")?.unwrap_or(args.support_fapiao);
        Ok(args)
    }
}

/// Replaces what the options give, if a row gives a value.
fn replace<T>(option: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *option = value;
    }
}

/// An order on its way.
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

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            target: self.prepared.prepay.target(),
            body: self.prepared.prepay.body(),
        }
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<CliError>> {
        match self.place(&client).await {
            Ok(fields) => Ok(fields),
            Err(error) if self.was_made(&client, &error).await => Err(JobError::Row {
                state: LineState::Unknown,
                failure: self.of_another_run(error),
            }),
            Err(error) => Err(JobError::of_call(error, true)),
        }
    }
}

impl Order {
    /// Tells whether a refusal is about a number that this batch made, and that has an order: then
    /// a run that this one does not know of has sent the line, at another time.
    async fn was_made(&self, client: &Client, error: &Error) -> bool {
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
        let mut failure = CliError::from(error);
        failure.add_cause(Text::pair(
            "another run of this batch has made this order; its prepay_id is in the results of that run",
            "该批次的另一次运行已创建此订单，其 prepay_id 在该次运行的结果中"));
        let number = &self.number;
        failure.with_help(Text::pair(
            format!("look at it with `wechatpay query --out-trade-no {number}`; do not order this line again elsewhere before it is closed"),
            format!("运行 `wechatpay query --out-trade-no {number}` 查看；关闭该订单前，请勿在别处为此行重新下单")))
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
