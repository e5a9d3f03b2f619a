### pay-params 的帮助页。

help-pay-params = 生成 wx.requestPayment 参数，或诊断已有参数
    .usage = (<PREPAY_ID> | --check <FILE|->) [选项]
    .long = --check 接受客户端收到的参数，粘贴成任何形式均可，并证明「支付验证签名失败」由哪个错误造成。只有证书也可以检查：设置 WECHATPAY_CERTIFICATE_FILE=apiclient_cert.pem 并加上 --appid，不需要私钥。
    .examples =
        wechatpay pay-params wx201410272009395522657a690389285100
        # 逐行显示签名串
        wechatpay pay-params wx201410272009395522657a690389285100 --explain
        # 客户端为何提示「支付验证签名失败」
        wechatpay pay-params --check params.json
    .exit = 0 2 3 4
    .exit-4 = --check：客户端会拒绝这些参数
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012365348
help-pay-params-prepay-id = create-order 返回的 prepay_id
help-pay-params--check = 检查客户端收到的参数，并指出错误
help-pay-params--signed-string = 配合 --check：你的代码所签的字符串，逐字节比对
help-pay-params--for = 调起支付的客户端
    .default = miniprogram；--check 时由参数判断
help-pay-params--appid = 该客户端的 App ID
    .default = 配置中的 appid；给出 --sub-appid 时为后者
help-pay-params--timestamp = Unix 秒
    .default = 当前时间
help-pay-params--nonce = 1 至 32 位字母与数字
    .default = 随机
help-pay-params--explain = 显示每个签名行、长度、SHA-256 与所用密钥
