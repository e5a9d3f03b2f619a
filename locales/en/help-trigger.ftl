### The page of trigger.

help-trigger = Send a valid or broken test notification and check the response
    .usage = (<EVENT> | --suite) --to <URL> [OPTIONS]
    .long = The notification is signed with the sandbox's keys and encrypted with its APIv3 key, so the receiver must use the sandbox's profile: `wechatpay sandbox --write-profile`.
    .examples =
        wechatpay trigger TRANSACTION.SUCCESS --to 8080/notify --set out_trade_no=coffee-0001
        # A forged signature must be refused
        wechatpay trigger TRANSACTION.SUCCESS --to 8080/notify --fault bad-signature
        # Everything a receiver must get right
        wechatpay trigger --suite --to 8080/notify
    .exit = 0 2 3 7 8
    .exit-8 = the endpoint did not respond as WeChat Pay's rules demand
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-trigger-event = Event type to send
help-trigger--suite = Send every event of orders and refunds and every fault, and check each response
help-trigger--to = Send to a port, /path, host:port/path or URL
help-trigger--fault = Inject this fault
    .value-bad-signature = a wrong signature
    .value-wrong-serial = Wechatpay-Serial names a key that does not exist
    .value-stale = signed ten minutes ago
    .value-future = signed ten minutes from now
    .value-signtest = probe traffic, whose signature begins with WECHATPAY/SIGNTEST/
    .value-bad-tag = a resource that cannot be decrypted
    .value-truncated = half of the body is missing
    .value-reserialized = a body whose bytes differ from those that were signed
    .value-wrong-mchid = of another merchant
    .value-duplicate = the same notification twice
    .value-slow = a pause of 2 seconds within the body
    .value-refund-first = the refund's notification before the payment's
help-trigger--set = Set a field of the plaintext to a text
help-trigger--set-json = Set a field of the plaintext to a JSON value
help-trigger--partner = Send a service provider's notification, of a sub-merchant's order
help-trigger--combined = Send the payment of two combined orders: TRANSACTION.SUCCESS with sub_orders
help-trigger--key = Key to sign with
help-trigger--repeat = Send N notifications and report totals
help-trigger--concurrency = Number to send in parallel
