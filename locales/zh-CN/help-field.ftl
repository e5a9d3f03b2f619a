### 商户配置的字段。

help-field-mchid = 商户号
    .long = 见商户平台「账户中心 → 商户信息」；服务商模式下为服务商的商户号。
help-field-appid = 支付所用的 AppID
    .long = 必须已与商户号绑定。
help-field-serial-no = 商户API证书的序列号
    .long = 40 位十六进制；设置了 `certificate` 时可以省略。
help-field-private-key = 商户API私钥：apiclient_key.pem 的路径，或其来源
help-field-certificate = 商户API证书：apiclient_cert.pem 或 apiclient_cert.p12 的路径
help-field-p12-password = .p12 文件的密码；省略时为商户号
help-field-apiv3-key = APIv3密钥，32 个字符，用于解密通知与平台证书
    .long = 在商户平台设置，与 API v2 的密钥不同。
help-field-app-secret = 小程序的 AppSecret，供 `openid` 使用
help-field-notify-url = 接收微信支付通知的地址（notify_url）
    .long = 须为公网可访问的 https 地址，不带查询参数。
help-field-platform-certs = 平台证书目录，由 `download-certs` 写入
help-field-public-key = 微信支付公钥：pub_key.pem 的路径
help-field-public-key-id = 微信支付公钥ID，形如 PUB_KEY_ID_…
help-field-sub-mchid = 子商户号；设置后即为服务商模式
help-field-sub-appid = 子商户的 AppID
help-field-base-url = API v3 的地址
    .long = 省略时为 https://api.mch.weixin.qq.com。
help-field-backup-base-url = `base_url` 无法连接时使用的 API v3 地址；none 表示不使用
    .long = `base_url` 为默认值时，默认为 https://api2.mch.weixin.qq.com。
help-field-mp-base-url = 小程序登录接口的地址
    .long = 省略时为 https://api.weixin.qq.com。
