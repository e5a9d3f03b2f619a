use super::super::*;
use super::query;

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
