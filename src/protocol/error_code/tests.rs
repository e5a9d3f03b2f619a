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

#[test]
fn a_text_of_the_client_is_found_however_it_is_copied() {
    for (text, name) in [
        ("支付验证签名失败", "pay-sign-refused"),
        ("{errMsg: \"requestPayment:fail cancel\"}", "cancelled"),
        ("requestPayment:fail 支付验证签名失败", "pay-sign-refused"),
        ("{\"errMsg\":\"requestPayment:fail:cancel\"}", "cancelled"),
        ("调用支付JSAPI缺少参数: total_fee", "total-fee-missing"),
        (
            "requestPayment:fail jsapi has no permission",
            "no-permission",
        ),
        (
            "requestPayment:fail:invalid signature",
            "jsapi-config-signature",
        ),
        ("商家参数格式有误，请联系商家解决", "parameter-format"),
        (
            "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;",
            "parameter-type",
        ),
        ("get_brand_wcpay_request:fail", "payment-failed"),
        ("订单已过期", "order-expired"),
        ("appid与openid不匹配，请核对", "openid-of-another-app"),
    ] {
        assert_eq!(by_text(text).map(|known| known.name), Some(name), "{text}");
    }
    assert_eq!(by_text("hello"), None);
}

#[test]
fn a_message_of_wechat_pay_says_more_than_its_code() {
    for (text, name) in [
        (
            "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》",
            "authorization-malformed",
        ),
        ("HTTP头Authorization认证类型不正确", "authorization-scheme"),
        (
            "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
            "request-clock",
        ),
        (
            "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
            "merchant-serial",
        ),
        ("商户证书已过期", "merchant-certificate-ended"),
        ("商户未申请过证书。", "no-merchant-certificate"),
        ("商户未设置APIv3密钥。", "apiv3-key-not-set"),
        (
            "平台证书序列号Wechatpay-Serial错误",
            "platform-key-of-another-merchant",
        ),
        ("Http头缺少Accept或User-Agent", "headers-missing"),
        ("sub_mch_id与sub_appid不匹配", "sub-appid-not-configured"),
        ("受理关系不存在", "partner-relation"),
        ("该产品授权已被解除", "partner-permission"),
        ("受理机构必须传入sub_mch_id", "sub-mchid-missing"),
        ("子商户mchid不能与自身mchid相同", "sub-mchid-is-own"),
        ("此商家的收款功能已被限制", "collection-restricted"),
        ("商户状态为不可用或者已经注销", "account-closed"),
        ("JSAPI支付必须传openid", "openid-missing"),
        (
            "输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值低于最小值 1",
            "value-too-small",
        ),
        (
            "输入源“/body/payer/openid”映射到字段“用户标识”必填性规则校验失败",
            "required-field-missing",
        ),
        (
            "输入源“/body/description”映射到字段“商品描述”字符串规则校验失败，字符数 0，小于最小值 1",
            "field-rule",
        ),
        ("参数中含有非法的额外参数", "unknown-field"),
        (
            "http header中的mchid与post payload中的mchid不匹配",
            "mchid-mismatch",
        ),
    ] {
        let known = by_text(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((known.name, known.origin), (name, TextOrigin::WechatPay));
        for code in &known.codes {
            assert_eq!(by_message(code, text), Some(&known.advice), "{text}");
        }
        let foreign = by_message("ORDER_CLOSED", text);
        assert_eq!(foreign.is_some(), known.codes.is_empty(), "{text}");
    }
}

#[test]
fn what_sdks_say_is_not_taken_for_what_the_client_says() {
    for (text, name) in [
        (
            "Caused by: org.apache.http.HttpException: 应答的微信支付签名验证失败",
            "response-signature",
        ),
        (
            "WechatPay2Validator - parameter error: empty [Wechatpay-Serial], request-id=[x]",
            "response-signature",
        ),
        (
            "com.wechat.pay.java.core.exception.ValidationException: Validate response failed,the WechatPay signature is incorrect.",
            "response-signature",
        ),
        (
            "validate verify fail serial=733B request-id=08C0-0 err=no serial number:733B corresponding certificate",
            "response-signature",
        ),
        (
            "ValueError: invalid literal for int() with base 16: '0xPUB_KEY_ID_01171870'",
            "public-key-id-as-serial",
        ),
        (
            "javax.crypto.AEADBadTagException: Tag mismatch!",
            "decryption-failed",
        ),
        (
            "Error: Unsupported state or unable to authenticate data",
            "decryption-failed",
        ),
        ("cipher: message authentication failed", "decryption-failed"),
        (
            "The computed authentication tag did not match the input authentication tag.",
            "decryption-failed",
        ),
        (
            "java.security.InvalidKeyException: Illegal key size",
            "old-java",
        ),
        (
            "error:0909006C:PEM routines:get_name:no start line",
            "private-key-not-read",
        ),
        (
            "sun.security.validator.ValidatorException: PKIX path building failed",
            "tls-trust",
        ),
    ] {
        let known = by_text(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((known.name, known.origin), (name, TextOrigin::Program));
        assert!(by_message("SIGN_ERROR", text).is_none(), "{text}");
    }
}

#[test]
fn the_words_of_single_sdks_are_known() {
    for (text, name) in [
        (
            "Error: 平台证书序列号不相符，未找到平台序列号",
            "response-signature",
        ),
        (
            "验签失败: 微信平台证书管理器中未找到有效平台证书",
            "response-signature",
        ),
        (
            "WxPayException: 非法请求，头部信息验证失败",
            "response-signature",
        ),
        (
            "CertificatesManager - [verify,84] - 商户证书为空，serialNumber:43C8",
            "response-signature",
        ),
        (
            "Cannot found the serial(`43FD`)'s configuration, which's from the response(header:Wechatpay-Serial), your's [ 'PUB_KEY_ID_01' ].",
            "response-signature",
        ),
        (
            "The response's Headers incomplete, must have(`Wechatpay-Nonce`)",
            "response-not-signed",
        ),
        ("code: 'EV3_RES_HEADERS_INCOMPLATE'", "response-not-signed"),
        (
            "com.github.binarywang.wxpay.exception.WxPayException: v3请求构造异常！",
            "sdk-not-set-up",
        ),
        (
            "WxPayException: v3请求构造异常！\nCaused by: java.security.InvalidKeyException: Illegal key size",
            "old-java",
        ),
        (
            "WeChatPayException: Download certificates failed!",
            "platform-certificate-not-found",
        ),
        (
            "Error converting value 36 to type 'System.String[]'. Path 'detail.value', line 1, position 60.",
            "refusal-not-read",
        ),
        (
            "HttpRequestException: The SSL connection could not be established, see inner exception.",
            "tls-not-established",
        ),
        (
            "The SSL connection could not be established\n ---> AuthenticationException: RemoteCertificateChainErrors",
            "tls-trust",
        ),
        (
            "wechatpayv3 does not support this algorithm: ",
            "response-signature",
        ),
        (
            "It's allowed time offset in ± 300 seconds, the response was on 1694490266",
            "response-clock",
        ),
        (
            "invalid notification, err: timestamp=[1694490266] expires, request-id=[]",
            "response-clock",
        ),
        (
            "InvalidResponseException: 微信返回状态码异常，请检查参数是否错误",
            "reply-not-shown",
        ),
        (
            "java.lang.RuntimeException: 无效的密钥格式",
            "private-key-not-read",
        ),
        (
            "Private key format is not supported.",
            "private-key-not-read",
        ),
        (
            "Exception: failed to load private key.",
            "private-key-not-read",
        ),
        (
            "openssl_sign(): Supplied key param cannot be coerced into a private key",
            "private-key-not-read",
        ),
        (
            "unknown key type \"PRIVATE KEY\", want \"RSA PRIVATE KEY\"",
            "private-key-not-read",
        ),
    ] {
        let known = by_text(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((known.name, known.origin), (name, TextOrigin::Program));
        assert!(by_message("SIGN_ERROR", text).is_none(), "{text}");
    }
}

#[test]
fn a_code_beside_a_text_counts_unless_the_text_comes_with_it() {
    for (text, code, name) in [
        (
            "商户证书序列号有误",
            Some("SIGN_ERROR"),
            Some("merchant-serial"),
        ),
        ("商户证书序列号有误", None, Some("merchant-serial")),
        ("Validate response failed", Some("SYSTEM_ERROR"), None),
        ("“描述”规则校验失败", Some("SYSTEM_ERROR"), None),
        (
            "“描述”规则校验失败",
            Some("PARAM_ERROR"),
            Some("field-rule"),
        ),
        (
            "支付验证签名失败",
            Some("SIGN_ERROR"),
            Some("pay-sign-refused"),
        ),
    ] {
        let named = code.map(query);
        let known = by_text_beside(text, named.as_ref());
        assert_eq!(known.map(|known| known.name), name, "{text} {code:?}");
    }
    for unrelated in [
        "docker: image tag mismatch",
        "smtp: message authentication failed",
        "身份证号规则校验失败",
        "open apiclient_key.pem: permission denied",
        "{\"total_fee\":1}",
    ] {
        assert_eq!(by_text(unrelated), None, "{unrelated}");
    }
}

#[test]
fn an_errmsg_leads_to_its_errcode() {
    for (text, errcode) in [
        ("invalid code, hints: [ req_id: abc ]", Some(40029)),
        ("code been used, rid: 111-222", Some(40163)),
        ("{errmsg: 'invalid appsecret, rid: 1'}", Some(40125)),
        ("an invalid code point in UTF-8", None),
    ] {
        assert_eq!(
            by_errmsg(text).map(|known| known.errcode),
            errcode,
            "{text}"
        );
    }
}

#[test]
fn a_message_without_its_code_leads_to_the_code() {
    for (text, code) in [
        ("签名错误，请检查后再试", Some("SIGN_ERROR")),
        ("错误的签名，验签失败", Some("SIGN_ERROR")),
        ("appid和mch_id不匹配，请检查", Some("APPID_MCHID_NOT_MATCH")),
        ("商户号mch_id与appid不匹配", Some("APPID_MCHID_NOT_MATCH")),
        (
            "请求重入时，参数与首次请求时不一致",
            Some("OUT_TRADE_NO_USED"),
        ),
        ("订单不存在", Some("ORDER_NOT_EXIST")),
        ("基本账户余额不足，请充值后重新发起", Some("NOT_ENOUGH")),
        // Neither is a refund's.
        ("用户余额不足", None),
        ("商户可用余额不足，请充值后重试", None),
        ("系统繁忙，请稍后再试", Some("SYSTEM_ERROR")),
        ("商户号该产品权限未开通，请前往商户平台", Some("NO_AUTH")),
        ("商户号 与 AppID 不匹配", Some("APPID_MCHID_NOT_MATCH")),
        ("商户号和appid不匹配", Some("APPID_MCHID_NOT_MATCH")),
        ("sp_appid和sp_mchid不匹配", Some("APPID_MCHID_NOT_MATCH")),
        ("appid与mchid没有绑定关系", Some("APPID_MCHID_NOT_MATCH")),
        ("AppID 与商户号未绑定", Some("APPID_MCHID_NOT_MATCH")),
        ("商户号和订单不匹配", Some("ORDER_NOT_EXIST")),
        ("sign not match", Some("SIGN_ERROR")),
        ("商户号不存在", Some("MCH_NOT_EXISTS")),
        ("银行系统异常", Some("BANK_ERROR")),
        ("订单已关闭。", Some("ORDER_CLOSED")),
        ("平台证书已过期失效", Some("NOT_ENOUGH")),
        ("无可用的平台证书", Some("RESOURCE_NOT_EXISTS")),
        (
            "appid不合法。另外还有一段很长的别的话，之后才说mch_id不匹配",
            None,
        ),
        ("hello", None),
    ] {
        assert_eq!(code_of_message(text), code, "{text}");
        assert!(code.is_none_or(|code| by_code(code).is_some()), "{text}");
    }
}

#[test]
fn a_message_is_found_in_the_words_that_people_paste() {
    for (text, name) in [
        ("mchid不匹配", "mchid-mismatch"),
        ("“mchid 不匹配。”", "mchid-mismatch"),
        ("mch_id不匹配", "mchid-mismatch"),
        ("openid和appid不匹配", "openid-of-another-app"),
        ("sub_mch_id和sub_appid不匹配", "sub-appid-not-configured"),
        ("证书序列号有误", "merchant-serial"),
        ("规则校验失败", "field-rule"),
        ("平台私钥解密失败", "encrypted-field-unreadable"),
        (
            "请确认待处理的消息是否为加密后的密文",
            "encrypted-field-plain",
        ),
        ("当前交易不允许进行普通关单", "ordinary-close-refused"),
        ("appid is invalid", "appid-of-another-kind"),
    ] {
        let known = by_text(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((known.name, known.origin), (name, TextOrigin::WechatPay));
    }
}

#[test]
fn words_that_several_write_are_explained_as_such_and_only_if_nothing_else_is_known() {
    for (text, name) in [
        ("验签失败", "signature-unclear"),
        ("签名失败！", "signature-unclear"),
        ("微信支付回调签名验证失败", "signature-unclear"),
        ("signature verification failed", "signature-unclear"),
        ("appid不匹配", "appid-unclear"),
        ("商户号不匹配", "mchid-unclear"),
    ] {
        assert_eq!(by_text(text), None, "{text}");
        assert_eq!(code_of_message(text), None, "{text}");
        assert_eq!(
            by_unclear_text(text).map(|known| known.name),
            Some(name),
            "{text}"
        );
        assert_eq!(by_message("SIGN_ERROR", text), None, "{text}");
    }
    // The text beside it may show who wrote it.
    for text in [
        "支付验证签名失败",
        "requestPayment:fail 签名验证失败",
        "requestPayment:fail:验证签名失败",
    ] {
        let known = by_text(text).map(|known| known.name);
        assert_eq!(known, Some("pay-sign-refused"), "{text}");
    }
    for text in ["错误的签名，验签失败", "签名错误"] {
        assert_eq!(code_of_message(text), Some("SIGN_ERROR"), "{text}");
    }
}

#[test]
fn a_message_tells_which_api_its_code_is_of() {
    for (code, message, api) in [
        (
            "NOT_ENOUGH",
            "平台证书已过期失效，请联系微信支付技术支持。",
            Some(Api::Certificates),
        ),
        ("NOT_ENOUGH", "基本账户余额不足", Some(Api::Refund)),
        ("RESOURCE_NOT_EXISTS", "证书不存在", Some(Api::Certificates)),
        ("RESOURCE_NOT_EXISTS", "订单不存在", None),
        ("SIGN_ERROR", "余额不足", None),
    ] {
        assert_eq!(api_of_message(code, message), api, "{code} {message}");
    }
    let certificates = "https://api.mch.weixin.qq.com/v3/certificates";
    assert_eq!(Api::of_url("GET", certificates), Some(Api::Certificates));
    let refund = "/v3/refund/domestic/refunds";
    assert_eq!(Api::of_url("POST", refund), Some(Api::Refund));
    assert_eq!(Api::of_url("GET", "https://api.mch.weixin.qq.com"), None);
}
