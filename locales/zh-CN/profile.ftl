### 配置：问题所在与处理办法。

profile-column-profile = 配置
profile-column-appid = AppID
profile-column-money = 资金
profile-column-default = 默认
profile-column-field = 字段
profile-column-value = 值
profile-column-set-by = 来源
profile-column-mchid = 商户号
profile-sandbox-only = --sandbox 显示内置配置 sandbox，而不是“{ $name }”
    .help = 如需查看其他配置，请去掉 --sandbox（并取消 WECHATPAY_SANDBOX）
profile-select = 使用哪个配置？
profile-not-selected = 未选择配置
    .help = 用 --profile NAME 或 WECHATPAY_PROFILE 指定配置

profile-syntax = { $at }：不符合 TOML 语法：{ $words }
    .help = 更正该行：每行写作 `字段 = "值"`；merchant.example.toml 列出了所有字段
profile-not-toml = 见该行
profile-wide-mark = { $at }：「{ $mark }」是中文（全角）符号
    .help = 请切换到英文输入法：引号用 "，等号用 =，逗号用 ,
profile-bare-name = { $at }：含有中文的名称须加引号
    .help = 请写作 [profiles."商店"]，或改用字母、数字、- 与 _ 命名
profile-unquoted = { $at }：值没有加引号
    .help = 请将值写在英文双引号中：`字段 = "值"`
profile-unclosed-text = { $at }：缺少右引号
    .help = 值的两端须用相同的引号
profile-no-equals = { $at }：缺少等号
    .help = 应写作 `字段 = "值"`
profile-no-value = { $at }：缺少值
    .help = 在英文双引号中填写值，或删除该行
profile-duplicate = { $at }：名称重复
    .help = 只保留其中一个：每个配置的名称不同，每个字段只写一行
profile-unclosed = { $at }：括号没有闭合
    .help = 补全括号：[profiles.NAME]、{"{"} file = "…" {"}"}
profile-trailing = { $at }：值之后有多余内容
    .help = 右引号之后应换行；注释以 # 开头
profile-backslash = { $at }：双引号中的反斜杠会被当作转义符
    .help = 路径请用单引号书写（'C:\cert\key.pem'），或使用 / 或 \\
profile-binary = { $file } 是 { $kind }，不是配置文件
    .help = 配置文件是 TOML 文本，`wechatpay init` 可生成；用 --config 或 WECHATPAY_CONFIG 指定
profile-encoding = { $at }：文件不是 UTF-8 编码
    .help = 请将文件另存为 UTF-8 编码（记事本：另存为，编码选 UTF-8）
profile-unknown-key = { $at }：未知字段“{ $key }”，位置：{ $table }
profile-wrong-type = { $at }：{ $key } 应为{ $expected }，而不是{ $found }
profile-none = 尚未配置商户
    .help = 运行 `wechatpay init` 生成配置，或用 --config FILE 指定配置文件（已查找 { $files }），或设置环境变量 WECHATPAY_MCHID、WECHATPAY_SERIAL_NO、WECHATPAY_PRIVATE_KEY_FILE 与 WECHATPAY_APIV3_KEY；--sandbox 无需任何配置
profile-none-named = 尚未配置商户
    .help = 用 --config FILE 指定含配置“{ $profile }”的文件（已查找 { $files }）
profile-empty = { $file } 中没有配置
    .help = 在 { $file } 中添加 [profiles.NAME]；merchant.example.toml 列出了所有字段
profile-unknown = { $file } 中没有配置“{ $name }”
    .help = 已有的配置：{ $known }
profile-unknown-and-none = { $file } 中没有配置“{ $name }”，也没有其他配置
    .help = 在 { $file } 中添加 [profiles.{ $name }]；merchant.example.toml 列出了所有字段
profile-misspelt = { $file } 中没有配置“{ $name }”
    .help = 是否应为“{ $nearest }”？已有的配置：{ $known }
profile-ambiguous = { $file } 中有多个配置，但没有 default_profile：{ $known }
    .help = 用 --profile NAME 或 WECHATPAY_PROFILE 指定，或在 { $file } 中设置 default_profile
profile-missing = 配置“{ $profile }”未设置 { $field }
    .help = 设置环境变量 { $variables }，或用 --config FILE 指定含 { $field } 的配置{ $field ->
        [serial_no] {""}，也可提供证书（WECHATPAY_CERTIFICATE_FILE）
       *[other] {""}
    }
profile-missing-in-file = { $file } 的配置“{ $profile }”未设置 { $field }
    .help = 在 { $file } 的 [profiles.{ $profile }] 中设置 { $field }，或设置环境变量 { $variables }{ $field ->
        [serial_no] {""}，也可提供证书（WECHATPAY_CERTIFICATE_FILE）
       *[other] {""}
    }
profile-invalid = { $field }（{ $from }）无法使用
profile-invalid-option = { $option } 的值无法使用
profile-not-utf8 = 环境变量 { $variable } 不是 UTF-8
    .help = 将 { $variable } 设为 UTF-8 文本，或改用文件
