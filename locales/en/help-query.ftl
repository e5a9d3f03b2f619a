### The page of query.

help-query = Look up an order by out_trade_no or transaction_id
    .usage = (NUMBER | --out-trade-no NO | --transaction-id NO) [OPTIONS]
    .long = An unpaid order can only be found by out_trade_no. With --wait, queries again with growing pauses until the order is paid, closed or otherwise final. A NUMBER without an option is an out_trade_no, unless it has the form of a transaction_id; if no order has it as transaction_id, it is looked up as out_trade_no.
    .examples =
        wechatpay query coffee-0001
        # Wait until it is paid
        wechatpay query coffee-0001 --wait=5m --expect SUCCESS
        # One field for a script
        wechatpay query coffee-0001 --get trade_state
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = not in an --expect state, in a --fail-on state, or --wait ran out
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791900
help-query-number = Number of either kind: 28 digits that begin with 4 are a transaction_id, others an out_trade_no
help-query--out-trade-no = Merchant's order number
help-query--transaction-id = WeChat Pay's order number
help-query--expect = Exit 8 unless the order is in one of these states
help-query--fail-on = Stop with exit 8 as soon as the order is in one of these states
