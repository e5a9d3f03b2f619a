### The pages of refund.

help-refund = Create or look up a refund, full or partial
    .examples =
        wechatpay refund create --out-trade-no coffee-0001 --refund 1
        wechatpay refund query --out-refund-no refund-0001
        wechatpay refund create --batch refunds.csv -o results.jsonl
help-refund--sub-mchid = The sub-merchant who took the payment
    .default = the profile's
help-refund-create = Refund a payment, fully or partially
    .usage = (--out-trade-no <N> | --transaction-id <T>) (--refund <FEN> | --refund-yuan <12.34>) [OPTIONS]
    .long =
        The same out_refund_no refunds once, however often it is sent; a new one refunds again. So a refund is recorded in the data folder until its outcome is known, and the same command without --out-refund-no resumes it, with the number and the parameters of the first time. An accepted refund is remembered for a day: the same order and amount again is refused with exit 8 and the first one's number, unless --new-refund or a new --out-refund-no is given, or the first one was closed. WeChat Pay takes up to 50 refunds of one order, a minute apart, within 365 days.

        With --batch, a line is done once WeChat Pay has accepted its refund. Lines of one order run one after the other. A line stays open if its order has an unfinished refund of another line or command, or if the account lacks money; the same command continues with it. A line without a number whose order another command or batch refunded by the same amount within a day is refused; two lines of one batch are two refunds.
    .examples =
        wechatpay refund create --out-trade-no coffee-0001 --refund 1 --out-refund-no refund-0001
        # In yuan, with a reason that the payer sees
        wechatpay refund create --out-trade-no coffee-0003 --refund-yuan 0.01 --reason "Sold out"
        # One refund for each line
        wechatpay refund create --batch refunds.csv -o refunds.jsonl
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = the same order was refunded by the same amount within a day, or batch lines wait
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791903
help-refund-create--out-trade-no = Merchant's order number
help-refund-create--transaction-id = WeChat Pay's order number
help-refund-create--refund = Amount to refund, in fen
help-refund-create--refund-yuan = Amount to refund, in yuan, at most two decimal places
help-refund-create--total = Total of the order, in fen
    .default = looked up
help-refund-create--out-refund-no = Merchant's refund number; a new one refunds again
    .default = that of this order's unfinished refund, else a new one
help-refund-create--reason = Reason shown to the payer
help-refund-create--notify-url = Where the notification is sent
    .default = the profile's
help-refund-create--funds-account = Account that pays the refund
help-refund-create--goods-detail = File with the JSON array of `goods_detail`
help-refund-create--body = Send this body byte for byte
help-refund-create--new-refund = Refund again, although a refund of this order is unfinished or was just accepted
    .long = Unfinished refunds of this order are forgotten; the payer may get the money twice.
    .long = Otherwise the merchant, the amount and the number of lines are shown on a terminal, and nothing is sent before they are confirmed. Without a terminal, with --no-input and with CI=true, nothing is asked. A profile is live unless its mchid begins with 0, as only a sandbox's does; a base URL on this machine makes no difference, since a gateway to WeChat Pay may listen there.
help-refund-query = Look up a refund, optionally waiting until it completes
    .long = A refund to the balance takes minutes, one to a bank card up to three working days.
    .examples =
        wechatpay refund query --out-refund-no refund-0001
        wechatpay refund query --out-refund-no refund-0001 --wait=10m --expect SUCCESS
        wechatpay refund query --out-refund-no refund-0001 --get status
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = not in an --expect status, or --wait ran out
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791904
help-refund-query--out-refund-no = Merchant's refund number
help-refund-query--expect = Exit 8 unless the refund has one of these statuses
