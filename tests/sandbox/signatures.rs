//! Signatures both ways, and calls that are refused.

use super::*;

#[tokio::test]
async fn a_good_order_is_answered_with_a_signature() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let order = merchant.order("order-1", NOTIFY);
    let first = merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    assert!(
        first["prepay_id"]
            .as_str()
            .unwrap()
            .starts_with("wxsandbox")
    );
    let again = merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    assert_eq!(first, again);
    let mut other = order;
    other["amount"]["total"] = json!(2);
    refused(
        merchant.call("POST", PREPAY, other).await,
        403,
        "OUT_TRADE_NO_USED",
    )
    .await;
    let mut native = merchant.order("order-2", NOTIFY);
    native.as_object_mut().unwrap().shift_remove("payer");
    let native = merchant
        .call("POST", "/v3/pay/transactions/native", native)
        .await;
    let native = merchant.good(native).await;
    assert!(
        native["code_url"]
            .as_str()
            .unwrap()
            .starts_with("weixin://wxpay/")
    );
}

#[tokio::test]
async fn the_key_of_an_answer_follows_the_request_and_the_mode() {
    let data = tempfile::tempdir().unwrap();
    let both = start(data.path(), Options::default()).await;
    let public = Options {
        mode: Mode::PublicKey,
        ..Options::default()
    };
    let public = start(data.path(), public).await;
    let certificate = both.identity().platform_certificate().serial_no.clone();
    let public_key_id = both.identity().public_key_id().clone();
    let own = both.identity().serial_no().clone();
    let lower: SerialNo = certificate.as_str().to_lowercase().parse().unwrap();
    let target = "/v3/certificates";
    for (merchant, asked, signer) in [
        (&both, None, Some(&certificate)),
        (&both, Some(lower.as_str()), Some(&certificate)),
        (&both, Some(public_key_id.as_str()), Some(&public_key_id)),
        // SDKs that know no key of WeChat Pay's name the caller's own.
        (&both, Some(own.as_str()), Some(&certificate)),
        (
            &both,
            Some("0123456789ABCDEF0123456789ABCDEF01234567"),
            None,
        ),
        (&public, Some(certificate.as_str()), None),
    ] {
        let authorization = merchant.authorization("GET", target, b"").to_string();
        let mut headers = vec![("Authorization", authorization.as_str())];
        headers.extend(asked.map(|serial| (SERIAL, serial)));
        let answer = merchant.send("GET", target, Vec::new(), &headers).await;
        match signer {
            Some(signer) => {
                assert_eq!(answer.headers()[SERIAL].to_str().unwrap(), signer.as_str());
                merchant.good(answer).await;
            }
            None => {
                refused(answer, 400, "PARAM_ERROR").await;
            }
        }
    }
    let none = public.call("GET", target, Value::Null).await;
    refused(none, 404, "RESOURCE_NOT_EXISTS").await;
}

#[tokio::test]
async fn a_refusal_of_a_known_caller_is_signed() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let target = "/v3/pay/transactions/out-trade-no/absent-0001";
    let query = format!("{target}?mchid={}", merchant.mchid);
    let close = format!("{target}/close");
    let body = json!({"mchid": merchant.mchid});
    let key = merchant.identity().public_key_id().to_string();
    let certificate = merchant.identity().platform_certificate().serial_no.clone();
    for (answer, signer) in [
        (
            merchant.call("GET", &query, Value::Null).await,
            certificate.to_string(),
        ),
        (merchant.call_naming(&key, &close, &body).await, key.clone()),
    ] {
        assert_eq!(answer.status(), 404);
        let headers = answer.headers().clone();
        assert_eq!(headers[SERIAL].to_str().unwrap(), signer);
        let refusal = signed(&headers, answer.bytes().await.unwrap().to_vec())
            .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap()
            .into_body();
        let refusal: Value = serde_json::from_slice(&refusal).unwrap();
        assert_eq!(refusal["code"], "ORDER_NOT_EXIST");
    }
}

