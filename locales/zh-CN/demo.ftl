### 演示的各个步骤：各方的操作，以及发送或验证的内容。

demo-actor-page = 小程序
demo-actor-merchant = 商户
demo-actor-wechat-pay = 微信支付
demo-certificates = 获取平台证书
demo-certificates-request = GET /v3/certificates，以商户API私钥签名
demo-opens = 解密并验证平台证书
demo-certificates-opened = 以 APIv3密钥解密得到 { $serial_no }，并用它验证了该应答的签名
demo-login = 用户选购商品，wx.login 得到 code
demo-sends-code = 将 code 交给商户后台
demo-exchanges = 换取 openid
demo-session-request = GET /sns/jscode2session，携带 appid 与 AppSecret
demo-returns-openid = 返回 openid
demo-session = { $openid }；session_key 只保存在商户后台
demo-confirmation = POST /wechat/createOrder，¥{ $yuan }
demo-confirms-order = 用户确认订单
demo-numbers = 生成商户订单号
demo-orders = 调用下单接口
demo-order-request = POST { $target }，{ $bytes } 字节，已签名
demo-verifies-request = 验证商户签名并返回 prepay_id
demo-verifies-response = 验证应答签名
demo-signed-by = 由 { $serial_no } 签名
demo-signs-params = 签名支付参数
demo-pay-sign = 签名串共 4 行，paySign { $start }…
demo-sends-params = 返回支付参数
demo-requests-payment = 调用 wx.requestPayment
demo-checks-pay-sign = 客户端校验 paySign
demo-pay-sign-verified = 以商户API证书 { $serial_no } 验签通过
demo-confirms-payment = 用户输入密码确认支付
demo-pays = 完成扣款
demo-notifies = 发送支付通知
demo-notification = POST { $url }，{ $bytes } 字节，已签名并加密
demo-acknowledges = 验签、解密并应答
demo-acknowledged = { $event } { $state }，应答 { $status }
demo-queries = 查询订单确认结果
demo-order-state = trade_state { $state }，由 { $serial_no } 签名
demo-shows-result = 向用户展示支付结果
demo-not-the-client = 以商户后台查询的结果为准，而非客户端返回
demo-done = 全部签名验证通过，用时 { $milliseconds } 毫秒；接下来可运行 `wechatpay sandbox` 调试自己的代码

## 只有程序缺陷才会导致的错误

demo-order-invalid = 演示订单无效
demo-no-certificate = 沙箱商户没有可用的商户API证书
demo-no-sandbox = 演示没有可用的沙箱
demo-pay-sign-refused = 客户端会拒绝该 paySign
demo-cannot-listen = 无法监听 127.0.0.1
demo-no-notification = 未收到通知或通知验签失败
demo-not-paid = 已支付的订单状态为 { $state }
