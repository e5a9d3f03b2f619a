### The page of openid.

help-openid = Exchange a wx.login code for an openid
    .long = Prints the openid alone. A code works once and for five minutes, so the request is never repeated.
    .examples =
        wechatpay openid 0b1Xyz
        wechatpay openid - < code.txt
        wechatpay --json openid 0b1Abc --include-session-key
    .exit = 0 2 3 5 6 7
    .exit-5 = WeChat refused the code: used, expired, or of another App ID
    .page = https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
help-openid-code = What wx.login returned; - reads it from stdin
help-openid--sub-appid = The sub-merchant's Mini Program that the code is of; app_secret is then that app's
help-openid--include-session-key = Also print session_key, in JSON; it must not leave the server
