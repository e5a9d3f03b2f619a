//! The host names that a sandbox stands in for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// WeChat Pay's host names that a sandbox stands in for: the API's, those that SDKs fail over to,
/// the one for merchants overseas, and the one of `jscode2session`.
pub const HOSTS: [&str; 6] = [
    "api.mch.weixin.qq.com",
    "api2.mch.weixin.qq.com",
    "api.wechatpay.cn",
    "api2.wechatpay.cn",
    "apihk.mch.weixin.qq.com",
    "api.weixin.qq.com",
];

/// The names of this machine that the certificate has, too.
pub(crate) const LOCAL_NAME: &str = "localhost";
pub(crate) const LOCAL_ADDRESSES: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

/// Returns whether a host name is one of [`HOSTS`], in any case, with or without the root's dot.
#[must_use]
pub fn stands_in_for(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    HOSTS.iter().any(|host| host.eq_ignore_ascii_case(name))
}

/// Returns the line of a hosts file that sends [`HOSTS`] to an address.
#[must_use]
pub fn hosts_line(address: IpAddr) -> String {
    format!("{address} {}", HOSTS.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_as_a_whole() {
        for (name, expected) in [
            ("api.mch.weixin.qq.com", true),
            ("API.mch.weixin.qq.com.", true),
            ("x.api.mch.weixin.qq.com", false),
            ("api.mch.weixin.qq.com.evil.example", false),
            ("weixin.qq.com", false),
            ("localhost", false),
            ("", false),
        ] {
            assert_eq!(stands_in_for(name), expected, "{name}");
        }
    }
}
