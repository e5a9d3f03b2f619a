### The page of serve-notify.

help-serve-notify = Receive notifications: verify, decrypt, store, acknowledge
    .long = Each notification is acknowledged only once it is on disk. With --forward-to, the exact bytes and headers are passed on to your program, with retries that survive a restart. Ctrl-C or SIGTERM ends it after what is open. On a terminal, r replays the last notification to the forward targets and q quits.
    .examples =
        wechatpay serve-notify --forward-to 3000
        # Behind a reverse proxy, into PostgreSQL
        wechatpay serve-notify --listen 8080 --store postgres://wechatpay@db/notify
        # In a test: exit 8 unless the payment arrives within a minute
        wechatpay serve-notify --no-store --expect TRANSACTION.SUCCESS --for 1m
    .exit = 0 2 3 8 130 143
    .exit-8 = the --expect event did not arrive
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-serve-notify--listen = Address to listen on; 8080 and localhost:8080 are this machine alone
    .long = 0.0.0.0:8080 listens for all; port 0 picks one. A socket handed over by systemd comes first.
help-serve-notify--path = Path of the notify_url
help-serve-notify--forward-to = Forward to a port, /path, host:port/path or URL; TRANSACTION.*=URL for some events
help-serve-notify--no-store = Do not store notifications (for experiments)
help-serve-notify--keep = Delete delivered notifications older than this
help-serve-notify--exec = Run this shell command for each event, with its JSON on stdin
    .long = WECHATPAY_EVENT_ID and WECHATPAY_EVENT_TYPE are set; secrets are taken out of its environment.
help-serve-notify--forward-attempts = Give up on a target after N failed deliveries
help-serve-notify--ack = When to acknowledge a notification to WeChat Pay
    .value-after-store = once it is on disk
    .value-after-forward = once every target has accepted it, too
help-serve-notify--admin-listen = Serve GET /healthz and /metrics here, and only here
    .default = on --listen, under --allow-ip
help-serve-notify--tls-cert = Serve https with this certificate chain; it is read again when it changes
help-serve-notify--tls-key = Private key of that certificate
help-serve-notify--allow-ip = Accept requests from these addresses only; behind a reverse proxy, that is the proxy's
help-serve-notify--body-limit = Largest body to read
help-serve-notify--max-connections = Maximum open connections, and requests without a response
help-serve-notify--max-connections-per-ip = Maximum connections per address
    .default = an eighth, at least 16; seven eighths for this machine and private networks
help-serve-notify--rate-limit = Maximum requests per second per remote address; 0 for unlimited
help-serve-notify--relay-token-file = Let `wechatpay listen` with this token receive what is accepted
    .long = At --path with /relay behind it, for up to 64 listeners at once; --allow-ip does not apply to them. The file holds one word of at least 32 characters; SIGHUP reads it again.
help-serve-notify--log-format = How notes and warnings are written on stderr
    .value-text = for people
    .value-json = one JSON object per line: time, level, message, fields
help-serve-notify--checkout-api = Add the back end of a Mini Program: POST /wechat/getOpenid and /wechat/createOrder
help-serve-notify--max-total = Largest order that the checkout API creates, in fen
help-serve-notify--checkout-host = Another name of this machine under which the checkout API is called, such as a tunnel's
help-serve-notify--once = End after the first notification
help-serve-notify--max-events = End after N notifications
help-serve-notify--for = End after this long
help-serve-notify--expect = End when EVENT[,out_trade_no=N] arrives; exit 8 if it does not
    .long = EVENT may be a pattern such as REFUND.*
