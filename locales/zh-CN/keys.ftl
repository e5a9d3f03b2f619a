### 密钥、证书及其文件。

keys-kind-private = 私钥
keys-kind-encrypted = 加密的私钥
keys-kind-ec = 椭圆曲线（EC）私钥
keys-kind-sm2 = 国密 SM2 私钥
keys-kind-other-private = 非 RSA 算法的私钥
keys-kind-public = 公钥
keys-kind-other-public = 非 RSA 算法的公钥
keys-kind-certificate = 证书
keys-kind-request = 证书请求
keys-kind-pkcs7 = PKCS#7 文件（.p7b）
keys-kind-pkcs12 = PKCS#12 文件（.p12）
keys-kind-ssh = SSH 密钥
keys-kind-public-key-id = 微信支付公钥ID，而不是公钥本身
keys-kind-short-secret = 32 个字符的文本，例如 APIv3密钥
keys-kind-path = 文件路径，而不是文件内容
keys-kind-empty = 空文件
keys-kind-unknown = 其他内容，不是 PEM 文件

keys-other-kind = 应为{ $expected }，但这是{ $found }
keys-other-file = 应为{ $expected }，但这是 { $found }
keys-damaged = 文件已损坏：内容无法解码
keys-cut-off = 内容不完整：应有 { $expected } 字节，实有 { $found } 字节
keys-size = 这是 { $bits } 位的 RSA 密钥；微信支付使用 2048 位
keys-not-rsa = 这不是 RSA 密钥，微信支付的签名需要 RSA
keys-exponent = 密钥的公钥指数不是通常的 65537
keys-many-primes = 密钥含有两个以上的质数，支付软件均不使用
keys-inconsistent = 密钥已损坏：其中的数值互相矛盾

keys-help-download = 删除该文件，然后运行 `wechatpay download-certs`
keys-help-damaged = 请重新完整复制 { $file }：从 BEGIN 行到 END 行，包括其间的全部内容
keys-help-inconsistent = 请重新复制 { $file }：其内容在传输中被改动
keys-help-rsa = 微信支付使用 2048 位 RSA 密钥：请使用商户平台（账户中心 → API安全）或证书工具生成的 { $file }
keys-help-encrypted = 去除密码：运行 `{ $command }`，并将 private_key 设为生成的文件
keys-help-short-secret = APIv3密钥应填写在 apiv3_key；private_key 应为 apiclient_key.pem
keys-help-path = WECHATPAY_PRIVATE_KEY 填写 apiclient_key.pem 的内容，WECHATPAY_PRIVATE_KEY_FILE 填写其路径
keys-help-unknown = apiclient_key.pem 以 -----BEGIN PRIVATE KEY----- 开头；WECHATPAY_PRIVATE_KEY 填写其内容，WECHATPAY_PRIVATE_KEY_FILE 填写路径
keys-help-public-key-id = 公钥ID应填写在 public_key_id；public_key 应为文件 pub_key.pem
keys-help-platform-certs = 平台证书应放在 platform_certs 文件夹；public_key 应为文件 pub_key.pem
keys-help-archive = 请先解压，再使用其中的 { $name }
keys-help-file = { $field ->
    [private_key] private_key 应为 apiclient_key.pem，与 apiclient_cert.pem 在同一压缩包中
    [certificate] certificate 应为 apiclient_cert.pem
    [public_key] public_key 应为商户平台（账户中心 → API安全 → 微信支付公钥）的文件 pub_key.pem
   *[other] 请检查 { $field } 的文件
}

keys-unused = { $path } 未使用：{ $reason }
keys-unused-merchant = 商户 { $mchid } 的证书，而不是微信支付的平台证书
keys-unused-own-public-key = 商户自己的公钥，而不是微信支付公钥
keys-unused-no-id = 不知道公钥ID的公钥：请配置 public_key 与 public_key_id

keys-no-end-line = 私钥（{ $key }）缺少 END 行；其内容完整，可以使用，但其他程序需要 -----END PRIVATE KEY----- 一行
keys-expired = 商户API证书 { $serial_no } 已于 { $end } 过期：微信支付会拒绝用其私钥签名的请求；请在「账户中心 → API安全」申请新证书
keys-not-yet-valid = 商户API证书 { $serial_no } 在 { $start } 之前无效：本机时间是否正确？

keys-none = 没有可用于验签的平台证书或微信支付公钥
    .help = 运行 `wechatpay download-certs`，或在配置中填写 public_key 与 public_key_id
