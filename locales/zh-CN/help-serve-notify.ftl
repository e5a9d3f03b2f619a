### serve-notify 的帮助页。

help-serve-notify = 接收通知：验签、解密、保存、应答
    .long = 通知落盘之后才应答成功。--forward-to 将原始字节与请求头转发给你的程序，重试在重启后继续。Ctrl-C 或 SIGTERM 会在处理完手头的请求后结束。在终端中，按 r 把最近一条通知再次发给转发目标，按 q 退出。
    .examples =
        wechatpay serve-notify --forward-to 3000
        # 位于反向代理之后，存入 PostgreSQL
        wechatpay serve-notify --listen 8080 --store postgres://wechatpay@db/notify
        # 用于测试：一分钟内未收到支付通知则以 8 退出
        wechatpay serve-notify --no-store --expect TRANSACTION.SUCCESS --for 1m
    .exit = 0 2 3 8 130 143
    .exit-8 = --expect 的通知没有到达
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791902
help-serve-notify--listen = 监听地址；8080 与 localhost:8080 仅限本机
    .long = 0.0.0.0:8080 对所有地址开放；端口 0 表示自动选择。systemd 传入的套接字优先。
help-serve-notify--path = notify_url 的路径
help-serve-notify--forward-to = 转发到端口、/路径、host:port/path 或 URL；TRANSACTION.*=URL 只转发部分通知
help-serve-notify--no-store = 不保存通知（用于试验）
help-serve-notify--keep = 删除早于该时长且已送达的通知
help-serve-notify--exec = 每条通知运行该 shell 命令，JSON 由标准输入传入
    .long = 会设置 WECHATPAY_EVENT_ID 与 WECHATPAY_EVENT_TYPE；环境变量中的密钥会移除。
help-serve-notify--forward-attempts = 向某个目标投递失败 N 次后放弃
help-serve-notify--ack = 何时向微信支付应答成功
    .value-after-store = 落盘之后
    .value-after-forward = 所有目标都接受之后
help-serve-notify--admin-listen = 只在该地址提供 GET /healthz 与 /metrics
    .default = 与 --listen 相同，受 --allow-ip 限制
help-serve-notify--tls-cert = 以该证书链提供 https；文件变化时重新读取
help-serve-notify--tls-key = 该证书的私钥
help-serve-notify--allow-ip = 只接受来自这些地址的请求；反向代理之后即代理的地址
help-serve-notify--body-limit = 报文主体的最大长度
help-serve-notify--max-connections = 同时打开的连接数上限，也是未应答请求数的上限
help-serve-notify--max-connections-per-ip = 每个地址的连接数上限
    .default = 八分之一，至少 16；本机与内网地址为八分之七
help-serve-notify--rate-limit = 每个远端地址每秒的请求数上限；0 表示不限
help-serve-notify--relay-token-file = 允许持有此令牌的 `wechatpay listen` 接收已受理的通知
    .long = 地址为 --path 之后加 /relay，最多同时 64 个监听者，--allow-ip 对其不适用。文件内容是至少 32 个字符的一个词；收到 SIGHUP 时重新读取。
help-serve-notify--log-format = 标准错误上提示与警告的格式
    .value-text = 文本
    .value-json = 每行一个 JSON 对象：time、level、message 等
help-serve-notify--checkout-api = 附加小程序后端：POST /wechat/getOpenid 与 /wechat/createOrder
help-serve-notify--max-total = 收银接口单笔订单的上限，单位为分
help-serve-notify--checkout-host = 调用收银接口时本机的其他域名，例如内网穿透的域名
help-serve-notify--once = 收到第一条通知后结束
help-serve-notify--max-events = 收到 N 条通知后结束
help-serve-notify--for = 运行该时长后结束
help-serve-notify--expect = 收到 EVENT[,out_trade_no=N] 后结束；未收到则以 8 退出
    .long = EVENT 可为 REFUND.* 之类的模式
