### The page of verify-notify.

help-verify-notify = Verify and decrypt one captured notification
    .usage = (--request <FILE|-> | --headers <FILE|-> --body <FILE|->) [OPTIONS]
    .long = Takes a notification in any form people paste. If it does not verify, the findings say which mistake proves to be the cause.
    .examples =
        wechatpay verify-notify --request notify.http
        wechatpay verify-notify --headers headers.txt --body body.json
        # An old one
        wechatpay verify-notify --request notify.http --no-max-age
    .exit = 0 2 3 4
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-verify-notify--request = A whole request: raw HTTP, a copied curl command, a log, or JSON with headers and body
help-verify-notify--headers = The headers: lines, JSON, or as a framework prints them
help-verify-notify--body = The raw body
help-verify-notify--timestamp = Wechatpay-Timestamp
help-verify-notify--nonce = Wechatpay-Nonce
help-verify-notify--signature = Wechatpay-Signature
help-verify-notify--serial = Wechatpay-Serial
help-verify-notify--at = Check the age at this time: RFC 3339 or Unix seconds
    .default = now
help-verify-notify--max-age = Oldest signature to accept
help-verify-notify--no-max-age = Accept a signature of any age
help-verify-notify--no-decrypt = Verify only
