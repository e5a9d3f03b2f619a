//! The two kinds of merchants, which have paths and fields of their own.

/// Who places an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    /// 直连商户.
    Direct,
    /// 服务商, for a sub-merchant.
    Partner,
}