profile-unset = { $field } 应从环境变量 { $variable } 读取，但该变量未设置
    .help = 设置 { $variable }，或设置 { $own }
profile-command = 输出 { $field } 的命令失败
    .help = 请手动运行 { $field } 的命令；它应输出密钥并以 0 退出
profile-keyring = 密钥环中没有可用的 { $field }（名称 { $name }）
profile-keyring-unsupported = 不支持本系统的密钥环
profile-keyring-no-program = 未安装 { $program }
profile-keyring-not-started = 无法启动 { $program }：{ $reason }
profile-keyring-timed-out = { $program } 超过 { $seconds } 秒仍未结束，已将其终止
profile-keyring-no-entry = 没有这个条目，或密钥环已锁定
profile-keyring-refused = 密钥环已锁定，或访问被拒绝
profile-keyring-refused-with = 密钥环返回：{ $message }
profile-keyring-not-kept = 读回的内容与存入的不同
profile-help-keyring-unsupported = 请改用 { "{" } file = "…" { "}" }、{ "{" } env = "…" { "}" } 或 { "{" } command = "…" { "}" }
profile-help-keyring-no-program = 请安装 { $program }（Debian、Ubuntu：libsecret-tools；Fedora、Arch：libsecret），或改用 file、env、command
profile-help-keyring-store = 请解锁密钥环，或存入该条目：`{ $command }`
profile-help-keyring-refused = 请解锁密钥环；没有桌面会话时无法使用密钥环，请改用 file、env 或 command
profile-secret-as-path = { $field } 所指的文件不存在；它看起来就是密钥本身
    .help = 请将密钥填写在 { $variable }，或填写含该密钥的文件路径
profile-read = { $file } 无法读取
    .help = 检查路径：merchant.toml 中的路径相对于该文件所在目录，其他路径相对于当前目录
profile-folder = { $file } 是目录，不是文件
    .help = 请指定文件本身
profile-too-large = { $file } 大于 1 MiB
    .help = 密钥、证书与配置文件只有几 KB；请检查路径
profile-permissions = { $file } 含有密钥，却可被他人读取（权限 { $mode }）
    .help = 运行 `chmod 600 { $path }`（若文件以只读方式挂载，可用 --insecure-permissions）
profile-p12-name = { $field }（{ $from }）是 PKCS#12 文件（.p12），文件名却表明它是 PEM 文件
    .help = 运行 `{ $command }`（密码默认为商户号）；或将文件改名为 .p12 结尾，即可直接读取
profile-p12-password = { $field }（{ $from }）是 PKCS#12 文件（.p12），p12_password 无法打开它
    .help = 用 p12_password、WECHATPAY_P12_PASSWORD 或 --p12-password 设置其密码；或运行 `{ $command }`（会询问密码）
profile-p12-mchid = { $field }（{ $from }）是 PKCS#12 文件（.p12），以商户号为密码无法打开它
    .help = 用 p12_password、WECHATPAY_P12_PASSWORD 或 --p12-password 设置其密码；或运行 `{ $command }`（会询问密码）
profile-p12-unreadable = { $field }（{ $from }）是 PKCS#12 文件（.p12），无法读取
    .help = 使用同一压缩包中的 apiclient_key.pem 与 apiclient_cert.pem；或运行 `{ $command }`（密码默认为商户号）
profile-foreign-owner = { $file } 可被其他用户更改：{ $controlled } 属于 uid { $uid }
    .help = 它决定运行什么、信任什么，因此必须属于你或 root；若信任该文件夹的内容：--trust-folder '{ $folder }'，或设置环境变量 WECHATPAY_TRUST_FOLDERS='{ $folder }'（例如在 CI 中）
profile-writable = { $file } 可被其他用户更改：{ $controlled } 的权限为 { $mode }
    .help = 运行 `chmod go-w '{ $controlled }'`；若信任所有可写入的用户：--trust-folder '{ $folder }'，或设置环境变量 WECHATPAY_TRUST_FOLDERS='{ $folder }'（例如在 CI 中）
profile-key-mismatch = 私钥（{ $key }）与证书 { $certificate }（{ $subject }）不配套
    .help = 使用同一压缩包中的 apiclient_key.pem 与 apiclient_cert.pem；更换证书时私钥也会更换
profile-serial-mismatch = serial_no 为 { $serial_no }（{ $from }），但证书 { $certificate } 的序列号为 { $actual }
    .help = 将 serial_no 设为 { $actual }，或不填写：会从证书中读取
profile-serial-public-key-id = serial_no（{ $from }）为 { $id }，这是微信支付公钥ID，而不是商户API证书的序列号
    .help = PUB_KEY_ID_… 应填写在 public_key_id；serial_no 是 apiclient_cert.pem 的序列号：`openssl x509 -noout -serial -in apiclient_cert.pem`
profile-serial-platform = serial_no 为 { $serial_no }，这是微信支付平台证书 { $certificate } 的序列号，而不是商户API证书的
    .help = serial_no 是 apiclient_cert.pem 的序列号：`openssl x509 -noout -serial -in apiclient_cert.pem`
