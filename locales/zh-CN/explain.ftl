# explain：哪里出错，如何处理

## 从粘贴内容中读到了什么

explain-standard-input = 标准输入
explain-file = { $path }
explain-line = 第 { $line } 行
explain-lines = 第 { $first }–{ $last } 行
explain-read = 读取：{ $names }：{ $lines }，{ $form }
explain-read-at = 读取：{ $names }：{ $lines }（{ $path }），{ $form }
explain-read-undone = { $read }，{ $undone }
explain-form-http = HTTP 报文
explain-form-curl-verbose = curl -v 的输出
explain-form-curl-command = curl 命令
explain-form-httpie = HTTPie 命令
explain-form-powershell = PowerShell 命令
explain-form-lines = 逐行的名称和值
explain-form-json = JSON
explain-form-literal = 程序打印的对象
explain-form-query = 查询字符串
explain-form-text = 文本中的内容
explain-form-option = 命令行选项
explain-form-file = 文件本身
explain-undone-utf16 = 由 UTF-16 转换
explain-undone-bom = 去掉了 BOM
explain-undone-gbk = 所在文本为 GBK 编码
explain-undone-colours = 去掉了终端颜色代码
explain-undone-escapes = 还原了字符串转义
explain-undone-shell-quotes = 还原了命令行引号
explain-undone-base64 = 由 Base64 解码
explain-undone-byte-list = 由字节列表还原
explain-undone-chunked = 还原了 chunked 分块
explain-undone-line-wrap = 去掉了折行
explain-undone-html = 还原了 HTML 实体
explain-undone-percent = 还原了百分号编码
explain-undone-final-newline = 去掉了末尾的换行
explain-undone-curly-quotes = 将弯引号当作直引号
explain-undone-content-length = 按 Content-Length 截取
explain-undone-next-message = 不含其后的应答
explain-undone-prefix = 去掉了前面的内容
explain-not-read = 未能读取：第 { $line } 行（{ $why }）：{ $text }
explain-why-unknown-form = 格式未知
explain-why-no-value = 有名称但读不到值
explain-why-cut-short = 内容不完整
explain-why-code = 是代码，不是值
explain-why-another-value = 重复出现且值不同
explain-why-too-long = 过长或嵌套过深

## 哪些内容读不到

explain-no-notification = { $source }：读不到签名请求头和请求体
    .help = 请粘贴完整请求：HTTP 原文、请求头各行加请求体、复制的 curl 命令、含 headers 与 body 的 JSON（Lambda、SCF、FC、HAR），或程序打印的请求头；也可用 --headers 文件 --body 文件
explain-html-notification = { $source }：是 HTML 页面，不是回调通知
    .help = 它来自网关、代理或错误页面：请保存服务器在 notify_url 收到的 POST 请求的请求头和请求体
explain-xml-notification = { $source }：是 API v2 的 XML 通知；API v3 的通知是 JSON，并带有 Wechatpay-* 请求头
    .help = 该订单通过 API v2 下单：请改用 /v3/… 路径，或按 API v2 的规则验证其 sign 字段
explain-no-signature-headers = { $source }：读不到签名请求头
    .help = 请粘贴完整请求：HTTP 原文、请求头各行加请求体、复制的 curl 命令、含 headers 与 body 的 JSON（Lambda、SCF、FC、HAR），或程序打印的请求头；也可用 --headers 文件 --body 文件
explain-some-headers = { $source }：部分请求头无法读取
    .help = 请粘贴完整请求：HTTP 原文、请求头各行加请求体、复制的 curl 命令、含 headers 与 body 的 JSON（Lambda、SCF、FC、HAR），或程序打印的请求头；也可用 --headers 文件 --body 文件
explain-no-notification-body = { $source }：读不到请求体
    .help = 请粘贴完整请求：HTTP 原文、请求头各行加请求体、复制的 curl 命令、含 headers 与 body 的 JSON（Lambda、SCF、FC、HAR），或程序打印的请求头；也可用 --headers 文件 --body 文件
explain-no-pay-params = { $source }：其中没有支付参数
    .help = 请粘贴客户端实际收到的值：传给 wx.requestPayment 的对象，例如 { "{" }"timeStamp":"…","nonceStr":"…","package":"prepay_id=…","signType":"RSA","paySign":"…"{ "}" }，或包含它的后端响应、日志
