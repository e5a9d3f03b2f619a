//! What is wrong with an answer, and how to mend the receiver, in both languages.

use wechatpay::sandbox::trigger::{CaseResult, Fault, NoResponse, Problem};

use crate::ui::Lang;

/// Says what happened.
pub(super) fn message(case: &CaseResult, problem: Problem, lang: Lang) -> String {
    let answer = match case.decisive() {
        Ok(response) => response.status.to_string(),
        Err(why) => return unanswered(why, lang),
    };
    let nature = case
        .case
        .fault
        .map_or(lang.pick("genuine", "真实通知"), |fault| {
            nature(fault, lang)
        });
    match problem {
        Problem::Accepted => lang.pick(
            format!("{nature}; it was acknowledged with {answer} all the same"),
            format!("{nature}；却以 {answer} 应答为成功"),
        ),
        Problem::NotAccepted => lang.pick(
            format!("{nature}; it was refused with {answer}"),
            format!("{nature}；却以 {answer} 拒绝"),
        ),
        Problem::Redirected => lang.pick(
            format!("the answer is the redirect {answer}"),
            format!("应答为重定向 {answer}"),
        ),
        Problem::OddStatus => lang.pick(
            format!("the answer {answer} is neither 2xx nor 4xx nor 5xx"),
            format!("应答 {answer} 既非 2xx，也非 4xx 或 5xx"),
        ),
        Problem::TooSlow | Problem::Unreachable | Problem::NoAnswer => answer,
    }
}

fn unanswered(why: &NoResponse, lang: Lang) -> String {
    let zh = match why {
        NoResponse::Unreachable(cause) => format!("无法连接：{cause}"),
        NoResponse::TooSlow => "5 秒内没有完整应答".to_owned(),
        NoResponse::Broken(cause) => format!("没有应答：{cause}"),
    };
    lang.pick(why.to_string(), zh)
}

/// Says what is odd about a notification.
fn nature(fault: Fault, lang: Lang) -> &'static str {
    match fault {
        Fault::BadSignature => lang.pick("the signature is wrong", "签名错误"),
        Fault::WrongSerial => lang.pick(
            "Wechatpay-Serial names a key that does not exist",
            "Wechatpay-Serial 所指的密钥不存在",
        ),
        Fault::Stale => lang.pick("it was signed ten minutes ago", "签名于十分钟前"),
        Fault::Future => lang.pick("it was signed ten minutes ahead", "签名时间在十分钟之后"),
        Fault::Signtest => lang.pick(
            "it is a probe: the signature begins with WECHATPAY/SIGNTEST/",
            "这是探测流量：签名以 WECHATPAY/SIGNTEST/ 开头",
        ),
        Fault::BadTag => lang.pick("the resource does not open", "resource 无法解密"),
        Fault::Truncated => lang.pick("half of the body is missing", "报文主体缺了一半"),
        Fault::Reserialized => lang.pick(
            "the body's bytes are not those that were signed",
            "报文主体的字节与签名时不同",
        ),
        Fault::WrongMchid => lang.pick("it is about another merchant", "属于另一商户"),
        Fault::Duplicate => lang.pick("the same notification twice", "同一通知发送两次"),
        Fault::Slow => lang.pick(
            "genuine, with a pause of 2 s within the body",
            "真实通知，主体中途停顿 2 秒",
        ),
        Fault::RefundFirst => lang.pick(
            "genuine, a refund before its payment",
            "真实通知，退款先于支付到达",
        ),
    }
}

/// Says what to do about it.
pub(super) fn fix(case: &CaseResult, problem: Problem, lang: Lang) -> &'static str {
    match problem {
        Problem::Accepted => case
            .case
            .fault
            .map_or("", |fault| how_to_refuse(fault, lang)),
        Problem::NotAccepted => how_to_accept(case, lang),
        Problem::Redirected => lang.pick(
            "answer at this URL itself, without login: WeChat Pay follows no redirect",
            "在此 URL 直接应答，不要求登录：微信支付不跟随重定向",
        ),
        Problem::OddStatus => lang.pick(
            "acknowledge with 200 or 204, refuse with 4xx or 5xx",
            "成功应答 200 或 204，失败应答 4xx 或 5xx",
        ),
        Problem::TooSlow => lang.pick(
            "record the notification, answer, and do the work afterwards",
            "先记录通知并应答，再处理业务",
        ),
        Problem::Unreachable => lang.pick(
            "check --to, and that the receiver listens there",
            "检查 --to，以及接收端是否在该地址监听",
        ),
        Problem::NoAnswer => lang.pick(
            "answer with a status whatever arrives; see the receiver's log for why it did not",
            "无论收到什么都应返回状态码；查看接收端日志了解原因",
        ),
    }
}

