### 沙箱：启动、支付与退款，以及可能的错误。

sandbox-listening = 沙箱监听 { $url }
sandbox-data-folder = 数据目录 { $path }
sandbox-profile = 带 --sandbox 的命令会使用它；自己的代码可用以下配置：
sandbox-profile-written = 配置已写入 { $path }
sandbox-runs-already = 目录 { $path } 已有沙箱在运行：{ $url }
    .help = 使用已运行的沙箱，或用 --data 指定其他目录
sandbox-cannot-listen-on = 无法监听 { $address }
    .help = 用 --listen 另选地址；端口 0 表示自动选择
sandbox-no-address = 无法得知沙箱的监听地址

sandbox-response = 应答
sandbox-acknowledged = 通知已被确认
sandbox-not-acknowledged = 通知未被确认
sandbox-connection-refused = 连接被拒绝
sandbox-not-posted = 未发送：退款未指定 notify_url，微信支付会向商户平台中配置的 URL 发送 v2 通知
sandbox-pause = { $outcome }：{ $seconds } 秒
sandbox-repeats = { $url }：{ $outcome }；运行中的 `wechatpay sandbox` 会按微信支付的频率重发

sandbox-signs = { $serial_no } 开始签名
sandbox-still-listed = { $serial_no } 仍在列表中
sandbox-confirm-reset = 清除沙箱中的所有订单？
sandbox-confirm-import = 替换沙箱中的所有订单？

## 错误

sandbox-no-data-folder = 没有可用的数据目录；请设置 WECHATPAY_SANDBOX_DATA
sandbox-cannot-generate-keys = 无法生成沙箱密钥
sandbox-identity-damaged = 沙箱身份文件 { $path } 已损坏
    .help = 删除该文件所在目录；下一条命令会生成新的商户与密钥
sandbox-ledger-damaged = { $path } 已损坏
    .help = 删除该文件；其中的订单与通知将丢失
sandbox-database-newer = { $path } 由更新版本的 wechatpay 写入
    .help = 请升级 wechatpay，或用 --data 指定其他目录
sandbox-database-unusable = 无法使用 { $path }
sandbox-not-an-export = 这不是沙箱导出的内容：{ $reason }
sandbox-time-scale-range = 时间倍率须在 0.001 与 1000000 之间，而不是 { $scale }
sandbox-cannot-listen = 沙箱无法监听 { $address }
sandbox-order-unknown = 沙箱中没有订单 { $number }
sandbox-order-closed = 订单 { $number } 已关闭
sandbox-order-expired = 订单 { $number } 已不能支付：已过 time_expire
sandbox-order-not-paid = 订单 { $number } 未支付
sandbox-cannot-store = 沙箱无法保存状态
sandbox-no-response = { $url } 上的沙箱没有应答
sandbox-response-too-large = { $url } 上沙箱的应答超过 { $limit } 字节
sandbox-response-unreadable = 无法读取沙箱的应答
