//! 商家转账 of 2025: a merchant's transfer to a user, who confirms it.
//!
//! Names as on <https://pay.weixin.qq.com/docs/merchant/apis/mch-trans/transfer-bill/transfer-to-user.html>
//! and the pages beside it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::protocol::id::SerialNo;
use crate::protocol::stamp::Timestamp;

/// One 转账单.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Transfer {
    pub(crate) out_bill_no: String,
    pub(crate) transfer_bill_no: String,
    /// What the user's client opens the confirmation with.
    pub(crate) package_info: String,
    /// The first request without the name of the user, which is encrypted differently each time.
    pub(crate) body: Value,
    pub(crate) state: TransferState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fail_reason: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When a cancellation is done, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancelled_at: Option<i64>,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
}

/// 单据状态, as far as a sandbox's transfers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransferState {
    /// 待收款用户确认.
    WaitUserConfirm,
    /// 转账成功.
    Success,
    /// 转账失败.
    Fail,
    /// 撤销中.
    Canceling,
    /// 已撤销.
    Cancelled,
}

/// How a transfer ends that waits for its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferEnd {
    /// The user confirms, and has the money.
    Confirmed,
    /// The user's account takes no money; the merchant has it back.
    Failed,
}

/// A transfer that does not wait for its user any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotWaiting(pub(crate) TransferState);

