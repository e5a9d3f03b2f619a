### trigger 的帮助页。

help-trigger = 发送正确或有意出错的测试通知，并检查应答
    .usage = (<EVENT> | --suite) --to <URL> [选项]
    .long = 通知以沙箱密钥签名、以其 APIv3密钥加密，因此接收端须使用沙箱的配置：`wechatpay sandbox --write-profile`。
    .examples =
        wechatpay trigger TRANSACTION.SUCCESS --to 8080/notify --set out_trade_no=coffee-0001
        # 伪造的签名必须被拒绝
        wechatpay trigger TRANSACTION.SUCCESS --to 8080/notify --fault bad-signature
        # 接收端必须正确处理的所有情况
        wechatpay trigger --suite --to 8080/notify
    .exit = 0 2 3 7 8
    .exit-8 = 接收端的应答不符合微信支付规则
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-trigger-event = 要发送的通知类型
help-trigger--suite = 发送订单与退款的所有通知及所有故障，逐一检查应答
help-trigger--to = 发往端口、/路径、host:port/path 或 URL
help-trigger--fault = 注入该故障
    .value-bad-signature = 签名错误
    .value-wrong-serial = Wechatpay-Serial 所指的密钥不存在
    .value-stale = 签名于十分钟前
    .value-future = 签名时间在十分钟之后
    .value-signtest = 探测流量，签名以 WECHATPAY/SIGNTEST/ 开头
    .value-bad-tag = resource 无法解密
    .value-truncated = 报文主体缺了一半
    .value-reserialized = 报文主体的字节与签名时不同
    .value-wrong-mchid = 属于另一商户
    .value-duplicate = 同一通知发送两次
    .value-slow = 报文主体中途停顿 2 秒
    .value-refund-first = 退款通知先于支付通知
help-trigger--set = 将明文的字段设为文本
help-trigger--set-json = 将明文的字段设为 JSON 值
help-trigger--partner = 发送服务商模式的通知（子商户的订单）
help-trigger--combined = 发送合单支付的支付成功通知：TRANSACTION.SUCCESS，含 sub_orders
help-trigger--key = 签名所用的密钥
help-trigger--repeat = 发送 N 条通知并统计
help-trigger--concurrency = 同时发送的条数
