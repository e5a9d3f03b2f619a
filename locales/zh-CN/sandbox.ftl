### 沙箱：启动、支付与退款，以及可能的错误。

sandbox-listening = 沙箱监听 { $url }
sandbox-page = 网页 { $url }
sandbox-cannot-open = 无法打开浏览器（{ $reason }）：请自行打开 { $url }
sandbox-opened = 沙箱正在 { $url } 运行，已在浏览器中打开其页面
sandbox-data-folder = 数据目录 { $path }
sandbox-profile = 带 --sandbox 的命令会使用它；自己的代码可用以下配置：
sandbox-profile-written = 配置已写入 { $path }
sandbox-runs-already = 目录 { $path } 已有沙箱在运行：{ $url }
    .help = 使用已运行的沙箱（--open 打开其页面），或用 --data 指定其他目录
sandbox-cannot-listen-on = 无法监听 { $address }
    .help = 如果其他程序（可能是另一个沙箱）占用了该地址，请结束那个程序；或用 --listen 另选地址；端口 0 表示自动选择
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

sandbox-response-time = 用时
sandbox-response-body = 应答体
sandbox-signed-by = 签名密钥
sandbox-verify-with = 验签文件
sandbox-next-attempt = 下次通知

## 日志

sandbox-request-more = {"    "}{ $command }
sandbox-request-faults = {"    "}已设置的故障：{ $faults }
sandbox-request-unknown-path = {"    "}沙箱不支持此路径
sandbox-request-other-method = {"    "}此路径使用其他请求方法
sandbox-attempt-next = ；{ $pause } 后重试
sandbox-attempt-last = ；不再重试
sandbox-attempt-probe = （签名探测流量：签名有意错误）
sandbox-attempt-duplicate = （重复通知）
sandbox-attempt-body = {"    "}{ $body }
sandbox-attempt-signed = {"    "}签名密钥 { $serial_no }；验签文件 { $path }
sandbox-probe-accepted = {"    "}接收方接受了错误的签名：必须先验签再处理，并以 4xx 或 5xx 应答
sandbox-left-out = {"    "}请求过快，有 { $count } 行未显示，可用 `wechatpay sandbox requests` 查看
sandbox-not-recorded = {"    "}请求过快，有 { $count } 个请求已应答但未记录
sandbox-log-failed = {"    "}请求记录无法继续保存，沙箱照常运行：{ $reason }
sandbox-log-restored = {"    "}请求记录恢复保存，其间缺少 { $count } 个请求
sandbox-request-failed = {"    "}沙箱自身出错：{ $reason }
sandbox-no-requests = 尚无请求
sandbox-no-request = 沙箱中没有请求 { $id }
    .help = `wechatpay sandbox requests` 列出最近 10,000 条
sandbox-request-number = 编号
sandbox-request-received = 收到时间
sandbox-request-signed = 签名正确，签名串为：
sandbox-request-sent = 收到的请求：
sandbox-request-answered = 应答：
sandbox-request-binary = {"  "}{ $bytes } 字节，不是文本
sandbox-request-cut = {"  "}共 { $bytes } 字节，显示前 { $shown } 字节
sandbox-tls-listening = 以微信支付的域名提供服务：{ $url }
sandbox-proxy-listening = 微信支付域名的代理：{ $url }
sandbox-ca-file = CA证书：{ $path }
sandbox-hosts = 写入 /etc/hosts（C:\Windows\System32\drivers\etc\hosts）的一行，供不使用代理的程序使用：
sandbox-trust = 让程序信任该CA的环境变量：
sandbox-port-refused = 无法监听 443 端口（{ $reason }），TLS 改为监听 { $address }；/etc/hosts 中的域名指向 443 端口：请用 sudo 启动，或用 `sudo setcap cap_net_bind_service=+ep "$(command -v wechatpay)"` 授权，或把 443 端口转发到 { $address }，或使用 --proxy
sandbox-other-port = /etc/hosts 中的域名指向 443 端口：请把它转发到 { $address }，或使用 --proxy
sandbox-run = 沙箱监听 { $url }，代理监听 { $proxy }
sandbox-cannot-run = 无法运行 { $name }
    .help = 请检查名称以及文件是否可执行；`--` 之后的内容不经过 shell 直接运行
sandbox-run-lost = 无法得知命令的结束状态

## 故障与固定应答

sandbox-fault-set = 故障 { $fault }
sandbox-fault-none = 未设置故障
sandbox-fault-occurred = { $fault }：已发生 { $occurred } 次
sandbox-fault-remaining = { $fault }：已发生 { $occurred } 次，还将发生 { $remaining } 次
sandbox-fault-none-runs = 目录 { $path } 没有沙箱在运行
    .help = 用 `wechatpay sandbox` 启动沙箱；其选项 --fault 可在启动时设置故障
