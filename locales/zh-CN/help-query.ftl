### query 的帮助页。

help-query = 按商户订单号或微信支付订单号查询订单
    .usage = (NUMBER | --out-trade-no NO | --transaction-id NO) [选项]
    .long = 未支付的订单只能按 out_trade_no 查询。--wait 会以逐渐变长的间隔继续查询，直到支付、关闭或进入其他终态。不带选项的 NUMBER 视为 out_trade_no；如果符合 transaction_id 的格式，则先按 transaction_id 查询，查不到再按 out_trade_no 查询。
    .examples =
        wechatpay query coffee-0001
        # 等待支付
        wechatpay query coffee-0001 --wait=5m --expect SUCCESS
        # 为脚本取一个字段
        wechatpay query coffee-0001 --get trade_state
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = 不在 --expect 的状态，或处于 --fail-on 的状态，或 --wait 超时
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791900
help-query-number = 任一种单号：以 4 开头的 28 位数字视为 transaction_id，其他视为 out_trade_no
help-query--out-trade-no = 商户订单号
help-query--transaction-id = 微信支付订单号
help-query--expect = 订单不在这些状态之一时以 8 退出
help-query--fail-on = 订单一进入这些状态之一即以 8 退出
