### listen 的帮助页。

help-listen = 在本机接收另一台服务器上 serve-notify 收到的通知
    .long = 服务器需运行 `serve-notify --relay-token-file FILE`。每条通知按微信支付发送的原始字节投递到本机，同一订单号按顺序进行，直到每个目标都返回 2xx；目标停机时会等待其恢复。任一端断线或重启都不会丢失通知：已接收的通知记录在当前用户的状态文件夹中。如果程序恰好在目标响应之后、记录完成之前崩溃，该条通知可能重复一次。服务器的存储和它自己的转发不受影响。
    .examples =
        wechatpay listen https://pay.example.com/notify --token-file relay.token --forward-to 3000
        # 只接收退款通知，包括最近一小时的
        wechatpay listen https://pay.example.com/notify --token-file relay.token --forward-to 3000 --type 'REFUND.*' --since 1h
        # 只查看，不转发
        wechatpay listen https://pay.example.com/notify --token-file relay.token
    .exit = 0 2 3 6 7 130 143
help-listen-url = 服务器所响应的 notify_url；https，或本机上的 http
help-listen--token-file = 令牌文件，内容与服务器的 --relay-token-file 相同
help-listen--forward-to = 投递到端口、/path、host:port/path 或 URL；用 TRANSACTION.*=URL 只投递部分事件
help-listen--since = 同时接收在此时长之内收到的通知
    .long = 目标相同的上一次运行所错过的通知总会补上，已接收的不会重复。
help-listen--type = 只接收此类型的通知，例如 REFUND.*；可重复使用
help-listen--once = 收到第一条通知后结束
help-listen--max-events = 收到 N 条通知后结束
help-listen--for = 经过此时长后结束
