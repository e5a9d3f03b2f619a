//! Whether WeChat Pay can reach `notify_url`, as far as the text shows.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};
use wechatpay::profile::{Field, Profile};
use wechatpay::transport::is_loopback;

use super::checks::Checks;

/// As long as the field may be.
const LONGEST: usize = 255;

pub(super) fn check(profile: &Profile, checks: &mut Checks) {
    let Some(text) = profile.text(Field::NotifyUrl) else {
        let help = profile.notify_url().err().and_then(|error| error.help());
        let message = checks.lang.pick(
            "notify_url is not set; create-order then needs --notify-url",
            "未设置 notify_url；下单时须给出 --notify-url",
        );
        return checks.warn("notify-url", message, help.unwrap_or_default());
    };
    let sandbox = profile.base_url().is_ok_and(|url| is_loopback(&url));
    match fault(text, sandbox, profile.notify_url().is_err()) {
        None => checks.ok("notify-url", text),
        Some((en, zh)) => {
            let fix = checks.lang.pick(
                "set notify_url to a public address such as https://pay.example.com/notify",
                "将 notify_url 设为公网地址，如 https://pay.example.com/notify",
            );
            checks.fail("notify-url", checks.lang.pick(en, zh), fix);
        }
    }
}

type Fault = (&'static str, &'static str);

/// Says why WeChat Pay refuses a URL, or cannot reach it; the text itself may hold a login, and
/// is not repeated.
fn fault(text: &str, sandbox: bool, refused: bool) -> Option<Fault> {
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(("there is a blank in it", "地址中有空白字符"));
    }
    let Ok(url) = Url::parse(text) else {
        return Some(("it is not a URL", "不是合法的 URL"));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some(("it has a login in it", "地址中不能带用户名或密码"));
    }
    if refused {
        return Some(("it must begin with https://", "必须以 https:// 开头"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Some((
            "it may have no query and no fragment",
            "不能携带查询参数或片段",
        ));
    }
    if text.len() > LONGEST {
        return Some(("it is longer than 255 characters", "长度超过 255 个字符"));
    }
    if sandbox && is_loopback(&url) {
        return None;
    }
    if url.scheme() != "https" {
        return Some((
            "it must be https; http on this machine is for the sandbox only",
            "必须为 https；本机 http 仅供沙箱使用",
        ));
    }
    if !is_public(&url) {
        return Some((
            "its host cannot be reached from outside",
            "其主机无法从公网访问",
        ));
    }
    (url.path() == "/").then_some(("it is a host alone, without a path", "只有域名，没有路径"))
}

fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let inside = ["localhost", "local", "internal", "lan", "test", "invalid"];
            let last = name.rsplit('.').next().unwrap_or_default();
            name.contains('.') && !inside.contains(&last)
        }
        Some(Host::Ipv4(address)) => is_public_ip(address.into()),
        Some(Host::Ipv6(address)) => is_public_ip(address.into()),
        None => false,
    }
}

fn is_public_ip(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.octets()[0] == Ipv4Addr::UNSPECIFIED.octets()[0]
                || shared)
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_public_ip(v4.into()),
            None => {
                !(v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
                    || v6.is_multicast())
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_wechat_pay_reaches_is_public_https_with_a_path() {
        for good in [
            "https://pay.example.com/notify",
            "https://pay.example.com:8443/a/b",
            "https://203.0.112.7/notify",
        ] {
            assert_eq!(fault(good, false, false), None, "{good}");
        }
        for bad in [
            " https://pay.example.com/notify",
            "http://pay.example.com/notify",
            "https://pay.example.com",
            "https://pay.example.com/",
            "https://pay.example.com/notify?a=1",
            "https://pay.example.com/notify#a",
            "https://me:hunter2@pay.example.com/notify",
            "https://localhost/notify",
            "https://shop/notify",
            "https://shop.local/notify",
            "https://127.0.0.1/notify",
            "https://10.1.2.3/notify",
            "https://172.20.0.1/notify",
            "https://192.168.1.1/notify",
            "https://169.254.1.1/notify",
            "https://100.64.0.1/notify",
            "https://0.0.0.0/notify",
            "https://[::1]/notify",
            "https://[fd00::1]/notify",
            "https://[::ffff:10.0.0.1]/notify",
            "notify",
        ] {
            assert!(fault(bad, false, false).is_some(), "{bad}");
        }
    }

    #[test]
    fn this_machine_will_do_for_the_sandbox() {
        for url in ["http://127.0.0.1:8080/notify", "http://localhost/n"] {
            assert_eq!(fault(url, true, false), None);
            assert!(fault(url, false, false).is_some());
        }
    }
}