profile-other-merchant = 证书 { $certificate } 属于商户 { $actual }，但 mchid 为 { $mchid }
    .help = 私钥、证书与 mchid 应属于同一商户
profile-sub-merchant-certificate = 证书 { $certificate } 属于子商户 { $actual }；服务商模式下由服务商 { $mchid } 用自己的证书签名
    .help = mchid、私钥与证书应为服务商的；只有 sub_mchid 与 sub_appid 是子商户的
profile-own-sub-merchant = sub_mchid（{ $from }）为 { $mchid }，即服务商自己的商户号
    .help = mchid 是服务商的商户号，sub_mchid 是子商户的；直连商户没有 sub_mchid
profile-own-public-key = public_key { $path } 是商户自己的公钥，而不是微信支付公钥
    .help = 在商户平台「账户中心 → API安全 → 微信支付公钥」下载 pub_key.pem
profile-unpaired = { $profile }中设置了 { $given }，但未设置 { $missing }
    .help = 请同时设置 { $missing }（{ $variable }）；商户平台「账户中心 → API安全 → 微信支付公钥」显示二者

profile-help-nearest = 是否应为“{ $nearest }”？
profile-help-known = 可用的字段：{ $known }
profile-help-known-at-top = 可用的字段：{ $known }；配置应写在 [profiles.NAME] 之下
profile-help-quotes = 请加上引号：`{ $key } = "…"`
profile-help-leave-out = 没有值时请不要写该字段
profile-help-secret = 例如：{ $key } = {"{"} env = "SHOP_{ $variable }" {"}"}
profile-help-text = 例如：{ $key } = "…"
profile-help-example = merchant.example.toml 列出了所有字段
profile-help-serial-no = serial_no 是 apiclient_cert.pem 的序列号：`openssl x509 -noout -serial -in apiclient_cert.pem`
profile-help-apiv3-key = 应为商户平台「账户中心 → API安全」的 APIv3密钥，原样填写；APIv2密钥与 AppSecret 是另外的密钥
profile-help-url = 例如：{ $field } = "https://…"
profile-help-url-option = 例如：{ $option } https://…
profile-help-mchid = 即商户平台上的商户号，例如 1900000109
profile-help-appid = 即与商户号绑定的小程序或应用的 AppID，例如 wx8888888888888888
profile-help-public-key-id = 见商户平台「账户中心 → API安全」中的微信支付公钥
profile-help-scheme = 是否应为 { $url }？
profile-help-source = 请检查 { $field } 的来源

profile-table-top = 文件顶层
profile-type-text = 文本
profile-type-table = 表
profile-type-profiles = 形如 [profiles.NAME] 的表
profile-type-secret = 文本，或含 env、file、command、keyring 之一的表
profile-type-empty-text = 空文本
profile-type-integer = 整数
profile-type-float = 浮点数
profile-type-boolean = 布尔值
profile-type-date = 日期
profile-type-array = 数组
profile-type-empty-table = 空表
profile-type-several-sources = 含其中多个的表
profile-source-default = 默认值
profile-source-answer = 所输入的内容
profile-source-option = 由选项给出
profile-source-preset = 内置
profile-source-command = 由命令输出
profile-source-keyring = 密钥环中的 { $name }
profile-source-profile = 写在 { $file } 中
profile-file = 配置文件 { $path }
profile-variables = { $first } 或 { $second }
profile-of-file = { $file } 的配置“{ $profile }”
profile-of-environment = 配置“{ $profile }”

profile-rule-mchid = mchid 应为 1 至 32 位数字
profile-rule-appid = appid 应为 1 至 32 位字母与数字，例如 wx8888888888888888
profile-rule-sub-mchid = sub_mchid 应为 1 至 32 位数字
profile-rule-sub-appid = sub_appid 应为 1 至 32 位字母与数字，例如 wx8888888888888888
profile-rule-public-key-id = 微信支付公钥ID 由 PUB_KEY_ID_ 与数字组成
profile-rule-serial-no = serial_no 应为最多 40 位十六进制数字（可用 `openssl x509 -noout -serial` 查看）
profile-apiv3-key-length = APIv3密钥恰为 32 个字符；该文本有 { $length } 个字符
profile-apiv3-key-spaces = APIv3密钥恰为 32 个字符；该文本有 { $length } 个字符，且首尾有空格或换行
profile-url-not-url = 不是合法的 URL
profile-url-scheme = 必须以 https://（或 http://）开头
profile-url-credentials = 不能带用户名或密码
profile-url-query = 不能携带查询参数或片段
profile-url-no-scheme = 缺少 https://（或 http://）
profile-not-text = 内容不是文本
profile-empty-value = 内容为空

profile-set-by-option = 选项
profile-set-by-environment = 环境变量 { $name }
profile-set-by-file = 配置文件
profile-set-by-preset = 内置
profile-in-variable = 环境变量 { $name }
profile-in-file = 文件 { $path }
profile-in-command = 命令的输出
profile-in-keyring = 密钥环中的 { $name }
profile-in-profile-file = 写在 merchant.toml 中
