//! `refund`: gives money back, and asks what became of it.

mod attempt;
mod body;
mod book;
mod create;
mod query;

use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::Mchid;

use crate::context::Context;
use crate::diagnostic::Failure;

/// A refund is accepted first and given back later: `create` asks for it, `query --wait` sees it
/// succeed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Give a payment back, whole or in part
    Create(Box<create::Args>),
    /// Ask for a refund, and wait until it has ended
    Query(query::Args),
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    match &args.action {
        Action::Create(args) => create::run(args, context).await,
        Action::Query(args) => query::run(args, context).await,
    }
}

/// Returns who took the payment: the profile's payee, or the service provider's sub-merchant
/// that was named.
fn payee(profile: &Profile, named: Option<&Mchid>) -> Result<Payee, Failure> {
    let payee = profile.payee()?;
    Ok(match (named, payee) {
        (None, payee) => payee,
        (Some(sub_mchid), Payee::Direct { mchid: sp_mchid } | Payee::Partner { sp_mchid, .. }) => {
            Payee::Partner {
                sp_mchid,
                sub_mchid: sub_mchid.clone(),
                sub_appid: None,
            }
        }
    })
}
