### `doctor` 的结果：每项检查一行，以及处理办法。

doctor-mode-certificate = 验签方式：平台证书
doctor-mode-public-key = 验签方式：微信支付公钥
doctor-mode-both = 验签方式：平台证书与微信支付公钥并用
doctor-mode-unknown = 验签方式：未知
doctor-profile = { $profile }（{ $file }）
doctor-healthy = 正常，{ $warnings } 项需留意
doctor-problems = { $problems } 项需要处理

doctor-skipped = 未检查：{ $check } 未通过
doctor-not-checked = 因 { $cause } 未通过而未检查：{ $checks }
doctor-offline = 离线，不发送请求
doctor-certificate-not-set = 未设置；填写 certificate = "…/apiclient_cert.pem" 后可核对私钥、serial_no 与 mchid 是否配套
doctor-insecure-permissions = 未检查：--insecure-permissions
doctor-no-file-modes = 本系统上不检查；请把密钥放在只有你的账户能打开的文件夹中
doctor-no-sub-mchid = 未设置 sub_mchid：直连商户
doctor-no-backup-host = 未设置备用主机
doctor-same-host = 与 base_url 同一主机
doctor-plain-http = 本机明文 http
doctor-proxy = 由代理完成
doctor-no-date = 应答没有 Date 头
doctor-no-key = 没有可用的此类密钥

doctor-mchid = { $mchid } 有 { $digits } 位数字，应为 10 位
    .help = 与商户平台「账户中心 → 商户信息」核对 mchid
doctor-appid = { $appid } 不是 wx 加 16 个字符
    .help = 从小程序后台重新复制 appid
doctor-appid-not-set = 未设置 appid；下单与支付参数需要它
doctor-private-key = 可用
doctor-apiv3-key = 32 个字符
doctor-same-secrets = apiv3_key 与 app_secret 是同一内容
    .help = apiv3_key 应为商户平台「账户中心 → API安全」的 APIv3密钥，app_secret 应为小程序的 AppSecret
doctor-app-secret = 已设置
doctor-app-secret-not-set = 未设置 app_secret；仅 `wechatpay openid` 需要
doctor-secret-permissions = 密钥文件均不能被他人读取
doctor-file-owners = 只有你与 root 可更改配置、密钥与证书
doctor-partner = 服务商，子商户 { $sub_mchid }

doctor-certificate-old-issuer = 由微信支付旧 CA 签发，API v3 不接受
    .help = 在商户平台「账户中心 → API安全」申请新的商户API证书，并同时更换 private_key、certificate 与 serial_no
doctor-certificate-not-yet-valid = { $start } 之前无效
    .help = 请用 NTP 校准本机时间
doctor-certificate-expired = 已于 { $end } 过期
    .help = 在商户平台「账户中心 → API安全」申请新的商户API证书，并同时更换 private_key、certificate 与 serial_no
doctor-certificate-valid = 有效期至 { $end }，剩余 { $days } 天
    .help = 在商户平台「账户中心 → API安全」申请新的商户API证书，并同时更换 private_key、certificate 与 serial_no

doctor-notify-url-not-set = 未设置 notify_url；下单时须给出 --notify-url
doctor-notify-url-whitespace = 地址中有空白字符
doctor-notify-url-not-url = 不是合法的 URL
doctor-notify-url-credentials = 地址中不能带用户名或密码
doctor-notify-url-scheme = 必须以 https:// 开头
doctor-notify-url-query = 不能携带查询参数或片段
doctor-notify-url-too-long = 长度超过 255 个字符
doctor-notify-url-plain-http = 必须为 https；本机 http 仅供沙箱使用
doctor-notify-url-loopback = 地址为本机，微信支付无法访问
doctor-notify-url-not-public = 其主机无法从公网访问
doctor-notify-url-no-path = 只有域名，没有路径
doctor-notify-url-help = 将 notify_url 设为公网地址，如 https://pay.example.com/notify

