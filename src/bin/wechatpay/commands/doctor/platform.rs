//! What answers and notifications are verified with.

use wechatpay::ambient;
use wechatpay::profile::{Profile, ProfileError};
use wechatpay::protocol::id::{Mchid, PUBLIC_KEY_ID, SerialNo};
use wechatpay::protocol::keys::VerifyingKey;

use super::checks::Checks;
use super::files::{SOON, left};
use super::secrets;
use crate::context::Context;
use crate::diagnostic::keys;

const NAME: &str = "platform-keys";

pub(super) fn check(profile: &Profile, checks: &mut Checks) {
    let (public, ends) = match (profile.wechatpay_public_key(), profile.certificate_ends()) {
        (Ok(public), Ok(ends)) => (public, ends),
        (Err(error @ ProfileError::Untrusted { .. }), _)
        | (_, Err(error @ ProfileError::Untrusted { .. })) => {
            return secrets::refuse(NAME, error, &mut Vec::new(), checks);
        }
        (Err(error), _) | (_, Err(error)) => return checks.fail_with(NAME, error),
    };
    if public.is_none() && ends.is_empty() {
        return checks.fail_with(NAME, Context::no_platform_key(profile));
    }
    let now = ambient::now();
    let (valid, expired): (Vec<_>, Vec<_>) = ends.iter().partition(|(_, end)| *end > now);
    let lang = checks.lang;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(public.as_ref().map(|key| {
        let id = key.serial_no();
        lang.pick(format!("public key {id}"), format!("公钥 {id}"))
    }));
    lines.extend(ends.iter().map(|(serial, end)| {
        let (days, end) = left(*end);
        if days < 0 {
            lang.pick(
                format!("certificate {serial} expired on {end}"),
                format!("证书 {serial} 已于 {end} 过期"),
            )
        } else {
            lang.pick(
                format!("certificate {serial}, {days} days left"),
                format!("证书 {serial}，剩余 {days} 天"),
            )
        }
    }));
    let unused = profile.platform_remarks();
    lines.extend(unused.iter().map(|remark| keys::remark(remark, lang)));
    let message = lines.join("; ");
    let renew = lang.pick(
        "run `wechatpay download-certs --prune`",
        "运行 `wechatpay download-certs --prune`",
    );
    let other = profile.mchid().ok().filter(|mchid| {
        let id = public.as_ref().map(VerifyingKey::serial_no);
        id.is_some_and(|id| names_other_merchant(id, mchid))
    });
    let soon = valid.iter().map(|(_, end)| left(*end).0).max();
    if public.is_none() && valid.is_empty() {
        checks.fail(NAME, message, renew);
    } else if let Some(mchid) = other {
        let fix = lang.pick(
            format!("the digits of public_key_id look like another merchant's than {mchid}: compare public_key_id and pub_key.pem with the merchant console (账户中心 → API安全)"),
            format!("public_key_id 中的数字似乎不属于商户 {mchid}：请与商户平台「账户中心 → API安全」核对 public_key_id 与 pub_key.pem"),
        );
        checks.warn(NAME, message, fix);
    } else if !expired.is_empty() || soon.is_some_and(|days| days < SOON) {
        checks.warn(NAME, message, renew);
    } else {
        checks.ok(NAME, message);
    }
}

/// Tells whether an id has another merchant's number in it: 01, the number, a date and more, 34
/// digits in all. Nobody documents this, so it is never more than a hint.
fn names_other_merchant(id: &SerialNo, mchid: &Mchid) -> bool {
    let digits = id.as_str().strip_prefix(PUBLIC_KEY_ID).unwrap_or_default();
    let Some(rest) = digits.strip_prefix("01").filter(|_| digits.len() == 34) else {
        return false;
    };
    let dated = rest.get(10..12) == Some("20");
    dated && mchid.as_str().len() == 10 && !rest.starts_with(mchid.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_key_id_may_hint_at_its_merchant() {
        let id = |text: &str| {
            format!("{PUBLIC_KEY_ID}{text}")
                .parse::<SerialNo>()
                .unwrap()
        };
        let mchid: Mchid = "1900000001".parse().unwrap();
        let own = id("0119000000012024101500000000000001");
        let other = id("0119000000092024101500000000000001");
        assert!(!names_other_merchant(&own, &mchid));
        assert!(names_other_merchant(&other, &mchid));
        for odd in [
            "0114232134912410000000000000",
            "0000000000000024101100397200000006",
        ] {
            assert!(!names_other_merchant(&id(odd), &mchid));
        }
    }
}
