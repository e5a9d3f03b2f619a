//! Partner mode (服务商) as options: for which sub-merchant a service provider acts this time.

use wechatpay::profile::Overrides;
use wechatpay::protocol::id::{Appid, Mchid};

/// For commands that name the sub-merchant alone.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SubMerchant {
    #[arg(long, help_heading = "partner", value_name = "MCHID")]
    pub(crate) sub_mchid: Option<Mchid>,
}

/// For commands that also name the sub-merchant's app.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SubMerchantApp {
    #[command(flatten)]
    merchant: SubMerchant,
    #[arg(long, help_heading = "partner", value_name = "APPID")]
    pub(crate) sub_appid: Option<Appid>,
}

impl SubMerchant {
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            sub_mchid: self.sub_mchid.as_ref().map(ToString::to_string),
            ..Overrides::default()
        }
    }
}

impl SubMerchantApp {
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            sub_appid: self.sub_appid.as_ref().map(ToString::to_string),
            ..self.merchant.overrides()
        }
    }
}
