### The page of listen.

help-listen = Receive on this machine what serve-notify accepts elsewhere
    .long = The server runs `serve-notify --relay-token-file FILE`. Each notification is posted here as WeChat Pay sent it, in order for each order number, until every target has answered 2xx; a target that is down is waited for. Broken connections and restarts on either side lose nothing: the state folder of this user holds what was taken. A crash between a target's response and its record may repeat one notification. The server's store and its own forwarding stay as they are.
    .examples =
        wechatpay listen https://pay.example.com/notify --token-file relay.token --forward-to 3000
        # Only refunds, also those of the last hour
        wechatpay listen https://pay.example.com/notify --token-file relay.token --forward-to 3000 --type 'REFUND.*' --since 1h
        # Look at them, and forward nothing
        wechatpay listen https://pay.example.com/notify --token-file relay.token
    .exit = 0 2 3 6 7 130 143
help-listen-url = The notify_url that the server answers; https, or http on this machine
help-listen--token-file = File with the token of the server's --relay-token-file
help-listen--forward-to = Post to a port, /path, host:port/path or URL; TRANSACTION.*=URL for some events
help-listen--since = Also those received up to this long ago
    .long = What a former run with the same targets has missed comes in any case, and what it has taken does not come again.
help-listen--type = Only notifications of this type, such as REFUND.*; repeatable
help-listen--once = End after the first notification
help-listen--max-events = End after N notifications
help-listen--for = End after this long