impl TransferState {
    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WaitUserConfirm => "WAIT_USER_CONFIRM",
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Canceling => "CANCELING",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Transfer {
    /// Ends a transfer; one that has ended so already stays as it is.
    pub(crate) fn end(&mut self, end: TransferEnd, now: Timestamp) -> Result<(), NotWaiting> {
        let (state, reason) = match end {
            TransferEnd::Confirmed => (TransferState::Success, None),
            TransferEnd::Failed => (TransferState::Fail, Some("PAYEE_ACCOUNT_ABNORMAL")),
        };
        if self.state == state {
            return Ok(());
        }
        self.leave_waiting(state, now)?;
        self.fail_reason = reason.map(str::to_owned);
        Ok(())
    }

    /// Begins to cancel a transfer, which is done at `done_at`; one that is cancelled stays so.
    pub(crate) fn cancel(&mut self, now: Timestamp, done_at: i64) -> Result<(), NotWaiting> {
        match self.state {
            TransferState::Canceling | TransferState::Cancelled => Ok(()),
            TransferState::WaitUserConfirm | TransferState::Success | TransferState::Fail => {
                self.leave_waiting(TransferState::Canceling, now)?;
                self.cancelled_at = Some(done_at);
                Ok(())
            }
        }
    }

    /// Completes a cancellation whose time has come; tells whether it did.
    pub(crate) fn settle(&mut self, now: i64) -> bool {
        let is_due = self.state == TransferState::Canceling
            && self.cancelled_at.is_none_or(|done_at| done_at <= now);
        if is_due {
            self.state = TransferState::Cancelled;
            self.updated_at = Timestamp::from_millis(now);
        }
        is_due
    }

    fn leave_waiting(&mut self, state: TransferState, now: Timestamp) -> Result<(), NotWaiting> {
        if self.state != TransferState::WaitUserConfirm {
            return Err(NotWaiting(self.state));
        }
        self.state = state;
        self.updated_at = now;
        Ok(())
    }

    /// Tells whether another request is a repetition of the first.
    pub(crate) fn is_repeated_by(&self, other: &Self) -> bool {
        self.body == other.body
    }

    pub(crate) fn notify_url(&self) -> Option<&str> {
        self.body.get("notify_url")?.as_str()
    }

    /// Returns the response of the request.
    pub(crate) fn accepted(&self) -> Value {
        let mut answer = json!({
            "out_bill_no": self.out_bill_no,
            "transfer_bill_no": self.transfer_bill_no,
            "create_time": self.created_at.to_rfc3339(),
            "state": self.state,
        });
        if self.state == TransferState::WaitUserConfirm {
            answer["package_info"] = json!(self.package_info);
        }
        self.add_reason(&mut answer);
        answer
    }

    /// Returns the response of a cancellation.
    pub(crate) fn cancellation(&self) -> Value {
        json!({
            "out_bill_no": self.out_bill_no,
            "transfer_bill_no": self.transfer_bill_no,
            "state": self.state,
            "update_time": self.updated_at.to_rfc3339(),
        })
    }

    /// Returns the response of a query, which calls the merchant `mch_id`.
    pub(crate) fn details(&self, mchid: &str) -> Value {
        let mut answer = self.fields(mchid);
        answer["appid"] = self.of_request("appid");
        answer["transfer_remark"] = self.of_request("transfer_remark");
        answer
    }

    /// Returns the plaintext of its notification, in WeChat Pay's order of keys: it names the
    /// merchant twice, since the documentation says `mch_id` and other notifications `mchid`.
    pub(crate) fn plaintext(&self, mchid: &str) -> Value {
        let mut fields = self.fields(mchid);
        fields["mchid"] = json!(mchid);
        fields
    }

    fn fields(&self, mchid: &str) -> Value {
        let mut fields = json!({ "mch_id": mchid });
        fields["out_bill_no"] = json!(self.out_bill_no);
        fields["transfer_bill_no"] = json!(self.transfer_bill_no);
        fields["transfer_amount"] = self.of_request("transfer_amount");
        fields["state"] = json!(self.state);
        self.add_reason(&mut fields);
        fields["openid"] = self.of_request("openid");
        fields["create_time"] = json!(self.created_at.to_rfc3339());
        fields["update_time"] = json!(self.updated_at.to_rfc3339());
        fields
    }

    fn of_request(&self, name: &str) -> Value {
        self.body.get(name).cloned().unwrap_or_default()
    }

    fn add_reason(&self, answer: &mut Value) {
        if let Some(reason) = &self.fail_reason {
            answer["fail_reason"] = json!(reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_750_000_000);

    fn transfer() -> Transfer {
        Transfer {
            out_bill_no: "bill1".to_owned(),
            transfer_bill_no: "SANDBOX1".to_owned(),
            package_info: "package".to_owned(),
            body: json!({"appid": "wx1", "openid": "o1", "transfer_amount": 100, "transfer_remark": "r"}),
            state: TransferState::WaitUserConfirm,
            fail_reason: None,
            created_at: NOW,
            updated_at: NOW,
            cancelled_at: None,
            named_key: None,
        }
    }

    #[test]
    fn a_transfer_ends_once() {
        let mut confirmed = transfer();
        assert_eq!(confirmed.accepted()["package_info"], "package");
        confirmed.end(TransferEnd::Confirmed, NOW).unwrap();
        confirmed.end(TransferEnd::Confirmed, NOW).unwrap();
        assert!(confirmed.accepted().get("package_info").is_none());
        let gone = Err(NotWaiting(TransferState::Success));
        assert_eq!(confirmed.end(TransferEnd::Failed, NOW), gone);
        assert_eq!(confirmed.cancel(NOW, 0), gone);
        let mut failed = transfer();
        failed.end(TransferEnd::Failed, NOW).unwrap();
        assert_eq!(failed.details("1")["fail_reason"], "PAYEE_ACCOUNT_ABNORMAL");
        assert_eq!(failed.details("1")["mch_id"], "1");
        let plaintext = failed.plaintext("1").to_string();
        assert!(
            plaintext.starts_with(r#"{"mch_id":"1","out_bill_no":"#),
            "{plaintext}"
        );
        assert!(plaintext.ends_with(r#","mchid":"1"}"#), "{plaintext}");
    }

    #[test]
    fn a_cancellation_takes_its_time_and_cannot_be_confirmed_meanwhile() {
        let mut cancelled = transfer();
        cancelled.cancel(NOW, 5000).unwrap();
        assert!(!cancelled.settle(4999));
        let gone = Err(NotWaiting(TransferState::Canceling));
        assert_eq!(cancelled.end(TransferEnd::Confirmed, NOW), gone);
        assert!(cancelled.settle(5000));
        assert!(!cancelled.settle(5001));
        cancelled.cancel(NOW, 9000).unwrap();
        assert_eq!(cancelled.state, TransferState::Cancelled);
    }
}
