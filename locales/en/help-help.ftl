### The page of the help command.

help-help = Show the page of a command or a topic
    .exit = 0 2
    .examples =
        wechatpay help create-order
        wechatpay help refund create
        wechatpay help exit-codes
help-help-words = A command, such as `refund create`, or a topic: options, environment, exit-codes, formatting, findings, schemas
