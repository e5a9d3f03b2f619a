### sandbox 的帮助页。

help-sandbox = 运行本地微信支付：下单、支付、退款、通知
    .usage = [命令] [选项]
    .long = 检查调用方的签名，为应答签名并投递通知；商户与密钥是虚构的，只在首次生成。不带子命令时一直运行，直到 Ctrl-C。其他命令加 --sandbox 即可使用。
    .examples =
        wechatpay sandbox --write-profile merchant.toml
        # 每笔订单两秒后支付
        wechatpay sandbox --auto-pay 2s
        # 立即支付一笔订单，并投递通知
        wechatpay sandbox pay coffee-0001
    .exit = 0 2 3 130 143
help-sandbox--listen = 监听地址；端口 0 表示自动选择
help-sandbox--auto-pay = 每笔订单在该时长之后自动支付
help-sandbox--time-scale = 将通知重发的时间表加速该倍数
help-sandbox--mode = 用平台证书、微信支付公钥签名，或按请求而定
help-sandbox--write-profile = 将可用的配置写成 TOML 文件，密钥文件放在旁边
help-sandbox--open = 在浏览器中打开网页
help-sandbox-out-trade-no = 商户订单号
help-sandbox--attempts = 没有运行中的沙箱时最多投递 N 次；微信支付的间隔为 15 秒、15 秒、30 秒……
help-sandbox-pay = 支付订单并投递通知
    .examples =
        wechatpay sandbox pay coffee-0001
        wechatpay sandbox pay coffee-0001 --attempts 1
        wechatpay --json sandbox pay coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = 订单的状态不允许该操作
    .exit-9 = 没有该订单
help-sandbox-refund = 完成订单的待处理退款（或退还余款）并投递通知
    .long = 退款一秒后自动完成：结果为 SUCCESS，或由退款原因指定，可为 sandbox:ABNORMAL、sandbox:CLOSED 或 sandbox:PROCESSING，后者一直保持到运行此命令。其他原因会造成错误：sandbox:NOT_ENOUGH 与 sandbox:USER_ACCOUNT_ABNORMAL 每次报错，sandbox:FREQUENCY_LIMITED 与 sandbox:SYSTEM_ERROR 只在首次报错，而退款实际已受理。没有运行中的沙箱时，退款在下次查询时完成，由此命令投递通知。
    .examples =
        wechatpay sandbox refund coffee-0001
        wechatpay sandbox refund coffee-0001 --status ABNORMAL
        wechatpay --json sandbox refund coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = 订单的状态不允许该操作
    .exit-9 = 没有该订单
help-sandbox-refund--status = 退款结果：SUCCESS、ABNORMAL 或 CLOSED
help-sandbox-rotate = 新建平台证书并从此用它签名；旧证书仍在列表中
    .exit = 0 2 3
    .examples =
        wechatpay sandbox rotate
        wechatpay --json sandbox rotate
        wechatpay sandbox rotate --data sandbox
help-sandbox-reset = 删除所有订单，保留商户身份与密钥
    .examples =
        wechatpay sandbox reset
        wechatpay sandbox reset --yes
        wechatpay sandbox reset --data sandbox --yes
    .exit = 0 2 3
help-sandbox-export = 以 JSON 输出所有订单
    .examples =
        wechatpay sandbox export
        wechatpay sandbox export > orders.json
        wechatpay sandbox export --data sandbox
    .exit = 0 2 3
help-sandbox-import = 以导出的订单替换所有订单
    .examples =
        wechatpay sandbox import orders.json
        wechatpay sandbox import orders.json --yes
        wechatpay sandbox import - --yes < orders.json
    .exit = 0 2 3
help-sandbox-import-file = `sandbox export` 的输出；- 表示标准输入
help-sandbox--fault = 让请求出错：NAME[:RATE|:xN][@PATH]，例如 http-503:x3
    .long = 可用的名称见 `wechatpay sandbox fault --list`。
help-sandbox--stub = 沙箱不支持的接口以该文件中的内容应答，未指定文件时以 {"{"}{"}"} 应答
    .long = 此类请求的签名照常检查。不用 --stub 时，应答为微信支付的空 404。
