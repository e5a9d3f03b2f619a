### 无法识别的命令行与环境变量。

usage-command-missing = 缺少命令
usage-unknown-argument = 无法识别的参数“{ $argument }”
usage-unknown-command = 没有“{ $name }”命令
usage-no-value = “{ $argument }”缺少值
usage-invalid-value = “{ $argument }”的值“{ $value }”无效
usage-invalid-value-because = “{ $argument }”的值“{ $value }”无效：{ $reason }
usage-missing = 缺少必需的参数：{ $arguments }
usage-needs = 所用选项须与另一选项同时使用，缺少：{ $arguments }
usage-needs-of = “{ $option }”须与 { $arguments } 同时使用
usage-conflict = “{ $argument }”不能与“{ $other }”同时使用
usage-repeated = “{ $argument }”只能使用一次
usage-no-equals = “{ $argument }”的值须写在“=”之后
usage-too-many-values = “{ $argument }”多了值“{ $value }”
usage-not-utf8 = 命令行不是 UTF-8 编码
usage-unknown-topic = “{ $word }”既不是命令，也不是帮助主题
    .help = 是否想输入 `wechatpay help { $meant }`？
usage-unknown-page = “{ $word }”既不是命令，也不是帮助主题
    .help = 运行 `wechatpay help` 列出所有命令
usage-or = {" "}或{" "}
usage-other = 命令行有误：{ $words }

usage-help = 运行 `{ $path } --help` 查看用法
usage-help-usage = 用法：{ $usage }；运行 `{ $path } --help` 查看说明
usage-help-meant = 是否想输入“{ $suggested }”？{ $rest }
usage-help-unit = 是否想输入“{ $fen }”（{ $of_fen }）或“{ $yuan }”（{ $of_yuan }）？{ $rest }
usage-help-one-of = 请给出其中之一：{ $values }；{ $rest }
usage-help-value = 更正 { $argument } 的值；{ $rest }
usage-help-choose-profile = 只用于一条命令：`wechatpay -p { $name } 命令`；用于所有命令：在 merchant.toml 中写 default_profile = "{ $name }"，或设置 WECHATPAY_PROFILE={ $name }
usage-help-change-profile = `wechatpay init` 新建配置；修改或删除请编辑 merchant.toml（`wechatpay profile list` 会显示文件路径）
usage-help-quotes = 弯引号不是 shell 的引号：含空格的文本请用英文引号 "…" 括起来
usage-help-line-ends = 命令来自使用 Windows 换行符的文件，词尾多了回车符：请将文件存为 LF 换行，或用 tr -d '\r' 去掉
usage-help-pasted = 去掉“{ $word }”：它是和命令一起粘贴进来的
usage-help-end-sandbox = 没有停止沙箱的命令：在沙箱所在的终端按 Ctrl-C 即可结束，数据会保留（`wechatpay sandbox reset` 清除订单）
usage-help-empty = 请给出 { $argument } 的值；如果写的是 shell 变量，该变量没有值

