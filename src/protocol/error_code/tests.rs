mod messages;

use super::*;

/// Every code of the error tables, as the current documentation spells it.
const DOCUMENTED: [&str; 29] = [
    "ACCOUNT_ERROR",
    "APPID_MCHID_NOT_MATCH",
    "BANK_ERROR",
    "FREQUENCY_LIMITED",
    "FREQUENCY_LIMIT_EXCEED",
    "INVALID_REQUEST",
    "INVALID_TRANSACTIONID",
    "MCH_NOT_EXISTS",
    "NOT_ENOUGH",
    "NO_AUTH",
    "NO_STATEMENT_EXIST",
    "OPENID_MISMATCH",
    "ORDER_CLOSED",
    "ORDER_NOT_EXIST",
    "ORDER_PAID",
    "OUT_TRADE_NO_USED",
    "PARAM_ERROR",
    "RATELIMIT_EXCEEDED",
    "RATE_LIMITED",
    "REFUND_FEE_MISMATCH",
    "RESOURCE_NOT_EXISTS",
    "RULE_LIMIT",
    "SERVICE_UNAVAILABLE",
    "SIGN_ERROR",
    "STATEMENT_CREATING",
    "SYSTEM_ERROR",
    "TRADE_ERROR",
    "TRADE_OVERDUE",
    "USER_ACCOUNT_ABNORMAL",
];

const NUMBERS: [u64; 23] = [
    0,
    268_435_461,
    268_435_464,
    268_443_699,
    268_443_701,
    268_443_704,
    268_443_705,
    268_443_715,
    268_445_527,
    268_447_840,
    268_447_843,
    268_447_845,
    268_447_914,
    268_448_010,
    268_449_538,
    268_449_641,
    268_498_688,
    268_498_689,
    268_501_013,
    268_512_771,
    270_924_332,
    270_924_358,
    270_924_360,
];

fn query(text: &str) -> CodeQuery {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn every_advice() -> Vec<&'static Advice> {
    let cases = codes().iter().flat_map(|code| &code.cases);
    codes()
        .iter()
        .map(|code| &code.advice)
        .chain(cases.map(|case| &case.advice))
        .chain(http_statuses().iter().map(|status| &status.advice))
        .chain(numbers().iter().map(|number| &number.advice))
        .chain(errcodes().map(|errcode| &errcode.advice))
        .chain(texts().iter().map(|known| &known.advice))
        .collect()
}

#[test]
fn a_message_may_say_more_than_its_code() {
    let text = "平台证书序列号Wechatpay-Serial错误";
    assert!(by_message("PARAM_ERROR", text).is_some());
    assert!(by_message("PARAMERROR", text).is_some());
    assert!(by_message("SIGN_ERROR", text).is_none());
    let missing = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
    let of_missing = by_message("PARAM_ERROR", missing);
    assert_ne!(of_missing, by_message("PARAM_ERROR", text));
    assert_eq!(
        by_text(missing).map(|known| known.name),
        Some("platform-serial-missing")
    );
}

#[test]
fn a_message_about_platform_certificates_leads_to_the_public_key() {
    for (code, message) in [
        (
            "RESOURCE_NOT_EXISTS",
            "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。",
        ),
        ("RESOURCE_NOT_EXISTS", "证书不存在"),
        ("NOT_ENOUGH", "平台证书已过期失效，请联系微信支付技术支持。"),
    ] {
        let advice = by_message(code, message).unwrap();
        assert!(advice.en.fix.contains("public_key"), "{message}");
        assert!(advice.zh.fix.contains("public_key"), "{message}");
        assert!(!refuses_key(code, message), "{message}");
    }
    assert!(by_message("RESOURCE_NOT_EXISTS", "订单不存在").is_none());
}

#[test]
fn every_documented_code_is_known_by_its_own_spelling() {
    for code in DOCUMENTED {
        assert_eq!(by_code(code).unwrap_or_else(|| panic!("{code}")).code, code);
    }
    // The other two are the merchant's own responses to a notification.
    assert_eq!(codes().len(), DOCUMENTED.len() + 2);
}

#[test]
fn every_documented_status_number_and_errcode_is_known() {
    for status in [
        200, 202, 204, 400, 401, 403, 404, 405, 415, 429, 500, 502, 503,
    ] {
        assert!(by_status(status).is_some(), "{status}");
    }
    for number in NUMBERS {
        assert!(by_number(number).is_some(), "{number}");
    }
    for errcode in [
        -1, 0, 40013, 40029, 40125, 40163, 40164, 40226, 41002, 41004, 41008, 45011,
    ] {
        assert!(by_errcode(errcode).is_some(), "{errcode}");
    }
    assert_eq!(numbers().len(), NUMBERS.len());
}

