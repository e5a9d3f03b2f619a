//! The secrets: what they are, and who can read their files.

use wechatpay::profile::{Profile, ProfileError};
use wechatpay::protocol::resource::ApiV3Key;

use super::checks::Checks;
use crate::context::Context;
use crate::diagnostic::Failure;

/// Checks who can change the files that decide what is run and trusted.
pub(super) fn owners(profile: &Profile, checks: &mut Checks) {
    let failures = profile.controlled_by_others();
    if failures.is_empty() {
        let text = checks.lang.pick(
            "only you and root can change the profile, its keys and its certificates",
            "只有您与 root 可更改配置、密钥与证书",
        );
        return checks.ok("file-owners", text);
    }
    let failures: Vec<Failure> = failures.into_iter().map(Failure::from).collect();
    let messages: Vec<&str> = failures
        .iter()
        .map(|one| one.message(checks.lang))
        .collect();
    let mut fixes: Vec<String> = Vec::new();
    for fix in failures.iter().filter_map(|one| one.help(checks.lang)) {
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    checks.fail("file-owners", messages.join("; "), fixes.join("\n"));
}

/// Keeps a secret that others can read for its own check.
pub(super) fn refuse(
    name: &'static str,
    error: ProfileError,
    exposed: &mut Vec<ProfileError>,
    checks: &mut Checks,
) {
    if matches!(error, ProfileError::Permissions { .. }) {
        exposed.push(error);
        checks.skip_for(name, "secret-permissions");
    } else if matches!(error, ProfileError::Untrusted { .. }) {
        checks.skip_for(name, "file-owners");
    } else {
        checks.fail_with(name, error);
    }
}

/// Judges the two secrets of 32 characters, and returns the one that opens.
pub(super) fn check(
    profile: &Profile,
    exposed: &mut Vec<ProfileError>,
    checks: &mut Checks,
) -> Option<ApiV3Key> {
    let app_secret = profile.app_secret();
    let apiv3_key = match profile.apiv3_key() {
        Ok(key) => {
            let secret = app_secret.as_ref().ok();
            let mixed_up = secret
                .and_then(|secret| ApiV3Key::new(secret.expose()).ok())
                .is_some_and(|secret| secret.same_key(&key));
            if mixed_up {
                let (message, fix) = checks.lang.pick(
                    (
                        "apiv3_key and app_secret are the same text",
                        "apiv3_key is the APIv3密钥 of the merchant console (账户中心 → API安全), app_secret the AppSecret of the Mini Program",
                    ),
                    (
                        "apiv3_key 与 app_secret 是同一内容",
                        "apiv3_key 应为商户平台「账户中心 → API安全」的 APIv3 密钥，app_secret 应为小程序的 AppSecret",
                    ),
                );
                checks.fail("apiv3-key", message, fix);
                None
            } else {
                let text = checks.lang.pick("32 characters", "32 个字符");
                checks.ok("apiv3-key", text);
                Some(key)
            }
        }
        Err(error) => {
            refuse("apiv3-key", error, exposed, checks);
            None
        }
    };
    match app_secret {
        Ok(_) => {
            let text = checks.lang.pick("set", "已设置");
            checks.ok("app-secret", text);
        }
        Err(error @ ProfileError::Missing { .. }) => {
            let help = error.help().unwrap_or_default();
            let text = checks.lang.pick(
                "app_secret is not set; only `wechatpay openid` needs it",
                "未设置 app_secret；仅 `wechatpay openid` 需要",
            );
            checks.warn("app-secret", text, help);
        }
        Err(error) => refuse("app-secret", error, exposed, checks),
    }
    apiv3_key
}

pub(super) fn permissions(exposed: Vec<ProfileError>, context: &Context, checks: &mut Checks) {
    if context.global.insecure_permissions {
        let text = checks.lang.pick(
            "not looked at: --insecure-permissions",
            "未检查：--insecure-permissions",
        );
        return checks.skip("secret-permissions", text);
    }
    let failures: Vec<Failure> = exposed.into_iter().map(Failure::from).collect();
    if failures.is_empty() {
        let text = checks.lang.pick(
            "no file of a secret can be read by others",
            "密钥文件均不能被他人读取",
        );
        return checks.ok("secret-permissions", text);
    }
    let messages: Vec<&str> = failures.iter().map(|one| one.message.as_str()).collect();
    let fixes: Vec<String> = failures
        .iter()
        .filter_map(|one| one.help(checks.lang))
        .collect();
    checks.fail("secret-permissions", messages.join("; "), fixes.join("\n"));
}
