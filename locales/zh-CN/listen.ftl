# `listen`：显示的内容，以及中继不可用的原因。

listen-connected = 已连接 { $url }
listen-disconnected = 未连接：{ $why }；正在重试
listen-gap = { $after } 之后的部分通知可能缺失：服务器的存储中已没有这些通知
listen-target-down = 无法投递到 { $target }：{ $why }；通知将等待它恢复
listen-target-up = 已恢复向 { $target } 投递通知
listen-not-claimed = 暂停转发：{ $why }
listen-with-cause = { $text }：{ $cause }

listen-url-shape = “{ $value }”不是 URL，例如 https://pay.example.com/notify
    .help = 请填写服务器所响应的 notify_url
listen-url-extra = URL 中不能有登录信息、查询参数或片段
    .help = 令牌请放在文件中：--token-file
listen-url-plain = { $value } 必须使用 https
    .help = 明文 http 会被途中任何人读取，只能用于本机；serve-notify 可用 --tls-cert 和 --tls-key
listen-wrong-token = 服务器不接受该令牌
    .help = --token-file 的内容须与服务器的 --relay-token-file 一致；令牌更换后，服务器在收到 SIGHUP 时重新读取
listen-no-relay = { $url } 没有中继（HTTP { $status }）
    .help = 启动服务器时请加上 --relay-token-file FILE；早期版本没有中继。反向代理是否转发了该路径？
listen-not-a-relay = { $url } 不是中继：返回的是 { $kind }
    .help = 请填写 serve-notify 所响应的 notify_url，例如 https://pay.example.com/notify
listen-redirect = { $url } 重定向到 { $location }
    .help = 如果目标是你的服务器，请直接填写重定向后的地址：令牌不会发送到其他地址
listen-refused = 服务器返回 HTTP { $status }：{ $message }
    .help = 请查看服务器日志；HTTP 400 说明服务器版本不同，403 来自服务器前面的设备
listen-ended = 服务器结束了连接
    .help = 服务器可能正在重启，请重新运行同一命令
listen-unreadable = 服务器发送的内容无法读取
    .help = 请在两端使用相同版本的 wechatpay
listen-busy = 另一个 `wechatpay listen` 正在从该 URL 转发到这些目标
    .help = 请先结束另一个；--forward-to 或 --type 不同时可以同时运行
listen-state-unreadable = 无法读取 { $path }
    .help = 请将其移走：之前已接收的通知记录在它旁边的文件中
listen-help-store = 如需重新开始，请将该文件夹移走；其中有本地程序尚未接受的通知，可用 --since 让服务器重新发送最近的通知
listen-no-state-folder = 找不到存放程序状态的文件夹
    .help = 请设置 HOME 或 XDG_STATE_HOME
listen-interrupted = 监听意外结束