#[tokio::test]
async fn certificates_can_be_bootstrapped_from_the_answer() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let target = "/v3/certificates?algorithm_type=RSA";
    let answer = merchant.call("GET", target, Value::Null).await;
    let headers = answer.headers().clone();
    let answer = signed(&headers, answer.bytes().await.unwrap().to_vec());
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let trusted = Keyring::default();
    let found = PlatformCertificate::bootstrap(answer, &trusted, &key, ambient::now()).unwrap();
    let own = merchant.identity().platform_certificate();
    assert_eq!(found.certificates[0].pem, own.pem);
    assert!(found.self_signed);
}

#[tokio::test]
async fn a_wrong_caller_is_refused_in_wechat_pays_order() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let body = merchant.order("order-1", NOTIFY).to_string().into_bytes();
    let good = merchant.authorization("POST", PREPAY, &body);
    let old = Stamp {
        timestamp: Timestamp(ambient::now().0 - 302),
        ..ambient::stamp()
    };
    let late = Authorization::sign(
        &merchant.key,
        &merchant.mchid,
        &old,
        "POST",
        PREPAY,
        b"other",
    );
    let mut stranger = good.clone();
    stranger.mchid = "1900000001".parse().unwrap();
    let mut serial = good.clone();
    serial.serial_no = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1".parse().unwrap();
    let format = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
    for (header, message) in [
        (None, "签名信息错误，验签失败"),
        (Some(String::new()), format),
        (Some(good.to_string().replace("\",", "\", ")), format),
        (
            Some(
                good.to_string()
                    .replace("WECHATPAY2-SHA256-RSA2048", "Bearer"),
            ),
            "HTTP头Authorization认证类型不正确",
        ),
        (
            Some(late.to_string()),
            "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
        ),
        (Some(stranger.to_string()), "商户未申请过证书。"),
        (
            Some(serial.to_string()),
            "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
        ),
    ] {
        let headers: Vec<_> = header
            .as_deref()
            .map(|value| ("Authorization", value))
            .into_iter()
            .collect();
        let answer = merchant.send("POST", PREPAY, body.clone(), &headers).await;
        assert_eq!(refused(answer, 401, "SIGN_ERROR").await["message"], message);
    }
    let bare = merchant
        .http
        .get(format!("{}/v3/certificates", merchant.url));
    let answer = bare.header("User-Agent", "").send().await.unwrap();
    refused(answer, 400, "INVALID_REQUEST").await;
}

#[tokio::test]
async fn a_wrong_signature_is_answered_with_what_the_server_built() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let body = "{\"描述\":\"x\",\"mchid\":1}".as_bytes().to_vec();
    let target = "/v3/pay/transactions/jsapi?a=%7B%7d";
    let mut authorization = merchant.authorization("POST", target, b"{}");
    authorization.nonce_str = "nonce".to_owned();
    let header = authorization.to_string();
    let headers = [("Authorization", header.as_str())];
    let answer = merchant.send("POST", target, body.clone(), &headers).await;
    let refusal = refused(answer, 401, "SIGN_ERROR").await;
    assert_eq!(refusal["message"], "错误的签名，验签失败");
    let timestamp = authorization.timestamp;
    let head = format!("POST\n{target}\n{timestamp}\nnonce\n");
    assert_eq!(
        refusal["detail"],
        json!({
            "detail": {"issue": "sign not match"},
            "field": "signature",
            "location": "authorization",
            "sign_information": {
                "method": "POST",
                "sign_message_length": head.len() + body.len() + 1,
                "truncated_sign_message": format!("{head}{{\"描述\":\"x\n"),
                "url": target,
            }
        })
    );
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_have_no_body() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    for (method, target, status) in [
        ("GET", "/v3/pay/transactions/miniprogram", 404),
        ("GET", "/unknown", 404),
        ("GET", PREPAY, 405),
        ("POST", "/v3/certificates", 405),
    ] {
        let answer = merchant.call(method, target, Value::Null).await;
        assert_eq!(answer.status(), status, "{target}");
        assert!(answer.bytes().await.unwrap().is_empty());
    }
    let long = vec![b' '; 1 << 20];
    let answer = merchant.send("POST", PREPAY, long, &[]).await;
    assert_eq!(answer.status(), 413);
}
