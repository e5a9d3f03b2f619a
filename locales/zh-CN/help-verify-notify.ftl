### verify-notify 的帮助页。

help-verify-notify = 对抓取到的一条通知验签并解密
    .usage = (--request <FILE|-> | --headers <FILE|-> --body <FILE|->) [选项]
    .long = 接受粘贴成任何形式的通知。验签未通过时，诊断结论会指出经证实的原因。
    .examples =
        wechatpay verify-notify --request notify.http
        wechatpay verify-notify --headers headers.txt --body body.json
        # 较早的通知
        wechatpay verify-notify --request notify.http --no-max-age
    .exit = 0 2 3 4
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-verify-notify--request = 完整请求：原始 HTTP、复制的 curl 命令、日志，或含 headers 与 body 的 JSON
help-verify-notify--headers = 请求头：逐行、JSON，或框架打印的形式
help-verify-notify--body = 原始报文主体
help-verify-notify--timestamp = Wechatpay-Timestamp
help-verify-notify--nonce = Wechatpay-Nonce
help-verify-notify--signature = Wechatpay-Signature
help-verify-notify--serial = Wechatpay-Serial
help-verify-notify--at = 以该时刻检查签名时间：RFC 3339 或 Unix 秒
    .default = 当前时间
help-verify-notify--max-age = 接受的签名最长时间
help-verify-notify--no-max-age = 不检查签名时间
help-verify-notify--no-decrypt = 只验签，不解密
