### The page of pay-params.

help-pay-params = Generate wx.requestPayment parameters, or diagnose existing ones
    .usage = (<PREPAY_ID> | --check <FILE|->) [OPTIONS]
    .long = With --check, takes what the client got in any form people paste, and proves which mistake broke paySign: 「支付验证签名失败」. The certificate alone is enough: WECHATPAY_CERTIFICATE_FILE=apiclient_cert.pem and --appid; no private key is needed.
    .examples =
        wechatpay pay-params wx201410272009395522657a690389285100
        # What was signed, line by line
        wechatpay pay-params wx201410272009395522657a690389285100 --explain
        # Why does the client say 支付验证签名失败?
        wechatpay pay-params --check params.json
    .exit = 0 2 3 4
    .exit-4 = --check: the client will reject these parameters
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012365348
help-pay-params-prepay-id = What create-order returned
help-pay-params--check = Check the object that a client got, and report what is wrong
help-pay-params--signed-string = With --check: the string that your code signed, to compare byte by byte
help-pay-params--for = The client that pays
    .default = miniprogram; with --check: read from the object
help-pay-params--appid = The App ID of that client
    .default = the profile's; --sub-appid if it is given
help-pay-params--timestamp = Unix seconds
    .default = now
help-pay-params--nonce = 1 to 32 letters and digits
    .default = random
help-pay-params--explain = Show each signed line, its length, the SHA-256 and the key