#[test]
fn a_code_is_found_without_underscores_in_any_case_and_with_or_without_its_final_s() {
    for (written, code) in [
        ("ORDERNOTEXIST", "ORDER_NOT_EXIST"),
        ("ORDER_NOT_EXISTS", "ORDER_NOT_EXIST"),
        ("RESOURCE_NOT_EXIST", "RESOURCE_NOT_EXISTS"),
        ("RULELIMIT", "RULE_LIMIT"),
        ("noauth", "NO_AUTH"),
        ("SystemError", "SYSTEM_ERROR"),
        ("BANKERROR", "BANK_ERROR"),
        ("ACCOUNTERROR", "ACCOUNT_ERROR"),
        ("NOTENOUGH", "NOT_ENOUGH"),
        ("ORDERPAID", "ORDER_PAID"),
        ("ORDERCLOSED", "ORDER_CLOSED"),
        ("sign-error", "SIGN_ERROR"),
        ("sign error", "SIGN_ERROR"),
    ] {
        assert_eq!(by_code(written).map(|known| known.code), Some(code));
    }
    assert!(by_code("").is_none() && by_code("S").is_none());
}

#[test]
fn no_two_entries_are_the_same_code() {
    let all = codes();
    for (at, one) in all.iter().enumerate() {
        let twin = all[at + 1..]
            .iter()
            .find(|other| is_same(one.code, other.code));
        assert!(twin.is_none(), "{}", one.code);
    }
    for number in numbers() {
        for code in &number.codes {
            assert_eq!(by_code(code).map(|known| known.code), Some(*code));
        }
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    for Advice { en, zh, .. } in every_advice() {
        for text in [en.meaning, en.cause, en.fix] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
        }
        for text in [zh.meaning, zh.cause, zh.fix] {
            assert!(!text.is_ascii() && !text.ends_with('。'), "{text}");
        }
    }
}

#[test]
fn a_code_is_recognised_by_its_form() {
    let number = |id: Option<&str>, number| CodeQuery::RequestId {
        id: id.map(str::to_owned),
        number,
    };
    assert_eq!(
        query(" SIGN_ERROR\n"),
        CodeQuery::Code("SIGN_ERROR".to_owned())
    );
    assert_eq!(query("404"), CodeQuery::Status(404));
    assert_eq!(query("-1"), CodeQuery::Errcode(-1));
    assert_eq!(query("0"), CodeQuery::Errcode(0));
    assert_eq!(query("40029"), CodeQuery::Errcode(40029));
    assert_eq!(query("268447914"), number(None, 268_447_914));
    for id in ["08F0B0A0B206-268447914", "08…-268447914"] {
        assert_eq!(query(id), number(Some(id), 268_447_914));
        assert_eq!(
            query(&format!("Request-ID: {id}")),
            number(Some(id), 268_447_914)
        );
    }
}

#[test]
fn what_has_no_form_of_a_code_is_refused() {
    assert_eq!(
        "08F0B0A0B20610CA".parse::<CodeQuery>(),
        Err(CodeQueryError::Cut)
    );
    assert_eq!(
        "08F0B0A0B206-".parse::<CodeQuery>(),
        Err(CodeQueryError::Cut)
    );
    for text in ["", "-", "_", "签名错误", "a\u{1b}b"] {
        assert_eq!(
            text.parse::<CodeQuery>(),
            Err(CodeQueryError::Form),
            "{text}"
        );
    }
    assert!("A".repeat(1000).parse::<CodeQuery>().is_err());
}

#[test]
fn a_status_names_the_codes_that_come_with_it() {
    let answer = query("429").look_up();
    assert_eq!(answer.codes.len(), 4);
    assert!(query("403").look_up().codes.contains(&"OUT_TRADE_NO_USED"));
    assert!(query("204").look_up().codes.is_empty());
}

#[test]
fn what_is_in_no_table_is_answered_by_its_form() {
    for (text, repeat) in [
        ("NEW_CODE", Repeat::AfterQuery),
        ("206", Repeat::AfterQuery),
        ("302", Repeat::Never),
        ("418", Repeat::Never),
        ("504", Repeat::AfterQuery),
        ("08F0-268000000", Repeat::AfterQuery),
        ("48001", Repeat::NewLoginCode),
    ] {
        let answer = query(text).look_up();
        assert!(!answer.known, "{text}");
        assert_eq!(answer.advice.repeat, repeat, "{text}");
    }
}

#[test]
fn a_code_of_two_meanings_tells_them_apart_by_api() {
    let cases = &by_code("NOT_ENOUGH").unwrap().cases;
    let repeat = |api| {
        cases
            .iter()
            .find(|case| case.api == api)
            .unwrap()
            .advice
            .repeat
    };
    assert_eq!(repeat(Api::Refund), Repeat::AfterFix);
    assert_eq!(repeat(Api::Certificates), Repeat::Never);
}

#[test]
fn a_refund_over_the_limit_is_never_repeated_without_a_query() {
    for text in ["429", "RATE_LIMITED", "FREQUENCY_LIMITED"] {
        let cases = query(text).look_up().cases;
        let refund = cases.iter().find(|case| case.api == Api::Refund).unwrap();
        assert_eq!(refund.advice.repeat, Repeat::AfterQuery);
    }
}

#[test]
fn a_request_id_ends_in_its_number() {
    assert_eq!(number_of("08F0-0"), Some(0));
    assert_eq!(number_of("08F0-a-12"), Some(12));
    for text in [
        "",
        "-1",
        "08F0",
        "08F0-",
        "08F0-x",
        "08F0-+1",
        "1-99999999999999999999",
    ] {
        assert_eq!(number_of(text), None, "{text}");
    }
}