fn how_to_refuse(fault: Fault, lang: Lang) -> &'static str {
    match fault {
        Fault::BadSignature => lang.pick(
            "verify Wechatpay-Signature over timestamp, nonce and raw body, and answer 401 where it does not hold",
            "以时间戳、随机串和原始主体验证 Wechatpay-Signature，不通过则应答 401",
        ),
        Fault::WrongSerial => lang.pick(
            "choose the key by Wechatpay-Serial, and refuse a serial that names none; never fall back to another key",
            "按 Wechatpay-Serial 选择密钥，未知序列号应拒绝，不要退而使用其他密钥",
        ),
        Fault::Stale | Fault::Future => lang.pick(
            "refuse a Wechatpay-Timestamp that is five minutes or more from now",
            "Wechatpay-Timestamp 与当前时间相差五分钟及以上应拒绝",
        ),
        Fault::Signtest => lang.pick(
            "let it fail as any wrong signature does, without a special case; WeChat Pay sends it again, rightly signed",
            "按验签失败处理，不作特殊放行；微信支付会以正确签名重发",
        ),
        Fault::BadTag => lang.pick(
            "answer 4xx or 5xx where the resource does not decrypt, so that WeChat Pay sends it again",
            "resource 解密失败应答 4xx 或 5xx，微信支付会重发",
        ),
        Fault::Truncated | Fault::Reserialized => lang.pick(
            "verify the bytes as they arrived, before any parsing",
            "对收到的原始字节验签，先验签后解析",
        ),
        Fault::WrongMchid => lang.pick(
            "compare mchid (sp_mchid for partners) with your own before anything is recorded",
            "记录之前先核对 mchid（服务商为 sp_mchid）是否为本商户",
        ),
        Fault::Duplicate | Fault::Slow | Fault::RefundFirst => "",
    }
}

fn how_to_accept(case: &CaseResult, lang: Lang) -> &'static str {
    if matches!(case.decisive(), Ok(response) if [404, 405].contains(&response.status)) {
        return lang.pick("check the path in --to", "检查 --to 中的路径");
    }
    match case.case.fault {
        Some(Fault::Duplicate) => lang.pick(
            "acknowledge what is handled already: WeChat Pay repeats what it believes lost",
            "已处理过的通知也要应答成功：微信支付会重发它认为丢失的通知",
        ),
        Some(Fault::Slow) => lang.pick(
            "read the body to the end that Content-Length tells, for up to 5 s",
            "按 Content-Length 读完主体，最长等待 5 秒",
        ),
        Some(Fault::RefundFirst) => lang.pick(
            "nothing promises order: acknowledge a refund whose payment is not known yet",
            "通知不保证顺序：支付通知未到时也应接受退款通知",
        ),
        _ => lang.pick(
            "answer 200 or 204 to what is genuine; the answer and the receiver's log say why it was not",
            "真实通知应答 200 或 204；原因见应答内容与接收端日志",
        ),
    }
}

/// Says why every good notification may have been refused.
pub(super) fn unknown_keys(lang: Lang) -> &'static str {
    lang.pick(
        "every good notification was refused: does the receiver know the sandbox's keys? `wechatpay sandbox --write-profile FILE` writes them",
        "所有正确的通知均被拒绝：接收端是否配置了沙箱密钥？`wechatpay sandbox --write-profile FILE` 可写出",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_that_must_be_refused_says_how() {
        for fault in Fault::ALL {
            for lang in [Lang::En, Lang::Zh] {
                assert_eq!(
                    how_to_refuse(fault, lang).is_empty(),
                    !fault.must_be_refused(),
                    "{fault}"
                );
            }
        }
    }
}
