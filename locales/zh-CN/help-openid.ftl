### openid 的帮助页。

help-openid = 用 wx.login 的 code 换取 openid
    .long = 只输出 openid。code 只能使用一次，五分钟内有效，因此请求从不重试。
    .examples =
        wechatpay openid 0b1Xyz
        wechatpay openid - < code.txt
        wechatpay --json openid 0b1Abc --include-session-key
    .exit = 0 2 3 5 6 7
    .exit-5 = 微信拒绝了该 code：已使用、已过期或不属于该 App ID
    .page = https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
help-openid-code = wx.login 返回的 code；- 表示从标准输入读取
help-openid--sub-appid = code 所属的子商户小程序；app_secret 也应为该小程序的
help-openid--include-session-key = 在 JSON 中同时输出 session_key；它不得离开服务器
