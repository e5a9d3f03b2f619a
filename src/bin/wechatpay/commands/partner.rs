//! Partner mode (服务商) as options: for which sub-merchant a service provider acts this time.

use wechatpay::protocol::id::{Appid, Mchid};

use crate::context::Context;

/// For commands that name the sub-merchant alone.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SubMerchant {
    /// Act for this sub-merchant, as a service provider [default: the profile's sub_mchid]
    #[arg(long, value_name = "MCHID")]
    pub(crate) sub_mchid: Option<Mchid>,
}

/// For commands that also name the sub-merchant's app.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SubMerchantApp {
    #[command(flatten)]
    merchant: SubMerchant,
    /// The sub-merchant's own App ID [default: the profile's sub_appid]
    #[arg(long, value_name = "APPID")]
    pub(crate) sub_appid: Option<Appid>,
}

impl SubMerchant {
    /// Lays the option over the profile; to be done before that is asked for.
    pub(crate) fn lay_over(&self, context: &mut Context) {
        context.set_sub_merchant(self.sub_mchid.as_ref(), None);
    }
}

impl SubMerchantApp {
    /// Lays the options over the profile; to be done before that is asked for.
    pub(crate) fn lay_over(&self, context: &mut Context) {
        let sub_mchid = self.merchant.sub_mchid.as_ref();
        context.set_sub_merchant(sub_mchid, self.sub_appid.as_ref());
    }
}
