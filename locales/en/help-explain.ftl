### The pages of explain.

help-explain = Explain why a signature fails, or what an error code means
    .usage = <TEXT|FILE|->… [OPTIONS]
    .long = Anything that was pasted is recognised: an error text, a code, an HTTP status, a Request-ID, a 401 reply, a signed request, pay params or a notification.
    .examples =
        wechatpay explain 支付验证签名失败
        wechatpay explain SIGN_ERROR
        wechatpay explain reply reply.json
    .exit = 0 2 3 4 8
    .exit-4 = a fault was found
    .exit-8 = the text or code is unknown
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012072670
help-explain-text = Anything pasted
help-explain--method = The method as sent
help-explain--url = The URL as sent, or its path and query
help-explain--body = The raw body as sent
help-explain--authorization = The Authorization header, or a line, log or curl command with it
help-explain--authorization-file = A file that holds it
help-explain-request = Check a signed request: would WeChat Pay accept it, and if not, why
    .usage = --method <M> --url <U> (--authorization <TEXT> | --authorization-file <FILE|->) [OPTIONS]
    .examples =
        wechatpay explain request --method GET --url /v3/certificates --authorization-file authorization.txt
        wechatpay explain request --method POST --url /v3/pay/transactions/jsapi --body order.json --authorization-file authorization.txt
        # As it was at that time
        wechatpay explain request --method GET --url /v3/certificates --authorization-file authorization.txt --at 2026-01-02T10:00:00+08:00
    .exit = 0 2 3 4
    .exit-4 = WeChat Pay would refuse it
help-explain-request--at = When it was sent: RFC 3339 or Unix seconds; the age of its timestamp is checked then
help-explain-reply = Read the JSON of a 401 reply and compare it with what was signed
    .examples =
        wechatpay explain reply reply.json
        wechatpay explain reply reply.json --method GET --url /v3/certificates
        wechatpay explain reply - < reply.json
    .exit = 0 2 3 4
    .exit-4 = a fault was found
help-explain-reply-reply = The reply, alone or inside an exception's text, a log or another object
help-explain-code = Explain an error code: its meaning, what to do, and whether repeating is safe
    .examples =
        wechatpay explain code SIGN_ERROR
        wechatpay explain code 429
        wechatpay explain code 40029
    .exit = 0 2 8
    .exit-8 = the code is in no table
help-explain-code-code = A code, an HTTP status, a Request-ID or the number that ends it, or an errcode of the login