sandbox-fault-known = 可设置的故障，写作 `NAME[:比例|:x次数][@路径]`：
sandbox-fault-http = 返回 400 至 599 中的该状态码，应答体为空；请求未生效
sandbox-fault-http-after = 返回该状态码，应答体为空；但请求已生效
sandbox-fault-system-error = 返回 500 SYSTEM_ERROR；请求未生效
sandbox-fault-system-error-after = 返回 500 SYSTEM_ERROR；但请求已生效
sandbox-fault-frequency-limited = 返回 429 FREQUENCY_LIMITED 或 RATELIMIT_EXCEEDED；请求未生效
sandbox-fault-frequency-limited-after = 同上；但请求已生效
sandbox-fault-reset-before = 连接断开，没有应答；请求未生效
sandbox-fault-reset-after = 连接断开，没有应答；但请求已生效
sandbox-fault-delay = 请求立即生效，应答延迟该时长
sandbox-fault-wrong-clock = 微信支付的时钟快了十分钟：返回 401，如同请求的时间戳过旧
sandbox-fault-html = 返回 200 和一个 HTML 页面；请求未生效
sandbox-fault-redirect = 返回 302，重定向到其他路径；请求未生效
sandbox-fault-empty-body = 应答没有应答体；请求已生效
sandbox-fault-truncated-body = 应答体只有前一半，随后连接断开；请求已生效
sandbox-fault-forged-signature = 应答的签名是错误的；请求已生效
sandbox-fault-missing-signature = 应答没有签名；请求已生效
sandbox-fault-unknown-serial = 应答指明的密钥不存在；请求已生效
sandbox-fault-stale-timestamp = 应答签于十分钟前；请求已生效
sandbox-fault-signature-probe = 应答的签名为探测流量（WECHATPAY/SIGNTEST/）；请求已生效
sandbox-stubs-unreadable = { $path } 不能用作固定应答
    .help = 文件应为 JSON 数组，每项有 path，可有 method、status、body 和 headers

sandbox-merchant-sub-of = 所属服务商
sandbox-merchant-keys = 密钥目录
sandbox-merchant-added = 已添加商户 { $mchid }；在同一数据目录运行的沙箱即刻识别
sandbox-merchant-may-be-real = { $mchid } 可能是真实的商户号
    .help = 请使用以 0 开头的 10 位数字；不填则自动分配
sandbox-merchant-taken = 沙箱中已有商户 { $mchid }
    .help = wechatpay sandbox merchants 列出全部商户号
sandbox-merchant-unknown = 沙箱中没有商户 { $mchid }
    .help = wechatpay sandbox merchants 列出全部商户号
sandbox-transfer-no-notify-url = 未发送：转账单未指定 notify_url
sandbox-complaint-no-address = 未发送：尚未创建投诉通知回调地址（POST /v3/merchant-service/complaint-notifications）
sandbox-transfer-unknown = 沙箱中没有转账单 { $number }
sandbox-transfer-not-waiting = 转账单 { $number } 不在等待用户确认，状态为 { $state }

## 错误

sandbox-no-data-folder = 没有可用的沙箱数据目录：未设置 HOME
    .help = 设置 HOME，或将 WECHATPAY_SANDBOX_DATA 设为可写目录，例如 /tmp/wechatpay-sandbox
sandbox-cannot-generate-keys = 无法生成沙箱密钥
sandbox-identity-damaged = 沙箱身份文件 { $path } 已损坏
    .help = 删除该文件所在目录；下一条命令会生成新的商户与密钥
sandbox-ledger-damaged = { $path } 已损坏
    .help = 运行 `{ $command }`，它会将该文件改名保留，并从没有订单的状态重新开始
sandbox-database-newer = { $path } 由更新版本的 wechatpay 写入
    .help = 请升级 wechatpay，或用 --data 指定其他目录
sandbox-database-unusable = 无法使用 { $path }
sandbox-moved-aside = 已损坏的文件现为 { $path }
sandbox-not-an-export = 这不是沙箱导出的内容：{ $reason }
sandbox-time-scale-range = 时间倍率须在 0.001 与 1000000 之间，而不是 { $scale }
sandbox-cannot-listen = 沙箱无法监听 { $address }
sandbox-order-unknown = 沙箱中没有订单 { $number }
    .help = 请检查单号：沙箱页面列出了所有订单
sandbox-order-closed = 订单 { $number } 已关闭
sandbox-order-expired = 订单 { $number } 已不能支付：已过 time_expire
sandbox-order-not-paid = 订单 { $number } 未支付
sandbox-order-paid = 订单 { $number } 已支付，请改为退款
sandbox-refund-too-much = 订单 { $number } 的可退金额不足
sandbox-cannot-store = 沙箱无法保存状态
sandbox-no-response = { $url } 上的沙箱没有应答
sandbox-response-too-large = { $url } 上沙箱的应答超过 { $limit } 字节
sandbox-response-unreadable = 无法读取沙箱的应答
sandbox-file-exists = { $path } 已存在，且不是由沙箱写入
    .help = 请选择其他文件；该文件不会被覆盖
sandbox-ca-unusable = 沙箱的CA无法使用：{ $path }
    .help = 请恢复该文件，或移走目录 { $authority }；下次启动会生成新的CA，需要让程序重新信任
sandbox-ca-exposed = 其他用户可以读取沙箱CA的私钥 { $path }
    .help = 请对它执行 `chmod 600`；如果可能已被他人复制，请移走其所在目录，改为信任下一个CA
sandbox-no-tls = 无法设置 TLS
sandbox-not-found = 沙箱中没有该编号
sandbox-refused = 沙箱拒绝了该操作：{ $message }
sandbox-reset-done = 已清除沙箱中的所有订单
sandbox-import-done = 已导入
sandbox-refused-closed = 该订单已关闭
sandbox-refused-expired = 该订单已过支付截止时间（time_expire）
sandbox-refused-not-paid = 该订单尚未支付
sandbox-refused-paid = 该订单已支付
sandbox-refused-amount = 退款金额超过订单可退余额
sandbox-refused-transfer = 该转账单已不在等待用户确认的状态
sandbox-refused-access = 此调用方无权控制沙箱
sandbox-fault-list-none-runs = 目录 { $path } 没有沙箱在运行，因此没有设置任何故障；用 `wechatpay sandbox` 启动沙箱
sandbox-help-data-folder = 设置 HOME，或将 WECHATPAY_SANDBOX_DATA 设为可写目录，例如 /tmp/wechatpay-sandbox
