### 帮助页：用语、分组标题与主题。

help-wechatpay = 微信支付命令行工具，内置本地沙箱
    .usage = <命令> [选项]

help-word-usage = 用法：
help-word-commands = 命令：
help-word-arguments = 参数：
help-word-own-options = 选项：
help-word-command = <命令>
help-word-options = [选项]
help-word-values = 可选值：
help-word-default = 默认值：
help-word-env = 环境变量：
help-word-colon = ：
help-word-examples = 示例：
help-word-exit-codes = 退出码：
help-word-official = 官方文档：
help-word-variables-options = 选项：
help-word-variables-fields = 商户配置的字段：
help-word-fix = 处理：
help-word-man-name = 名称
help-word-man-synopsis = 用法
help-word-man-description = 说明
help-word-man-see-also = 参见
help-word-footer = 全局选项：-p/--profile、--sandbox、--json、--get、--dry-run、--lang 等，见 `wechatpay help options`
help-word-more = 详细说明与示例：`wechatpay COMMAND --help`
help-word-footer-first =
    还没有商户号？先运行 `wechatpay demo`。说明：`wechatpay help 命令|主题`
    主题：options environment exit-codes formatting findings schemas
help-word-footer-topic = 其他主题：options environment exit-codes formatting findings schemas

help-group-start = 入门：
help-group-payments = 支付：
help-group-notifications = 通知：
help-group-debugging = 排查问题：
help-group-sandbox = 沙箱：
help-group-setup = 配置：

help-heading-payer = 付款人：
help-heading-amount = 金额：
help-heading-answers = 回答：
help-heading-secrets = 密钥存放：
help-heading-wait = 等待：
help-heading-filter = 筛选：
help-heading-forward = 转发：
help-heading-stop = 何时结束：
help-heading-server = 服务器：
help-heading-checkout = 收银接口：
help-heading-signature = 签名头：
help-heading-checks = 校验：
help-heading-trust = 信任：
help-heading-java = CertificateDownloader 的选项：
help-heading-pages = 分页：
help-heading-signing = 签名与重试：
help-heading-load = 压力：
help-heading-partner = 服务商模式：
help-heading-batch = 批量：
help-heading-body = 请求体：

help-exit-0 = 完成
help-exit-1 = 意外错误，属于程序缺陷
help-exit-2 = 参数有误
help-exit-3 = 配置、密钥、证书或文件缺失、不匹配，未发送任何请求
help-exit-4 = 签名、时间戳、序列号或摘要校验未通过
help-exit-5 = 微信支付拒绝了请求（4xx）
help-exit-6 = 重试后微信支付仍异常或限频（5xx、429）
help-exit-7 = 网络：DNS、连接、TLS、超时
help-exit-8 = 等待或检查的条件没有满足
help-exit-9 = 订单、退款或账单不存在，或没有平台证书
help-exit-130 = 被中断（Ctrl-C）
help-exit-143 = 被终止（SIGTERM）

help-topic-options = 所有命令通用的选项
    .long = 可写在命令之前或之后。优先级：选项高于环境变量，环境变量高于 merchant.toml。
help-topic-environment = 环境变量
    .long =
        空变量等同于未设置。无法使用的值会报错，并指出变量名。

        也可以只用环境变量提供商户配置，每个字段对应一个变量：
        WECHATPAY_MCHID、WECHATPAY_APPID、WECHATPAY_SERIAL_NO、WECHATPAY_NOTIFY_URL
        WECHATPAY_PRIVATE_KEY 或 WECHATPAY_PRIVATE_KEY_FILE，WECHATPAY_CERTIFICATE_FILE
        WECHATPAY_APIV3_KEY 或 WECHATPAY_APIV3_KEY_FILE
        WECHATPAY_APP_SECRET 或 WECHATPAY_APP_SECRET_FILE
        WECHATPAY_PLATFORM_CERTS、WECHATPAY_PUBLIC_KEY_FILE、WECHATPAY_PUBLIC_KEY_ID
        WECHATPAY_SUB_MCHID、WECHATPAY_SUB_APPID

        遵循 TERM=dumb、NO_COLOR 与 COLUMNS。serve-notify 用 --exec 启动的程序可读取 WECHATPAY_EVENT_ID 与 WECHATPAY_EVENT_TYPE。
help-topic-exit-codes = 退出码
    .long =
        --json 下错误的 kind：1 internal，2 usage，3 config，4 verification，5 api，6 unavailable，7 network，8 condition，9 not-found，130 interrupted，143 terminated。

        检查结果不是错误：verify-notify、pay-params --check、explain、doctor 与 download-certs --check 总是在标准输出给出结果，并据此以 0、4 或 8 退出。
help-topic-formatting = 面向人与程序的输出
    .long =
        结果写入标准输出；进度、提问、警告与错误写入标准错误，因此 `wechatpay … > 文件` 只含结果。

        --json 输出一个 JSON 对象，持续输出的命令每行一个。键名与代码从不翻译，微信支付的字段名保持不变。错误以 {"{"}"error":{"{"}"kind","code","message","hint","http_status","request_id","exit_code"{"}"}{"}"} 写入标准错误，标准输出为空。

        --get PATH 原样输出一个字段：wechatpay query --out-trade-no coffee-0001 --get amount.total
        不可能存在的字段会在发送请求之前被拒绝。

        --lang en 或 zh 决定其余一切文字的语言；未指定时依次取 WECHATPAY_LANG、LC_ALL、LC_MESSAGES、LANG。--color 可为 auto、always、never；auto 在写入文件或 TERM 为 dumb 时不着色。表格不超过终端宽度或 COLUMNS：单元格折行，序列号缩写，仍放不下的行逐条列出；写入文件时不截断。区域设置不含 UTF-8 时（如 LC_ALL=C）用 ASCII 画表格。

        金额以分为单位（1 元等于 100 分）。凡接受 FILE 处，`-` 表示标准输入。
help-topic-findings = 诊断结论：验签失败的原因
    .long =
        `pay-params --check`、`verify-notify` 与 `explain` 给出诊断结论，最确定的在前。--json 下为 findings[]，元素为 {"{"}"cause", "proof", "message", "fix"{"}"}。

        proof 为 "verified" 表示：假设犯了该错误后签名恰好验证通过，或事实经过比对；否则为 "inferred"。没有任何原因吻合时，cause 为 unknown-message（密钥正确，但签的是其他内容）或 wrong-key（签名不是由任何已配置的密钥生成的）。

        所有原因：

help-topic-schemas = JSON 结果的 schema
    .long =
        每个 JSON 对象以 "schema": "wechatpay/命令/v1" 开头。一个名称对应一种结构；可能增加字段，但同一名称下不会删除字段或改变其含义。

        wechatpay/create-order/v1：out_trade_no，prepay_id | code_url | h5_url，expires_at，pay_params，request_id
        wechatpay/pay-params/v1：交给客户端的对象，即 appId、timeStamp、nonceStr、package、signType、paySign
        wechatpay/query/v1：微信支付的订单，以及 request_id
        wechatpay/openid/v1：openid，unionid
        wechatpay/download-certs/v1：certificates[]，trust，reasons[]，request_id
        wechatpay/verify-notify/v1：verified，serial，age_seconds，event，resource，findings[]
        wechatpay/listen/v1：type（listening、notification、delivery、gap）；id, event_type, received_at, resource, headers, body；id, target, status, outcome, is_delivered, elapsed_ms

        错误：{"{"}"error":{"{"}"kind","code","message","hint","http_status","request_id","exit_code"{"}"}{"}"}，没有的字段为 null。其他结果的字段可加 --sandbox --json 运行查看。
