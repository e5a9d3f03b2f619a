### init 的帮助页。

help-init = 用商户平台导出的文件生成配置
    .long =
        读取商户平台或证书工具保存的目录、ZIP 或 .p12，从证书中得到商户号与证书序列号，并检查私钥与证书是否匹配。在终端中会询问其余内容；每个问题都可以用选项回答。

        随后下载平台证书以核对 APIv3密钥，将配置写入 merchant.toml（权限 600），密钥文件放在 keys/配置名，两者都不会进入 git，最后运行 doctor。--profile 是配置名，默认为商户号；--config 是配置文件。使用 --sandbox 时，生成沙箱商户的配置。

        keyring 或 keyring:NAME 将密钥存入系统的密钥环，Linux 使用 secret-tool（libsecret），macOS 使用 security；已有的条目会直接使用。

        --force 会保留同一商户被替换配置中的 sub_mchid、sub_appid、app_secret、notify_url 和微信支付公钥，并说明哪些内容未保留。

        APIv3密钥也可以来自 WECHATPAY_APIV3_KEY，其他内容也可以来自对应的环境变量。
    .examples =
        wechatpay init 1900000001_20260101_cert.zip
        wechatpay init certs --appid wx8888888888888888 --apiv3-key-file - --no-input
        wechatpay --sandbox init
    .exit = 0 2 3 130
help-init-account = 商户平台保存的文件
    .default = 当前目录
help-init--appid = 小程序、公众号或 App 的 AppID
help-init--apiv3-key-file = 从该文件读取 APIv3密钥；- 为标准输入
help-init--app-secret-file = 从该文件读取 AppSecret，供 openid 使用
help-init--notify-url = 接收通知的公网 https 地址
help-init--public-key = 微信支付公钥，若不在目录中
help-init--public-key-id = 微信支付公钥ID（PUB_KEY_ID_…）；none 表示不使用
help-init--mchid = 选择该商户；只有私钥时用来指明商户号
help-init--serial-no = 选择该证书；只有私钥时用来指明证书序列号
help-init--private-key-in = 私钥的存放处：file、env:NAME、command:COMMAND、keyring
    .default = file
help-init--apiv3-key-in = APIv3密钥的存放处：file、env:NAME、command:COMMAND、keyring
    .default = file
help-init--app-secret-in = AppSecret 的存放处：file、env:NAME、command:COMMAND、keyring
    .default = file
help-init--force = 替换同名配置
help-init--offline = 不发送请求