usage-reason-fen = 应为大于 0 的整数，单位为分（1 元等于 100 分）
usage-reason-fen-large = 最大为 { $fen } 分（{ $max }）
usage-reason-yuan = 应为大于 0 的金额，单位为元，最多两位小数，例如 12.34
usage-reason-yuan-large = 最大为 { $max }
usage-reason-expiry = 应为带单位的时长（例如 30m），或 RFC 3339 时间（例如 2018-06-08T10:34:56+08:00）
usage-reason-date = 应为 yyyy-MM-dd 格式的日期，例如 2019-06-11，或“昨天”“今天”（yesterday、today）
usage-reason-out-trade-no = 应为 6 至 32 位字母、数字、_、-、| 或 *
usage-reason-out-refund-no = 应为 1 至 64 位字母、数字、_、-、|、* 或 @
usage-reason-target = 应为 PORT、/path、HOST:PORT/path 或 http(s) URL
usage-reason-port = { $value } 不是端口号：最大为 65535
usage-reason-full-width = URL 应使用半角字符
usage-reason-listen = 应为 PORT、:PORT、localhost:PORT 或 ADDRESS:PORT，例如 8080 或 0.0.0.0:8080
usage-reason-event = 不能发送这种通知
usage-reason-values = “{ $value }”不是 { $values } 之一
usage-reason-duration = “{ $value }”不是带单位的时长，应如 10s、5m 或 250ms
usage-reason-event-type = “{ $value }”不是通知类型
usage-reason-no-unit = “{ $value }”没有单位；若为天，请写 { $value }d
usage-reason-no-time = “{ $value }”不是大于零的时长，应如 10s
usage-reason-count = “{ $value }”不是整数，应如 2
usage-reason-whole-number = 应为整数
usage-reason-at-least = 应为不小于 { $min } 的整数
usage-reason-at-most = 最大为 { $max }
usage-reason-too-large = 数值过大
usage-reason-range = 应为 { $min } 至 { $max } 的整数
usage-reason-size = “{ $value }”不是大小，应如 256KiB 或 65536
usage-reason-empty = 不能为空
usage-reason-whole-target = 此处不能使用模式：所有通知都会发往该处
usage-reason-moment = “{ $value }”不是时间：应为 Unix 秒，或带时区的 RFC 3339 时间，例如 2018-06-08T10:34:56+08:00
usage-reason-moment-or-ago = “{ $value }”不是时间：应为 Unix 秒、带时区的 RFC 3339 时间、2h（两小时前），或日期（2019-06-11、今天、昨天）
usage-reason-assignment = “{ $value }”应写作“路径=值”，例如 scene_info.device_id=pos-1
usage-reason-json = 不是合法的 JSON：{ $reason }
usage-reason-path-taken = { $value } 已作他用，请换一个路径
usage-reason-path = “{ $value }”不是路径，应如 /notify
usage-reason-host = “{ $value }”不是域名，应如 dev.example.com
usage-reason-network = “{ $value }”不是地址或网段，应如 101.226.103.0/25
usage-reason-ip = 应为 IP 地址，例如 203.0.113.7
usage-reason-variable = “{ $value }”不是 NAME=FIELD 形式，例如 WXPAY_MCHID=mchid
usage-reason-not-final = { $value } 不是终态，请用 SUCCESS、ABNORMAL 或 CLOSED
usage-reason-rate = “{ $value }”不是比例，应为 0.25 或 25% 这样的值
usage-reason-scale = “{ $value }”不是大于 0 的数
usage-reason-proxy = 不是代理地址，应如 http://127.0.0.1:3128 或 socks5://127.0.0.1:1080
usage-reason-text-field = 应写作“名称=值”，例如 amount.total=1；name[] 表示空数组
usage-reason-expectation = “{ $value }”应写作 out_trade_no=单号
usage-reason-target-patterns = “{ $value }”不是单个模式，请为每个模式各写一次该选项
usage-reason-target-login = 目标 URL 不能含用户名或密码
usage-reason-header = 应写作“Name: value”
usage-reason-header-name = 冒号之前不是合法的请求头名称
usage-reason-header-of-client = { $name } 由客户端自行发送
usage-reason-header-value = { $name } 的值只能是可见 ASCII 字符与空格
usage-reason-code = 应为错误码（如 SIGN_ERROR）、HTTP 状态码、Request-ID 或其末尾的数字，或 errcode（如 40029）；其他内容请用 `wechatpay explain 文本`
usage-reason-code-cut = Request-ID 以“-”与数字结尾，这里不完整
usage-reason-mchid = 商户号应为 1 至 32 位数字
usage-reason-appid = App ID 应为 1 至 32 位字母与数字，例如 wx8888888888888888
usage-reason-openid = openid 应为 1 至 128 个可见字符，不含空格
usage-reason-transaction-id = 微信支付订单号应为 1 至 32 位字母与数字
usage-reason-refund-id = 微信支付退款单号应为 1 至 32 位字母与数字
usage-reason-prepay-id = prepay_id 应为 1 至 64 个可见字符，例如 wx201410272009395522657a690389285100，不带“prepay_id=”
usage-reason-serial-no = 序列号应为至多 40 位十六进制数字（openssl x509 -noout -serial 可查看），或 PUB_KEY_ID_ 加数字
usage-reason-public-key-id = 微信支付公钥ID 为 PUB_KEY_ID_ 加数字
usage-reason-not-serial-no = 微信支付公钥ID 以 PUB_KEY_ID_ 开头
usage-reason-nonce = 随机串应为 1 至 32 位字母与数字
usage-reason-unix-seconds = 应为 Unix 时间戳（秒）
usage-reason-rfc3339 = 应为带时区的 RFC 3339 时间，例如 2018-06-08T10:34:56+08:00
usage-reason-fault = 没有名为“{ $name }”的故障，`wechatpay sandbox fault --list` 列出全部名称
usage-reason-fault-path = 没有路径为 { $path } 的接口
usage-reason-fault-status = “{ $value }”不是 400 至 599 的状态码
usage-reason-fault-delay = “{ $value }”不是时长，应如 250ms、2s 或 1m，最长一小时
usage-reason-fault-frequency = “{ $value }”既不是比例（如 0.2），也不是次数（如 x3）
usage-reason-meant = { $reason }；是否应为 { $meant }？

usage-variable = 环境变量 { $name } 的值无法使用
    .help = 更正 { $name }，或取消设置
usage-contradiction = { $sandbox } 使用内置配置和沙箱自己的地址，{ $profile } 不会生效
    .help = 请去掉其中之一：{ $sandbox } 或 { $profile }
usage-this-command = 此命令
usage-file-too-large = { $path } 大于 { $bytes } 字节
    .help = 请检查路径：作为参数读取的文件都很小
usage-file-empty = { $path } 是空文件
    .help = 请检查路径
usage-stdin-empty = 标准输入为空
    .help = 请通过管道传入内容，或指定文件代替 -
usage-not-confirmed = 未确认：{ $question }（--yes 表示确认）
    .help = 加上 --yes 重新运行
