### 下单、查询订单、关闭订单，以及请求体的选项。

order-total-missing = 需要 --total FEN 或 --yuan 12.34
    .help = --total 100 与 --yuan 1 金额相同
order-number-missing = 需要 NUMBER、--out-trade-no 或 --transaction-id
    .help = 请给出其中一个单号
order-queried-as-transaction-id = 该单号符合微信支付订单号的格式，已按 transaction_id 查询
order-found-as-out-trade-no = 没有这个 transaction_id 的订单；已按 out_trade_no 查到该单号
order-neither-number = 该单号符合微信支付订单号的格式，已先后按 transaction_id 和 out_trade_no 查询
order-qr-not-native = --qr 须与 --trade-type native 一起使用
    .help = 请去掉 --qr，或使用 --trade-type native：只有 Native 订单有可绘制的链接
order-qr-too-long = 链接过长，无法生成二维码
order-wait-without-number = --wait 要求请求体中有 out_trade_no
    .help = 请在请求体中加上 out_trade_no，或去掉 --wait
order-payer-missing = JSAPI 下单需要 --openid：付款人
    .help = `wechatpay openid CODE` 可用 wx.login 的 code 换取
order-payer-not-jsapi = --openid 与 --sub-openid 仅用于 JSAPI 下单
    .help = 请去掉 openid，或使用 --trade-type jsapi
order-sub-openid-direct = --sub-openid 仅用于服务商模式，该模式由 sub_mchid 启用
    .help = 提供 --sub-mchid，或使用含 sub_mchid 的配置；普通商户的付款人用 --openid
order-sub-openid-without-app = --sub-openid 需要 sub_appid：openid 与 App ID 一一对应
    .help = 用 --sub-appid 提供子商户的 App ID，或在配置中填写 sub_appid
order-client-ip-missing = H5 下单需要 --client-ip：付款人的 IP 地址
    .help = 请给出付款人打开页面时的地址：--client-ip 203.0.113.7

order-not-json = { $file } 不是合法的 JSON
    .help = 文件应为一个 JSON 对象，以 UTF-8 编码保存
order-not-object = { $file } 不是 JSON 对象
    .help = 文件应为一个 JSON 对象，以 {"{"} 开头、以 {"}"} 结尾
order-text-length = { $option } 的长度应为 1 至 { $max } 字节，当前为 { $bytes } 字节
    .help = 请给出 1 至 { $max } 字节的文本；一个汉字占 3 字节
order-text-characters = { $option } 不能包含表情符号或控制字符：微信支付会拒绝
    .help = 请从文本中去掉这些字符
order-set-path = “{ $path }”不是字段路径，正确写法如 scene_info.device_id
    .help = 字段名之间用点分隔：--set scene_info.device_id=pos-1
order-set-parent = “{ $path }”中“{ $part }”之前的部分不是对象
    .help = 请设置对象中的字段，或用 --set-json 替换整个值
order-body-not-written = 无法将请求体写成 JSON

order-notify-url = notify_url“{ $url }”{ $problem }
    .help = 请使用微信支付可以访问的 https 地址，不带查询参数，例如 https://pay.example.com/notify
order-notify-url-whitespace = 含有空白字符
order-notify-url-not-url = 不是合法的 URL
order-notify-url-credentials = 不能带用户名或密码
order-notify-url-scheme = 必须以 https:// 开头
order-notify-url-query = 不能携带查询参数或片段
order-notify-url-too-long = 长度超过 255 字节
order-notify-url-loopback = 指向本机，微信支付无法访问
order-notify-url-not-public = 无法从公网访问
order-notify-url-no-path = 只有域名，没有路径

order-placing = 正在下单
order-awaiting-payment = 正在等待支付
order-may-exist = 订单可能已创建
order-not-made = 此命令没有创建订单
order-was-made = 订单已创建
order-repeat = 重试同一命令，不会重复下单
order-repeat-with = 以 { $options } 重试同一命令，不会重复下单
order-still-payable = 订单已创建，仍可支付：运行 `{ $command }`
order-pay-params = pay_params（交给客户端调起支付）：

order-close-number-missing = 需要商户订单号 out_trade_no
    .help = `wechatpay close OUT_TRADE_NO`
order-close-not-transaction-id = 关单使用 out_trade_no；该单号是微信支付订单号的格式，只有已支付的订单才有，已支付的订单请用 `wechatpay refund create --transaction-id NO` 退款
order-closed = { $number } 已关闭
order-closing = 正在关闭订单
order-may-be-closed = 订单可能已关闭
order-not-closed = 此命令没有关闭订单
order-was-closed = 订单已关闭
order-close-again = 重试同一命令，可安全重复
