### explain 的帮助页。

help-explain = 说明签名为何失败，或错误码的含义
    .usage = <TEXT|FILE|->… [OPTIONS]
    .long = 自动识别粘贴的内容：错误文案、错误码、HTTP 状态码、Request-ID、401 应答、已签名的请求、调起支付参数或通知。
    .examples =
        wechatpay explain 支付验证签名失败
        wechatpay explain SIGN_ERROR
        wechatpay explain reply reply.json
    .exit = 0 2 3 4 8
    .exit-4 = 发现错误
    .exit-8 = 未知的文案或错误码
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012072670
help-explain-text = 粘贴的任意内容
help-explain--method = 发送时的请求方法
help-explain--url = 发送时的 URL，或其路径与查询参数
help-explain--body = 发送时的原始请求体
help-explain--authorization = Authorization 请求头，或含有它的一行、日志或 curl 命令
help-explain--authorization-file = 含有它的文件
help-explain-request = 检查已签名的请求：微信支付是否接受，若否原因何在
    .usage = --method <M> --url <U> (--authorization <TEXT> | --authorization-file <FILE|->) [选项]
    .examples =
        wechatpay explain request --method GET --url /v3/certificates --authorization-file authorization.txt
        wechatpay explain request --method POST --url /v3/pay/transactions/jsapi --body order.json --authorization-file authorization.txt
        # 以当时的时间检查
        wechatpay explain request --method GET --url /v3/certificates --authorization-file authorization.txt --at 2026-01-02T10:00:00+08:00
    .exit = 0 2 3 4
    .exit-4 = 微信支付会拒绝该请求
help-explain-request--at = 发送时间：RFC 3339 或 Unix 秒；以此检查时间戳
help-explain-reply = 解读 401 应答的 JSON，并与所签内容比对
    .examples =
        wechatpay explain reply reply.json
        wechatpay explain reply reply.json --method GET --url /v3/certificates
        wechatpay explain reply - < reply.json
    .exit = 0 2 3 4
    .exit-4 = 发现错误
help-explain-reply-reply = 应答，单独或含在异常文本、日志、其他对象中
help-explain-code = 说明错误码的含义、处理办法，以及重试是否安全
    .examples =
        wechatpay explain code SIGN_ERROR
        wechatpay explain code 429
        wechatpay explain code 40029
    .exit = 0 2 8
    .exit-8 = 没有收录该错误码
help-explain-code-code = 错误码、HTTP 状态码、Request-ID 或其末尾的数字，或登录接口的 errcode
