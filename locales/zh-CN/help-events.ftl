### events 的帮助页。

help-events = 查看与重发 serve-notify 保存的通知
    .examples =
        wechatpay events list --since 1d
        wechatpay events replay --state dead
        wechatpay events export -o events.csv
help-events--since = 接收时间不早于：RFC 3339、Unix 秒、距今时长（2h、7d），或某日零点（北京时间：2019-06-11、昨天）
help-events--until = 接收时间早于
help-events--order = 含有该 out_trade_no、transaction_id、refund_id 或 out_refund_no
help-events--type = 该通知类型，例如 TRANSACTION.SUCCESS 或 REFUND.*
help-events--state = 处于该状态：stored、pending、delivered、dead 或 duplicate
help-events-list = 列出通知
    .examples =
        wechatpay events list --store events.db
        wechatpay events list --store events.db --order coffee-0001
        wechatpay events list --store events.db --state pending --json
    .exit = 0 2 3
help-events-list--limit = 只显示最新的 N 条
help-events-show = 显示一条通知的全部信息
    .examples =
        wechatpay events show EV-0001 --store events.db
        wechatpay events show EV-0001 --store events.db --json
        wechatpay events show EV-0001 --store events.db --get event_type
    .exit = 0 2 3 9
    .exit-9 = 没有该通知
help-events-show-id = 通知的 ID，见 `events list`
help-events-replay = 重发通知
    .long = 未指定 --to 时，未送达的通知会再次排队发往各自的目标。
    .examples =
        wechatpay events replay --store events.db --state dead
        wechatpay events replay EV-0001 --store events.db --to 3000
        wechatpay events replay --store events.db --since 1d --to http://127.0.0.1:3000/notify
    .exit = 0 2 3 8
    .exit-8 = 有目标没有接受通知
help-events-replay-ids = 要重发的通知；未指定时按筛选条件
help-events-replay--to = 立即发往端口、/路径、host:port/path 或 URL
help-events-replay--resign = 用沙箱密钥重新签名，用于检查时间的接收端
help-events-export = 导出通知为 JSON Lines 或 CSV
    .examples =
        wechatpay events export --store events.db
        wechatpay events export --store events.db -o events.csv
        wechatpay events export --store events.db --type 'REFUND.*' --format jsonl
    .exit = 0 2 3
help-events-export--output = 写入该文件而非标准输出
help-events-export--format = 格式
    .default = 按文件名判断，否则为 jsonl
    .value-jsonl = 每行一个 JSON 对象
    .value-csv = 带表头，每条一行；电子表格会当作公式的内容前加单引号
help-events-stats = 统计保存的通知
    .examples =
        wechatpay events stats --store events.db
        wechatpay events stats --store events.db --json
        wechatpay events stats --store events.db --get total
    .exit = 0 2 3