doctor-platform-public-key = 公钥 { $id }
doctor-platform-certificate = 证书 { $serial_no }，剩余 { $days } 天
doctor-platform-certificate-expired = 证书 { $serial_no } 已于 { $end } 过期
doctor-other-public-key = public_key_id 中的数字似乎不属于商户 { $mchid }：请与商户平台「账户中心 → API安全」核对 public_key_id 与 pub_key.pem
doctor-help-prune = 运行 `wechatpay download-certs --prune`

doctor-host = { $peer }，{ $millis } 毫秒
doctor-host-timeout = 超时
doctor-host-unresolved = 无法解析域名 { $host }：{ $reason }
    .help = 检查本机 DNS 设置，或使用 --proxy
doctor-host-unconnected = 无法连接 { $host }：{ $reason }
    .help = 放行到该主机的连接（防火墙、安全组），或使用 --proxy；检查 base_url 与 mp_base_url
doctor-host-local = 无法连接本机的 { $host }：{ $reason }
    .help = 若这是沙箱，请启动：`{ $command }`；否则请更正 base_url 与 mp_base_url
doctor-help-proxy = 启动代理，或更正 --proxy、HTTPS_PROXY、ALL_PROXY；NO_PROXY 可列出不经代理的域名
doctor-help-plain-host = 检查 base_url 是否为微信支付或沙箱，以及途中的代理
doctor-help-tls-host = 检查 --ca-file 与系统根证书（DigiCert Global Root G2）、--proxy，以及途中是否有解密 TLS 的设备
doctor-clock-exact = 精确到秒
doctor-clock-behind = 比服务器慢 { $seconds } 秒
    .help = 请用 NTP 校准本机时间：签名时间相差五分钟即被拒绝
doctor-clock-ahead = 比服务器快 { $seconds } 秒
    .help = 请用 NTP 校准本机时间：签名时间相差五分钟即被拒绝

doctor-listed = 签名已被接受，apiv3_key 可解密平台证书 { $serials }
doctor-listed-new = 微信支付有本地没有的证书：{ $serials }
    .help = 运行 `wechatpay download-certs`
doctor-listed-not-opened = 签名已被接受；apiv3-key 未通过，未解密
doctor-listed-none = 签名已被接受；此商户没有平台证书，使用微信支付公钥验签
doctor-help-expired-at-wechat-pay = 微信支付一侧的平台证书已过期：在商户平台「账户中心 → API安全」申请微信支付公钥，并配置 public_key 与 public_key_id
doctor-help-no-apiv3-key = 在商户平台「账户中心 → API安全」设置 APIv3密钥，并将 apiv3_key 设为相同内容
doctor-help-again = 请重试；可用 --timeout 延长等待，并检查途中的代理

doctor-echo = 使用 { $serial_no } 双向签名、验签、加密均通过（{ $hash }）
doctor-echo-not-encrypted = 该平台密钥无法加密
    .help = 运行 `wechatpay download-certs`，或从商户平台「账户中心 → API安全」重新复制 pub_key.pem
doctor-echo-too-long = 无法加密 { $length } 字节；该密钥最多加密 { $max_bytes } 字节
    .help = 运行 `wechatpay download-certs`，或从商户平台「账户中心 → API安全」重新复制 pub_key.pem
doctor-help-public-key = 从该商户号的商户平台「账户中心 → API安全」重新复制 public_key_id 与 pub_key.pem
doctor-echo-other-text = 返回的内容与发送的不一致
    .help = 请重试；若仍如此，凭 -v 显示的 Request-ID 联系微信支付
doctor-echo-other-signer = 请求使用 { $requested }，应答使用 { $signed_by }
    .help = 在微信支付只用其中一种应答之前，请同时保留两种密钥
doctor-echo-no-text = 未返回加密的内容
    .help = 请重试；若仍如此，凭 -v 显示的 Request-ID 联系微信支付
doctor-echo-not-opened = 微信支付加密的内容无法用 private_key 解密
    .help = 内容以商户最新的商户API证书加密：请将 private_key、certificate 与 serial_no 换为该证书的
