//! 退款: creating refunds and looking them up, and how WeChat Pay describes them.

mod calls;
mod record;
mod status;

pub use calls::{
    ABNORMAL, AbnormalRefundRequest, AbnormalRefundType, ApplyAbnormalRefund, CreateRefund,
    FundsAccount, PATH, QueryRefund, RefundAmount, RefundRequest,
};
pub use record::{NoticeAmount, NoticePayee, Refund, RefundInfo, RefundNotice, RefundedAmount};
pub use status::RefundStatus;