help-sandbox-fault = 让运行中的沙箱的请求出错，或列出故障
    .long = 故障写作 NAME[:RATE|:xN][@PATH]：http-503 影响所有请求，http-503:0.2 影响五分之一，http-503:x3 影响接下来三次，http-503@/v3/certificates 只影响该路径，其中 * 代表任意部分。
    .examples =
        wechatpay sandbox fault --list
        wechatpay sandbox fault http-503:x3
        wechatpay sandbox fault --clear
    .exit = 0 2 3
    .exit-3 = 该数据目录没有运行中的沙箱
help-sandbox-fault-faults = 要设置的故障：NAME[:RATE|:xN][@PATH]
help-sandbox-fault--list = 列出已设置的故障与所有可用的故障
help-sandbox-fault--clear = 先清除已设置的故障
help-sandbox--duplicates = 已确认的通知按此比例再投递一次，例如 0.1 或 10%
help-sandbox--reorder = 按此比例推迟通知，使后面的通知先到
help-sandbox--signtest = 按此比例在通知之前先投递一条签名错误的通知，即签名探测流量
help-sandbox--migrate = 在此时长内分七步把通知的签名从平台证书切换到微信支付公钥
help-sandbox-rotate--in = 先等待此时长
help-sandbox-requests = 列出收到的请求，以及签名被拒的原因
    .usage = [命令] [选项]
    .long = 数据目录中保留最近 10,000 条，沙箱是否运行均可查看。
    .examples =
        wechatpay sandbox requests
        wechatpay sandbox requests --refused
        wechatpay --json sandbox requests --limit 10
    .exit = 0 2 3
help-sandbox-requests--follow = 持续显示新的请求与通知，直到 Ctrl-C
help-sandbox-requests--limit = 最多列出最近 N 条
help-sandbox-requests--number = 只列出与此订单或退款有关的请求
help-sandbox-requests--refused = 只列出被拒绝的请求
help-sandbox-requests-show = 查看一个请求：签名的内容、收到的内容与应答
    .examples =
        wechatpay sandbox requests show 1
        wechatpay --json sandbox requests show 1
        wechatpay sandbox requests show 1 --data sandbox
    .exit = 0 2 3 9
    .exit-9 = 没有此请求
help-sandbox-requests-show-id = 编号，或应答中的 Request-ID
help-sandbox--tls = 通过 TLS 以微信支付的域名提供服务
    .default = 127.0.0.1:443，该端口不可用时为 8443
help-sandbox--proxy = 只应答这些域名、拒绝其他域名的 HTTP 代理
    .default = 127.0.0.1:8788
help-sandbox-run = 运行命令，并让它把沙箱当作微信支付
    .usage = [选项] -- 命令 [参数]
    .long = 启动沙箱，或使用已运行且作为代理的沙箱，并以该命令的退出码结束。命令通过 Go、Java、Node、Python、PHP、Ruby、.NET、Rust 和 curl 各自读取的环境变量以及 WECHATPAY_MCHID 等变量得到代理、CA 与虚构的商户。经由代理只能访问微信支付的域名；其他主机请写在 NO_PROXY 中。签名被拒绝的请求会在 stderr 中说明原因，穿插在命令的输出之间；被命令拒绝的通知也一样。
    .examples =
        wechatpay sandbox run -- npm test
        wechatpay sandbox run --auto-pay 1s -- go test ./...
        # 使用你的代码所读取的变量名
        wechatpay sandbox run --env WXPAY_MCHID=mchid --env WXPAY_KEY=apiv3_key -- pytest
    .exit = 0 2 3
help-sandbox-run--env = 将环境变量设为虚构商户的某个值：NAME=FIELD
    .long = 字段：mchid, appid, serial_no, private_key, private_key_file, certificate, certificate_file, apiv3_key, apiv3_key_file, app_secret, app_secret_file, public_key, public_key_file, public_key_id, platform_certificate, platform_certificate_file, platform_serial_no, notify_url, sub_mchid, sub_appid, base_url, proxy_url, ca_file。
