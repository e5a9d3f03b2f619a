### The page of demo.

help-demo = Run a complete Mini Program payment in the built-in sandbox
    .long = Orders, pays, notifies, queries and refunds, and says at each step what is sent and what it proves. Needs no account and no configuration.
    .examples =
        wechatpay demo
        wechatpay --lang zh demo
        wechatpay --json demo
    .exit = 0 4 7
