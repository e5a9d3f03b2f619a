//! How an order or a refund stands, and whether that will do.

use std::fmt;

use serde_json::{Map, Value};
use wechatpay::client::Answered;
use wechatpay::error::Error;
use wechatpay::protocol::refund::{RefundInfo, RefundStatus};
use wechatpay::protocol::transaction::{TradeState, Transaction};

use super::WaitArgs;
use crate::diagnostic::Failure;

/// How something stands that is asked for.
pub(crate) trait State: From<String> + fmt::Display + PartialEq + 'static {
    /// What stands like this, in English and Chinese.
    const OF: (&'static str, &'static str);

    fn is_final(&self) -> bool;

    /// Tells whether one of `expect` may yet come of it.
    fn may_become(&self, _expect: &[Self]) -> bool
    where
        Self: Sized,
    {
        !self.is_final()
    }
}

impl State for TradeState {
    const OF: (&'static str, &'static str) = ("the order", "订单");

    fn is_final(&self) -> bool {
        self.is_final()
    }

    /// A paid order may yet be refunded.
    fn may_become(&self, expect: &[Self]) -> bool {
        match self {
            Self::Success => expect.contains(&Self::Refund),
            state => !state.is_final(),
        }
    }
}

impl State for RefundStatus {
    const OF: (&'static str, &'static str) = ("the refund", "退款");

    fn is_final(&self) -> bool {
        self.is_final()
    }
}

/// An answer that says how an order or a refund stands.
pub(crate) trait Stated {
    type State: State;

    /// Returns how it stands, and all that WeChat Pay sent.
    fn into_parts(self) -> (Self::State, Map<String, Value>);
}

impl Stated for Transaction {
    type State = TradeState;

    fn into_parts(self) -> (TradeState, Map<String, Value>) {
        (self.trade_state, self.object)
    }
}

impl Stated for RefundInfo {
    type State = RefundStatus;

    fn into_parts(self) -> (RefundStatus, Map<String, Value>) {
        (self.status, self.object)
    }
}

/// What WeChat Pay says of an order or a refund.
#[derive(Debug)]
pub(crate) struct Found<S> {
    pub(crate) object: Map<String, Value>,
    pub(crate) state: S,
    pub(crate) request_id: Option<String>,
    /// Why it could not be asked for once more.
    pub(super) trouble: Option<Error>,
}

impl<A: Stated> From<Answered<A>> for Found<A::State> {
    fn from(answer: Answered<A>) -> Self {
        let (state, object) = answer.value.into_parts();
        Self {
            object,
            state,
            request_id: answer.request_id,
            trouble: None,
        }
    }
}

impl<S: State> Found<S> {
    /// Makes a failure of what is not as it was wanted; where nothing was waited for, any state
    /// will do that is not unwanted.
    pub(crate) fn checked(
        self,
        wanted: &Wanted<'_, S>,
        patience: &WaitArgs,
    ) -> Result<Self, Failure> {
        if wanted.fail_on.contains(&self.state) {
            return Err(self.unwanted());
        }
        let met = match wanted.expect {
            [] => patience.wait.is_none() || self.state.is_final(),
            expected => expected.contains(&self.state),
        };
        if met {
            Ok(self)
        } else {
            Err(self.unmet(wanted.expect))
        }
    }

    /// The failure of a state that was to be the end of all hope.
    fn unwanted(&self) -> Failure {
        let state = self.state.to_string();
        let (en, zh) = S::OF;
        Failure::condition(format!("{en} is {state}, which --fail-on names"))
            .in_chinese(format!("{zh}状态为 {state}，属于 --fail-on"))
            .with_code(&state)
            .with_help(
                "run the same command without --fail-on to see all that WeChat Pay says of it",
                "去掉 --fail-on 重新运行此命令，可查看微信支付返回的全部内容",
            )
    }

    /// The failure of a wait that ended in another state than one of `expected`, or final.
    pub(crate) fn unmet(&self, expected: &[S]) -> Failure {
        let wanted = match expected {
            [] => "a final state".to_owned(),
            states => {
                let words: Vec<_> = states.iter().map(S::to_string).collect();
                words.join(" or ")
            }
        };
        let state = self.state.to_string();
        let (en, zh) = if self.state.may_become(expected) {
            (
                "it may still change: ask again, and for longer with --wait=D",
                "状态仍可能变化：请再次查询，可用 --wait=D 等待更久",
            )
        } else {
            (
                "it changes no more: run the same command without --expect to see all that WeChat Pay says of it",
                "状态不会再变化：去掉 --expect 重新运行此命令，可查看微信支付返回的全部内容",
            )
        };
        let wanted_zh = if expected.is_empty() {
            "终态"
        } else {
            &wanted
        };
        let (of, of_zh) = S::OF;
        let mut failure = Failure::condition(format!("{of} is {state}, not {wanted}"))
            .in_chinese(format!("{of_zh}状态为 {state}，不是 {wanted_zh}"))
            .with_code(&state)
            .with_help(en, zh);
        if let Some(trouble) = &self.trouble {
            failure.add_cause(
                format!("the last time, it could not be asked for: {trouble}"),
                format!("最后一次查询失败：{trouble}"),
            );
        }
        failure
    }
}

/// Which states are waited for.
#[derive(Debug)]
pub(crate) struct Wanted<'a, S> {
    /// These; where there is none, any final one.
    pub(crate) expect: &'a [S],
    /// There is no use in waiting once it is one of these.
    pub(crate) fail_on: &'a [S],
}

impl<S: State> Wanted<'_, S> {
    /// Any final state.
    pub(crate) const ANY: Self = Self {
        expect: &[],
        fail_on: &[],
    };

    pub(super) fn is_over(&self, state: &S) -> bool {
        self.expect.contains(state)
            || self.fail_on.contains(state)
            || !state.may_become(self.expect)
    }
}