help-sandbox-run-command = 要运行的命令及其参数
help-sandbox-trust = 显示如何让程序信任沙箱：hosts、证书、代理
    .long = CA 在数据目录中只生成一次，其证书本身限定了沙箱所代替的域名。
    .examples =
        wechatpay sandbox trust
        wechatpay sandbox trust --for java
        wechatpay sandbox trust --for python -o trusted.pem
    .exit = 0 2 3
help-sandbox-trust--for = 只针对该语言：go、node、python、php、ruby、dotnet、rust、curl 或 java
help-sandbox-trust--output = 将该语言读取的内容写入文件：PEM 证书，或 Java 的 PKCS#12 信任库
    .long = 不加 --for 时只写 CA 证书。不是由沙箱写入的文件不会被覆盖。
help-sandbox-add-merchant = 添加一个有独立密钥的商户，或一个子商户
    .long = 每个商户有自己的商户API私钥、商户API证书、APIv3密钥、AppID 和微信支付公钥，只能看到自己的订单；平台证书为全部商户共用。服务商有了子商户之后，只能为这些子商户下单。
    .examples =
        wechatpay sandbox add-merchant --write-profile merchant.toml
        # 第一个商户的子商户
        wechatpay sandbox add-merchant 0000000055 --sub-of 0000000001
    .exit = 0 2 3
help-sandbox-add-merchant-mchid = 商户号：以 0 开头的 10 位数字
    .default = 下一个未使用的号码
help-sandbox-add-merchant--sub-of = 作为该服务商的子商户
help-sandbox-add-merchant--write-profile = 将全部商户的配置写入该 TOML 文件，密钥文件存放在其旁
help-sandbox-orders = 列出沙箱中的订单及其状态、通知结果
    .long = 列出数据目录中的订单，沙箱是否运行均可；最新的在最后。
    .examples =
        wechatpay sandbox orders
        wechatpay sandbox orders --state NOTPAY
        # 最新一笔订单的单号
        wechatpay sandbox orders --limit 1 --get orders.0.out_trade_no
    .exit = 0 2 3
help-sandbox-orders--limit = 最多列出最近 N 笔
help-sandbox-orders--state = 只列出处于该状态的订单
help-sandbox-orders--number = 只列出商户订单号以此开头，或微信支付订单号、退款单号为此的订单
help-sandbox-example = 写出一个可连接沙箱运行的示例商店
    .long = 示例会下单、签名支付参数、接收通知，不依赖 SDK。内容不同的已有文件不会被覆盖。
    .examples =
        wechatpay sandbox example flask
        wechatpay sandbox example express my-shop
        wechatpay --json sandbox example go
    .exit = 0 2 3
help-sandbox-example-framework = 使用的语言与框架
    .value-express = Node.js 与 Express
    .value-flask = Python 与 Flask
    .value-go = Go，只用标准库
    .value-laravel = PHP，用于已有的 Laravel 项目
    .value-spring = Java 与 Spring Boot
help-sandbox-example-folder = 写入的目录
    .default = 与框架同名的目录
help-sandbox-merchants = 列出沙箱中的商户
    .examples =
        wechatpay sandbox merchants
        wechatpay --json sandbox merchants
    .exit = 0 3
help-sandbox-transfer = 由收款用户确认一笔商家转账，并发送通知
    .examples =
        wechatpay sandbox transfer bill0001
        wechatpay sandbox transfer bill0001 --fail
        wechatpay --json sandbox transfer bill0001
    .exit = 0 2 3 5 9
    .exit-5 = 转账单不在等待用户确认
    .exit-9 = 没有该转账单
help-sandbox-transfer-out-bill-no = 商户单号（out_bill_no）
help-sandbox-transfer--fail = 让转账失败：收款用户账户无法收款
help-sandbox-complain = 以付款用户的身份投诉一笔已支付订单，并发送通知
    .long = 通知发往 POST /v3/merchant-service/complaint-notifications 设置的地址。
    .examples =
        wechatpay sandbox complain coffee-0001
        wechatpay sandbox complain coffee-0001 --detail 没有收到货
        wechatpay --json sandbox complain coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = 订单的状态不允许该操作
    .exit-9 = 没有该订单
help-sandbox-complain--detail = 投诉内容
