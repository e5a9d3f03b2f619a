//! 消费者投诉 2.0: a user's complaint about a payment, and what the merchant does about it.
//!
//! Names as on
//! <https://pay.weixin.qq.com/docs/partner/apis/consumer-complaint/complaints/list-complaints-v2.html>
//! and the pages beside it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::protocol::stamp::Timestamp;

/// One 投诉单.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Complaint {
    pub(crate) complaint_id: String,
    /// In milliseconds.
    pub(crate) at: i64,
    pub(crate) detail: String,
    pub(crate) state: ComplaintState,
    pub(crate) complainted_mchid: String,
    pub(crate) transaction_id: String,
    pub(crate) out_trade_no: String,
    /// What was paid, in fen.
    pub(crate) amount: i64,
    pub(crate) payer_openid: String,
    pub(crate) history: Vec<Negotiation>,
}

/// 投诉单状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ComplaintState {
    /// 待处理.
    Pending,
    /// 处理中.
    Processing,
    /// 已处理完成.
    Processed,
}

/// One entry of 协商历史.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Negotiation {
    pub(crate) log_id: String,
    pub(crate) at: Timestamp,
    pub(crate) action: Action,
    #[serde(default)]
    pub(crate) details: String,
    #[serde(default)]
    pub(crate) images: Vec<String>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Action {
    Complained,
    Responded,
    Completed,
}

/// The complaint is processed already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Processed;

impl Action {
    /// Returns 操作人 and 操作类型 of the history.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Complained => ("投诉人", "USER_CREATE_COMPLAINT"),
            Self::Responded => ("商家", "MERCHANT_RESPONSE"),
            Self::Completed => ("商家", "MERCHANT_CONFIRM_COMPLETE"),
        }
    }

    /// Returns 动作类型 of the notification.
    pub(crate) fn notified_as(self) -> &'static str {
        match self {
            Self::Complained => "CREATE_COMPLAINT",
            Self::Responded => "MERCHANT_RESPONSE",
            Self::Completed => "MERCHANT_CONFIRM_COMPLETE",
        }
    }
}

impl Complaint {
    /// Adds the merchant's response.
    pub(crate) fn respond(&mut self, response: Negotiation) {
        if self.state == ComplaintState::Pending {
            self.state = ComplaintState::Processing;
        }
        self.history.push(response);
    }

    /// Ends it, which is possible once.
    pub(crate) fn complete(&mut self, end: Negotiation) -> Result<(), Processed> {
        if self.state == ComplaintState::Processed {
            return Err(Processed);
        }
        self.state = ComplaintState::Processed;
        self.history.push(end);
        Ok(())
    }

    /// Returns it as a query does; `is_refunded` tells whether all of the payment was refunded.
    pub(crate) fn answer(&self, is_refunded: bool) -> Value {
        json!({
            "complaint_id": self.complaint_id,
            "complaint_time": Timestamp::from_millis(self.at).to_rfc3339(),
            "complaint_detail": self.detail,
            "complaint_state": self.state,
            "complainted_mchid": self.complainted_mchid,
            "payer_openid": self.payer_openid,
            "complaint_order_info": [{
                "transaction_id": self.transaction_id,
                "out_trade_no": self.out_trade_no,
                "amount": self.amount,
            }],
            "complaint_full_refunded": is_refunded,
            "incoming_user_response": false,
            "problem_description": self.detail,
            "user_complaint_times": 1,
        })
    }
}

impl Negotiation {
    /// Returns it as a query of the history does.
    pub(crate) fn answer(&self) -> Value {
        let (operator, operate_type) = self.action.names();
        let mut answer = json!({
            "log_id": self.log_id,
            "operator": operator,
            "operate_time": self.at.to_rfc3339(),
            "operate_type": operate_type,
            "operate_details": self.details,
        });
        if !self.images.is_empty() {
            answer["image_list"] = json!(self.images);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: Action) -> Negotiation {
        Negotiation {
            log_id: "1".to_owned(),
            at: Timestamp(0),
            action,
            details: String::new(),
            images: Vec::new(),
        }
    }

    #[test]
    fn a_complaint_is_answered_and_completed_once() {
        let mut complaint = Complaint {
            complaint_id: "1".to_owned(),
            at: 0,
            detail: "d".to_owned(),
            state: ComplaintState::Pending,
            complainted_mchid: "1".to_owned(),
            transaction_id: "t".to_owned(),
            out_trade_no: "o".to_owned(),
            amount: 1,
            payer_openid: "p".to_owned(),
            history: vec![entry(Action::Complained)],
        };
        complaint.respond(entry(Action::Responded));
        assert_eq!(complaint.state, ComplaintState::Processing);
        complaint.complete(entry(Action::Completed)).unwrap();
        assert_eq!(complaint.complete(entry(Action::Completed)), Err(Processed));
        complaint.respond(entry(Action::Responded));
        assert_eq!(complaint.state, ComplaintState::Processed);
        assert_eq!(complaint.history.len(), 4);
    }
}
