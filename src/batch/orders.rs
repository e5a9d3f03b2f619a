//! A batch of orders: one for each line.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::job::{
    Command, Defaults, Job, JobError, JobNumber, LineFailure, LineState, ParsedRow, SentRequest,
};
use super::row::{Row, RowProblem};
use crate::client::Client;
use crate::error::Error;
use crate::notify_url::NotifyUrl;
use crate::orders::{self, Expiry, OrderDefaults, OrderDraft, PayerId, PreparedOrder};
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::{Endpoint, Payee};
use crate::protocol::id::{Appid, OutTradeNo};
use crate::protocol::transaction::{OrderNumber, QueryOrder};

/// The refusals of a number that has an order.
const USED_NUMBER: [&str; 4] = [
    "INVALID_REQUEST",
    "OUT_TRADE_NO_USED",
    "ORDERPAID",
    "ORDER_PAID",
];

/// Why an order of a batch was not placed, as its result has it.
pub trait OrderFailure: LineFailure + From<Error> {
    /// The refusal of a number that this batch generated, and that has an order: then an unknown
    /// run of the batch sent the line, at another time.
    fn of_another_run(error: Error, number: &OutTradeNo) -> Self;
}

/// Places the order of each row.
#[expect(missing_debug_implementations, reason = "it holds a closure")]
pub struct Orders<'a, F> {
    /// Who takes the payments.
    pub payee: Payee,
    /// The App ID of the merchant, or of the service provider.
    pub appid: Appid,
    /// What applies to values that a row does not give.
    pub defaults: OrderDefaults,
    /// Whether to sign pay params for each line.
    pub with_pay_params: bool,
    /// Returns where a row's notification goes: to the URL that it gives, or else to another.
    pub notify_url: &'a dyn Fn(Option<&str>) -> Result<NotifyUrl, RowProblem>,
    /// Reads until when a row's order can be paid.
    pub read_expiry: fn(&Row) -> Result<Option<Expiry>, RowProblem>,
    /// What a failure is.
    pub failure: PhantomData<fn() -> F>,
}

impl<F: OrderFailure> Command for Orders<'_, F> {
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

    type Job = OrderJob<F>;

    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<OrderJob<F>>, RowProblem> {
        row.exclusive("openid", "sub_openid")?;
        let own = row.parsed::<OutTradeNo>("out_trade_no")?;
        let has_own = own.is_some();
        let number = match own {
            Some(number) => number,
            None => OutTradeNo::from_str(&defaults.number).map_err(RowProblem::of)?,
        };
        let draft = self.draft(row, number.clone())?;
        let mut prepared = draft.prepare(defaults.now).map_err(RowProblem::of)?;
        if !self.with_pay_params {
            prepared = prepared.without_pay_params();
        }
        Ok(ParsedRow {
            unique: has_own.then(|| number.to_string()),
            relative: matches!(draft.time_expire, Some(Expiry::After(_))),
            job: OrderJob {
                number,
                has_own,
                prepared,
                failure: PhantomData,
            },
        })
    }
}

impl<F> Orders<'_, F> {
    /// Returns the order that a row describes.
    fn draft(&self, row: &Row, number: OutTradeNo) -> Result<OrderDraft, RowProblem> {
        let mut fields = self.defaults.clone();
        // A wrong value is reported before one that is missing.
        let total = row.amount("total", "yuan")?;
        fields.description = row.text("description")?.or(fields.description);
        if fields.description.is_none() {
            return Err(RowProblem::Missing("description"));
        }
        let total = total
            .or(fields.total)
            .ok_or(RowProblem::MissingOneOf("total", "yuan"))?;
        fields.trade_type = row.parsed("trade_type")?.unwrap_or(fields.trade_type);
        let notify_url = (self.notify_url)(row.text("notify_url")?.as_deref())?;
        fields.payer = row
            .parsed("openid")?
            .map(PayerId::Openid)
            .or(row.parsed("sub_openid")?.map(PayerId::SubOpenid))
            .or(fields.payer);
        fields.time_expire = (self.read_expiry)(row)?.or(fields.time_expire);
        fields.attach = row.text("attach")?.or(fields.attach);
        fields.goods_tag = row.text("goods_tag")?.or(fields.goods_tag);
        fields.detail = row.object("detail")?.or(fields.detail);
        fields.scene_info = row.object("scene_info")?.or(fields.scene_info);
        fields.client_ip = row.parsed("client_ip")?.or(fields.client_ip);
        fields.h5_type = row
            .one_of("h5_type", &["Wap", "iOS", "Android"])?
            .or(fields.h5_type);
        fields.profit_sharing = row.flag("profit_sharing")?.unwrap_or(fields.profit_sharing);
        fields.support_fapiao = row.flag("support_fapiao")?.unwrap_or(fields.support_fapiao);
        let (payee, appid) = (self.payee.clone(), self.appid.clone());
        let mut draft = fields.draft(payee, appid, total, notify_url);
        draft.out_trade_no = Some(number);
        Ok(draft)
    }
}

/// The order of one line.
pub struct OrderJob<F> {
    number: OutTradeNo,
    /// Whether the line gives the number.
    has_own: bool,
    prepared: PreparedOrder,
    failure: PhantomData<fn() -> F>,
}

impl<F> fmt::Debug for OrderJob<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OrderJob").field(&self.number).finish()
    }
}

impl<F> Clone for OrderJob<F> {
    fn clone(&self) -> Self {
        Self {
            number: self.number.clone(),
            has_own: self.has_own,
            prepared: self.prepared.clone(),
            failure: PhantomData,
        }
    }
}

impl<F: OrderFailure> Job for OrderJob<F> {
    type Failure = F;

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

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<F>> {
        match self.place(&client).await {
            Ok(fields) => Ok(fields),
            Err(error) if self.is_of_another_run(&client, &error).await => Err(JobError::Row {
                state: LineState::Unknown,
                failure: F::of_another_run(error, &self.number),
            }),
            Err(error) => Err(JobError::of_call(error, true)),
        }
    }
}

impl<F> OrderJob<F> {
    async fn is_of_another_run(&self, client: &Client, error: &Error) -> bool {
        let Error::Api(refused) = error else {
            return false;
        };
        if self.has_own || !USED_NUMBER.iter().any(|code| refused.is(code)) {
            return false;
        }
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(self.number.clone()),
            payee: self.prepared.prepay.payee.clone(),
            appid: None,
        };
        client.call_within(&query, Duration::MAX).await.is_ok()
    }

    async fn place(&self, client: &Client) -> Result<Map<String, Value>, Error> {
        let placed = orders::place(client, &self.prepared).await?;
        let prepaid = &placed.prepaid;
        let mut fields = Map::new();
        fields.insert(prepaid.name().to_owned(), prepaid.as_str().into());
        let expires_at = placed.expires_at.to_rfc3339();
        fields.insert("expires_at".to_owned(), expires_at.into());
        let pay_params = placed.pay_params.map(serde_json::to_value);
        if let Some(Ok(params)) = pay_params {
            fields.insert("pay_params".to_owned(), params);
        }
        fields.insert("request_id".to_owned(), placed.request_id.into());
        Ok(fields)
    }
}
