# `events`：已存储的通知。

events-none = 没有通知
events-headers = 请求头：
events-resource = 解密后：
events-unknown-id = 没有 id 为 { $id } 的通知
    .help = `wechatpay events list` 可列出 id
events-unknown-type = --type：没有通知类型匹配“{ $type }”；是否应为 { $nearest }？
    .help = 用 `wechatpay events stats` 查看存储中的通知类型
events-exported = 已写入 { $count } 条通知：{ $path }
events-nothing-chosen = 未指定通知：请给出 id，或 --state dead、--since 1h 这样的筛选条件
    .help = `wechatpay events list` 可列出 id
events-queued = 已重新排队 { $count } 条；由运行中的 serve-notify 发送
