### The page of create-order.

help-create-order = Create a prepay order: Mini Program, JSAPI, Native, APP or H5
    .usage = --openid <OPENID> (--total <FEN> | --yuan <12.34>) --description <TEXT> [OPTIONS]
    .long = Prints prepay_id (or code_url, h5_url) and, for jsapi and app, the signed parameters for the client. A repetition with the same out_trade_no and the same parameters never makes a second order.
    .examples =
        wechatpay create-order --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --total 1 --description "Image store" --out-trade-no coffee-0001
        # A QR code on the terminal, until it is paid
        wechatpay create-order --trade-type native --yuan 12.34 --description Coffee --qr --wait=5m
        # The parameters of wx.requestPayment alone
        wechatpay create-order --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --total 1 --description Coffee --get pay_params
        # One order for each line, resumed by the same command
        wechatpay create-order --batch orders.csv -o results.jsonl
    .exit = 0 2 3 4 5 6 7 8
    .exit-8 = --wait: not paid in time
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791897
help-create-order--openid = The payer, under the profile's App ID
    .long = Required for jsapi. In partner mode it is the openid under the service provider's App ID.
help-create-order--sub-openid = The payer, under the sub-merchant's App ID
help-create-order--total = Amount in fen
help-create-order--yuan = Amount in yuan, at most two decimal places
help-create-order--description = Description shown to the payer
help-create-order--trade-type = Trade type; jsapi is for Mini Programs too
help-create-order--out-trade-no = Merchant's order number
    .default = a new one
help-create-order--notify-url = Where the notification is sent
    .default = the profile's
help-create-order--time-expire = Payment deadline: a duration (30m) or an RFC 3339 time
help-create-order--attach = Text that is returned in queries and notifications
help-create-order--goods-tag = Promotion tag
help-create-order--detail = File with the JSON of `detail`
help-create-order--scene-info = File with the JSON of `scene_info`
help-create-order--client-ip = The payer's IP address; required for h5
help-create-order--h5-type = The payer's device, for h5
help-create-order--profit-sharing = Allow profit sharing
help-create-order--support-fapiao = Offer an electronic invoice
help-create-order--body = Send this body byte for byte
help-create-order--qr = Draw code_url as a QR code, for native
help-create-order--pay-params = Also sign pay_params for each line, which takes as long as signing the order
    .long = Otherwise the merchant, the amount and the number of lines are shown on a terminal, and nothing is sent before they are confirmed. Without a terminal, with --no-input and with CI=true, nothing is asked. A profile is live unless its mchid begins with 0, as only a sandbox's does; a base URL on this machine makes no difference, since a gateway to WeChat Pay may listen there.