explain-some-pay-params = { $source }：支付参数的一部分无法读取
    .help = 请粘贴客户端实际收到的值：传给 wx.requestPayment 的对象，例如 { "{" }"timeStamp":"…","nonceStr":"…","package":"prepay_id=…","signType":"RSA","paySign":"…"{ "}" }，或包含它的后端响应、日志
explain-no-method-and-url = { $source }：其中有 Authorization 头，但读不到请求方法和 URL
    .help = 请粘贴完整请求（HTTP 原文，或带请求体的 curl 命令），或使用 wechatpay explain request --method M --url U --body 文件 --authorization-file 文件
explain-no-request-body = { $source }：读不到请求体
    .help = 请粘贴完整请求（HTTP 原文，或带请求体的 curl 命令），或使用 wechatpay explain request --method M --url U --body 文件 --authorization-file 文件
explain-no-reply = { $source }：其中没有微信支付的应答
    .help = 请粘贴微信支付返回的含 code 和 message 的 JSON；也可以是包含它的异常信息或日志
explain-html = { $source }：是 HTML 页面，不是 API v3 的应答
    .help = 它来自中途的代理、网关或防火墙：请检查域名、路径（/v3/…）和代理
explain-html-with-status = { $source }：是 HTML 页面，不是 API v3 的应答
    .help = 它来自中途的代理、网关或防火墙（HTTP { $status }）：请检查域名、路径（/v3/…）和代理
explain-xml = { $source }：是 API v2 的 XML；API v3 的应答是 JSON
    .help = 请求发往了 API v2 的路径（/pay/…、/secapi/…），或这是 API v2 订单的通知：请使用 /v3/… 路径
explain-unclear = { $source }：无法识别这段内容
    .help = 请粘贴客户端的错误提示（requestPayment:fail …）、错误码、HTTP 状态码、Request-ID、微信支付的应答、已签名请求的 curl 命令或报文、传给 wx.requestPayment 的对象，或带请求头的通知
explain-nothing = 没有给出要解释的内容
    .help = 请给出文本或文件：`wechatpay explain 文本`；- 表示标准输入

## 请求

explain-request-valid = 有效：在时间戳前后五分钟内，微信支付会接受此签名
explain-request-invalid = 无效：微信支付会拒绝此请求
explain-signed-at = 签名于 { $at }，{ $seconds } 秒之前
explain-signed-at-hours = 签名于 { $at }，{ $seconds } 秒（{ $hours } 小时）之前
explain-too-old = 现在发送会因时间过早被拒绝：如果是刚刚生成的，则是生成它的时钟或时区不对；可用 --at TIME 指定发送时间
explain-request-compressed = 签名覆盖的是压缩后的请求体（gzip）：仅当原样发送这些字节时才正确，而微信支付文档只有未压缩的 JSON

## 应答

explain-server-received = 服务器收到的内容：
explain-body-begins = 请求体开头
explain-body-bytes = 请求体字节
explain-message-bytes = 签名串字节
explain-from-record = 依据沙箱对请求 { $id } 的记录分析，接收时间 { $at }

## 错误码

explain-without-profile = 尚未配置商户，无法与所签的内容比较；以下是这个应答的含义
explain-codes = 错误码  { $codes }
explain-cause = 原因    { $cause }
explain-fix = 处理    { $fix }
explain-repeat = 重试    { $repeat }
explain-did-you-mean = 是否应为 { $code }？
explain-on-prepay = 下单：{ $meaning }
explain-on-refund = 退款：{ $meaning }
explain-on-bill = 账单：{ $meaning }
explain-on-certificates = 平台证书：{ $meaning }
explain-repeat-not-needed = 无需重试
explain-repeat-same-request = 安全：相同单号与参数，间隔递增重试 2–3 次，每次重新签名；切勿换号
explain-repeat-later = 稍候可安全重试：使用相同单号与参数
explain-repeat-after-query = 先查询，再以相同单号与参数重试
explain-repeat-after-fix = 消除原因后可用相同单号安全重试；在此之前重试仍会失败
explain-repeat-new-number = 不可原样重试：关闭旧订单后换新的 out_trade_no
explain-repeat-new-login-code = 须用 wx.login 取得新的 code
explain-repeat-never = 不可原样重试：仍会被拒绝

explain-key-material = { $name } 是{ $kind }，其中没有可以解释的内容
    .help = `wechatpay doctor` 检查配置中的密钥和证书；explain 用来解释请求、应答、通知、错误提示或错误码
