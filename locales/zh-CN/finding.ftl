# 诊断结果：签名为何不对，以及如何处理。

## 诊断结果的显示

finding-expected = 应为
finding-received = 收到
finding-signed = 实际签名
finding-should-be-signed = 应签名的内容：
finding-no-strings = 没有可保存的签名串
finding-strings-saved = 签名串已写入 { $folder }：{ $names }
finding-compared = 签名串逐行对比：
finding-tried = 已尝试的签名串：{ $count }
finding-tried-until-time-was-up = 已尝试的签名串：{ $count }，到时限为止
finding-proved = { $cause }（已证实）
finding-inferred = { $cause }（推断）
finding-brief = {"    "}{ $cause }：{ $message }
finding-of-commands = （{ $commands }）{ $text }
finding-fix = 处理：{ $fix }
finding-merchant-certificate = 商户API证书 { $path }
finding-platform-certificate = 平台证书 { $path }
finding-file-expired = { $certificate } 已于 { $date } 过期
finding-file-not-yet-valid = { $certificate } 在 { $date } 之后才生效：本机时钟是否正确？
finding-public-key-of-other = public_key_id { $id } 中没有商户号 { $mchid }：是否为另一个商户的公钥？

## 各种原因的含义

finding-changed-line = { $what }：实际签名“{ $signed }”，应为“{ $expected }”
finding-wrong-key = 已配置的密钥都没有生成过此签名
finding-other-known-key = 此签名由已配置的另一把密钥生成
finding-serial-mismatch = 证书序列号与签名密钥不匹配
finding-unknown-serial = 没有任何已配置的密钥使用此序列号
finding-malformed-serial = 证书序列号不是单纯的 40 位十六进制字符
finding-platform-and-merchant-swapped = 商户密钥与微信支付密钥用反了
finding-unknown-message = 密钥正确，但签名的内容与此不同
finding-wrong-digest = 签名所用的摘要算法不是 SHA-256
finding-wrong-padding = 签名所用的填充方式不是 PKCS#1 v1.5
finding-wrong-sign-type = 这不是 RSA 签名
finding-v2-signature = 签名的是 API v2 的字符串（key=value 以 & 连接）
finding-signature-encoding = 签名文本在生成之后被改动
finding-signature-truncated = 签名不完整，缺少一部分
finding-values-swapped = 有值放在了另一个字段的位置
finding-missing-final-newline = 签名串最后一行之后缺少换行符
finding-extra-final-newline = 签名串末尾多了一个换行符
finding-crlf = 签名串各行以 CR LF（Windows 换行）结尾
finding-literal-backslash-n = 签名串中写的是反斜杠加字母 n，而不是换行符
finding-wrong-separator = 签名串各行之间不是一个换行符
finding-fields-out-of-order = 签名串各行的顺序不对
finding-timestamp-milliseconds = 时间戳用了毫秒
finding-timestamp-mismatch = 签名所用的时间戳与传出的不同
finding-timestamp-timezone = 时间戳相差整小时数，像是把本地时间当成了 UTC
finding-nonce-mismatch = 签名所用的随机串与传出的不同
finding-nonce-case = 签名所用的随机串与传出的大小写不同
finding-wrong-appid = 签名所用的 AppID 不对
finding-missing-prepay-prefix = 签名时只用了 prepay_id 的值，缺少“prepay_id=”
finding-extra-prepay-prefix = 签名时多写了“prepay_id=”
finding-package-encoded = package 在签名前被 URL 编码
finding-package-changed-after-signing = package 签名时是对的，传给客户端的途中被改动
finding-wrong-client-string-pay-params = 签名串是另一种客户端的：APP 签名只用 prepay_id 的值，小程序和 JSAPI 签名用“prepay_id=”加值
finding-wrong-client-string = 签名的是调起支付的签名串
finding-signed-as-request = 签名串写成了 API 请求的形式，含请求方法、URL 或请求体
finding-timestamp-not-string = timeStamp 是数字，不是字符串
finding-field-missing = 签名串少了一行
finding-unusable-value = 签名所用的值客户端无法使用
finding-missing-header = 缺少签名相关的请求头
finding-signtest-probe = 这是微信支付故意发送的错误签名（签名探测）
finding-stale = 签名时间过早
finding-clock-skew = 签名时间晚于本机时钟
finding-wrong-apiv3-key = resource 是真实的，但此 APIv3密钥无法解密
finding-ciphertext-damaged = 密文与加密时的不同，已损坏
finding-wrong-merchant = 此通知属于另一个商户
finding-sm2-signature = 这是国密 SM2 签名
finding-not-a-notification = 请求体不是 API v3 的通知
finding-plaintext-instead-of-body = 这是解密后的 resource，不是被签名的请求体
finding-empty-body = 请求体为空
finding-body-reserialized = 请求体被解析后重新序列化，或中途被改动
finding-body-key-order = 请求体中字段的顺序变了
finding-body-unicode-escapes = 非 ASCII 字符只在一侧被转义成 \uXXXX
finding-body-slash-escapes = 斜杠只在一侧被转义成 \/（PHP 的默认行为）
finding-body-whitespace = 值与值之间的空格或换行不同
finding-body-newline = 请求体末尾的换行只在一侧存在
finding-body-bom = 请求体开头的 BOM 只在一侧存在
finding-body-html-escaped = <、>、& 等字符只在一侧做了 HTML 转义
finding-body-url-decoded = 请求体只在一侧做了 URL 解码或表单解码
finding-body-charset = 请求体经过了其他字符集的转换
finding-body-base64 = 请求体被 Base64 编码
finding-body-compressed = 报文主体经过 gzip 压缩，而签名针对的是解压后的内容
finding-body-gzip-signed = 签名针对的是压缩后（gzip）的字节
finding-body-not-signed = 发送了请求体，但签名串中没有
finding-query-not-signed = 发送了查询参数，但签名串中没有
finding-query-order = 签名串中查询参数的顺序与发送时不同
finding-url-with-host = 签名串中的 URL 带有协议或域名
finding-path-encoding = 签名串中的路径或查询参数与发送的写法不同
finding-path-prefix = 签名串中的路径前缀与实际发送的不同
finding-wrong-method = 签名串中的请求方法不对
finding-get-with-body = GET 请求的签名串中带有请求体
finding-body-not-json = 请求体不是 JSON
finding-authorization-malformed = Authorization 请求头格式不对
finding-mchid-mismatch = 商户号不一致
finding-certificate-expired = 商户API证书已过期

## 各种原因的处理

finding-fix-other-key-pay-params = 用下单时的同一把商户API私钥签名；检查是否有另一台服务器仍在用旧私钥
finding-fix-other-key-notification = 确认平台证书或微信支付公钥属于此商户号；此通知可能是伪造的
finding-fix-sandbox-key = 用沙箱商户的商户API私钥 { $path } 签名，serial_no 填 { $serial }
finding-fix-other-key = 私钥、证书和证书序列号来自同一个压缩包，更换时须一起更换
finding-fix-serial-no-notification = 原样传递 Wechatpay-Serial；检查每把密钥保存在哪个序列号下
finding-fix-serial-no = serial_no 是商户API证书的序列号，只写 40 位大写十六进制字符：`openssl x509 -in apiclient_cert.pem -noout -serial` 输出中“serial=”之后的部分
finding-fix-swapped-notification = 微信支付用自己的密钥签名：用平台证书或微信支付公钥验签，不要用商户API证书
finding-fix-swapped = 用商户API私钥（apiclient_key.pem）签名
finding-fix-wrong-digest = 用 SHA256withRSA 直接对签名串签名：函数内部会做一次摘要，不要先自己做
finding-fix-wrong-padding = 用 RSASSA-PKCS1-v1_5 加 SHA-256（SHA256withRSA）签名，不要用 PSS，也不要直接用私钥加密
finding-fix-wrong-sign-type = 用商户API私钥以 SHA256withRSA 签名；MD5 和 HMAC-SHA256 属于 API v2，APIv3密钥只用于解密
finding-fix-v2-pay-params = 按 API v3 签名四行：AppID、timeStamp、nonceStr、package，每行以换行符结尾，不写字段名、不写 &、不拼接 key；signType 不参与签名
finding-fix-v2 = API v3 的签名串由若干行组成，每行以换行符结尾，不是 key=value 键值对
finding-fix-signature-encoding = 签名须为一行标准 Base64 原样传递：不换行、不做 URL 解码、不重复编码
finding-fix-signature-truncated = 传递完整的签名：2048 位密钥的签名为 344 个字符；检查是否有数据库字段、日志或变量将其截断
finding-fix-values-swapped = 把每个值放回对应的字段
finding-fix-line-ends = 每一行（包括最后一行）都以一个换行符（0x0A）结尾：PHP 和 shell 的单引号字符串中 \n 是两个字符
finding-fix-whole-seconds = 使用 1970 年以来的整秒数，共十位数字
finding-fix-timestamp-mismatch = 只读取一次时钟，取 1970 年以来的整秒数（10 位数字），签名与传递都用同一个值
finding-fix-timezone = Unix 时间戳与时区无关：直接取系统时间（如 time()、Date.now() / 1000），不要由格式化后的本地时间换算
finding-fix-nonce-mismatch = 随机串只生成一次，把签名所用的那个原样传出
finding-fix-nonce-case = 随机串区分大小写，须与签名时一致
finding-fix-wrong-appid = 用调起支付的小程序、公众号或 APP 自己的 AppID 签名
finding-fix-missing-prefix = 第四行签名“prepay_id=”加值，与 package 完全一致
finding-fix-extra-prefix = package 中只写一次“prepay_id=”；APP 签名串的第四行只有 prepay_id 的值
finding-fix-package-encoded = 按传给客户端的 package（“prepay_id=”加值）签名，不做任何编码
finding-fix-package-changed = 服务端签名正确：把服务端返回的 package 原样传给客户端，前端不要再拼接或改动
finding-fix-client-string = 小程序和 JSAPI 签名 appId、timeStamp、nonceStr、“prepay_id=…”；APP 签名 AppID、timestamp、noncestr 和 prepay_id 的值（pay-params --for app）
finding-fix-signed-as-request = 调起支付有自己的四行签名串：AppID、时间戳、随机串、package
finding-fix-timestamp-string = timeStamp 须为字符串，例如 "1554208460"
finding-fix-unusable-value = 原样使用微信支付返回的值；使用前先打印下单接口的应答
finding-fix-lines-pay-params = 签名四行：AppID、时间戳、随机串、package
finding-fix-lines-notification = 验签串为三行：时间戳、随机串、请求体
finding-fix-lines-request = 签名五行：请求方法、URL、时间戳、随机串、请求体
finding-fix-missing-header = 保留所有 Wechatpay-* 请求头；CDN 或网关若丢弃了它们，须改为透传；没有这些请求头的通知可能是伪造的
finding-fix-probe = 应以 4xx 或 5xx 拒绝；正确签名的通知随后会到
finding-fix-stale-notification = 收到后立即验签；检查旧的抓包时使用 --at TIME 或 --no-max-age
finding-fix-stale = 签名后立即发送，并用 NTP 校准时钟
finding-fix-clock = 用 NTP 校准时钟
finding-fix-apiv3-key = 把 apiv3_key 设为商户平台上的 APIv3密钥；它不是 v2 的 API密钥，重置后旧密钥失效
finding-fix-ciphertext = 重新抓取原始请求体：复制和表单解码都会损坏 Base64
finding-fix-wrong-merchant = 使用该商户的配置，或为每个商户设置不同的 notify_url
finding-fix-sm2 = 此商户号使用国密 SM2，本工具不支持验签
finding-fix-not-a-notification = 请提供 API v3 通知的请求体，即含有 id、event_type、resource 的 JSON
finding-fix-plaintext = 用解密之前、原样收到的请求体（含有 id、event_type、resource 的 JSON）验签
finding-fix-empty-body = 在任何中间件之前读取一次请求体，并用这些字节验签
finding-fix-body-gzip-notification = Content-Encoding 为 gzip 时，先解压请求体，再用解压得到的字节验签，之后才转为文本
finding-fix-body-gzip = 按签名时的原样发送请求体，不要再做 gzip 压缩
finding-fix-body-gzip-signed = 先用这些字节验签，再解压
finding-fix-body-base64 = 验签前先解码请求体：云函数会以 Base64 传入，并在 isBase64Encoded 中注明
finding-fix-url = 签名串中的路径和查询参数须与请求行完全一致：从第一个“/”开始，包含“?”和查询参数，不再编码或解码
finding-fix-method = 签名实际发送的请求方法，大写
finding-fix-get-with-body = GET 请求没有请求体：签名串第五行为空
finding-fix-body-not-json = 只序列化一次 JSON，对该文本签名，并以 application/json 格式原样发送
finding-fix-body-not-signed = 把发送的请求体作为签名串的第五行
finding-fix-authorization = 写成 WECHATPAY2-SHA256-RSA2048、一个空格，再接 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"：用英文双引号，逗号前后无空格，写在一行
finding-fix-mchid = mchid 填签名私钥所属的商户号：服务商模式下为服务商的商户号
finding-fix-certificate-expired = 在商户平台申请新的商户API证书，并同时更换私钥、证书和证书序列号
finding-fix-body-notification = 用原样收到的字节验签，不要经过任何解析或过滤：Express 用 express.raw({ "{" }type: 'application/json'{ "}" })，Koa 用 ctx.req，Spring 用 @RequestBody byte[]，Gin 用 c.GetRawData()，Flask 用 request.get_data()，Django 用 request.body，Laravel 用 $request->getContent()，ThinkPHP 用 php://input，ASP.NET 用 Request.Body
finding-fix-body = 请求体只序列化一次，对这些字节签名，并发送同样的字节
finding-fix-unknown-pay-params = 如果 AppID 是另一个，请用 --appid 指定；否则打印代码实际签名的字符串，用 pay-params --check FILE --signed-string FILE 逐字节对比
finding-fix-unknown-notification = 在解析之前抓取原始字节和请求头（tcpdump、日志代理或 serve-notify），再用它们验签
finding-fix-unknown-request = 打印实际签名的字符串和发送的请求，与此处应签名的内容逐字节对比；常见的原因是随机串或时间戳生成了两次：签名用一个，请求头用另一个

## 密钥及其来源

finding-owner-platform-key = 微信支付验签密钥 { $serial }
finding-owner-profile-certificate = 配置“{ $name }”的商户API证书
finding-owner-profile-key = 配置“{ $name }”的商户API私钥
finding-owner-profile-platform-key = 配置“{ $name }”的微信支付验签密钥 { $serial }
finding-owner-certificate = { $file } 中的证书
finding-owner-private-key = { $file } 中的私钥
finding-owner-public-key = { $file } 中的公钥

## 签名文本

finding-unknown-message-searched = 签名的内容与此不同；已排除 { $searched } 种常见错误产生的签名串
finding-signature-not-base64 = 签名不是标准 Base64，也不是 Base64 在传递中会变成的任何形式
finding-signature-damaged = 签名文本已损坏：{ $list }
finding-sign-type-length = 其长度是 { $what }（API v2 的签名方式），不是 RSA 签名
finding-sign-type-hmac = 这是用 APIv3密钥做的 HMAC-SHA256，不是 RSA 签名
finding-digest-other = 签名所用的摘要算法是 { $hash }，不是 SHA-256
finding-digest-without-info = 摘要没有加上标明算法的 DigestInfo 就直接填充并加密
finding-padding-pss = 签名的填充方式是 PSS，不是 PKCS#1 v1.5
finding-digest-twice = 对签名串的摘要又做了一次摘要
finding-digest-hex = 签名的是十六进制的摘要，而不是签名串本身
finding-digest-upper-hex = 签名的是大写十六进制的摘要，而不是签名串本身
finding-digest-base64 = 签名的是 Base64 的摘要，而不是签名串本身
finding-signature-type-sm2 = 签名类型是 { $other }
finding-signature-type-other = Wechatpay-Signature-Type 是“{ $other }”
finding-signature-length = 签名有 { $characters } 个字符，即 { $bytes } 字节；{ $bits } 位密钥的签名应为 { $whole } 个字符，即 { $expected } 字节
finding-signature-cut = 签名被截断：{ $expected } 字节中缺少 { $missing } 字节
finding-damage-percent = 被 URL 编码
finding-damage-backslash-n = 其中的换行被写成 \n
finding-damage-escaped = 其中的字符被转义
finding-damage-lines = 被折成多行
finding-damage-breaks-as-spaces = 其中的换行变成了空格
finding-damage-quotes = 前后有空格或引号
finding-damage-shell = 末尾有 shell 显示的 %
finding-damage-hex = 是十六进制，不是 Base64
finding-damage-plus = 其中的“+”变成了空格
finding-damage-url-safe = 用的是 URL 安全的 Base64 字符
finding-damage-padding = 末尾的“=”被去掉
finding-damage-twice = 被编码了两次

## 证书序列号

finding-serial-decimal = 它是十进制的
finding-serial-openssl = 它带有 openssl 输出的名称
finding-serial-0x = 它以 0x 开头
finding-serial-colons = 其中有冒号
finding-serial-spaces = 其中有空格
finding-serial-long = 它超过 40 位
finding-serial-cut = 它缺少几位
finding-serial-not-hex = 其中有非十六进制字符
finding-serial-malformed = { $name }“{ $shown }”的写法不符合要求：{ $why }
finding-serial-must-be = { $says }；应为 { $right }

## 通知

finding-missing-headers = 缺少 { $names }
finding-fix-signature-type = 应为 WECHATPAY2-SHA256-RSA2048
finding-clock-skew-seconds = 签名时间比本机时钟晚 { $ahead } 秒
finding-stale-seconds = 签名于 { $seconds } 秒之前，只允许五分钟
finding-serial-names-other = Wechatpay-Serial 是 { $serial }，但签名的是微信支付验签密钥 { $named }
finding-header-milliseconds = Wechatpay-Timestamp { $timestamp } 是毫秒
finding-fix-header-milliseconds = 微信支付发送的是整秒数：按收到的原样传递此请求头
finding-header-not-seconds = Wechatpay-Timestamp 是“{ $timestamp }”，不是以秒计的 Unix 时间戳
finding-nonce-of-body = Wechatpay-Nonce 是“{ $nonce }”，这是请求体中的 { $path }，不是请求头的随机串
finding-fix-nonce-of-body = 随机串取自请求头 Wechatpay-Nonce；resource 中的 nonce 只用于解密
finding-merchant-key-signed = 此签名由商户的密钥生成：{ $owner }
finding-other-key-signed = Wechatpay-Serial 是 { $serial }，但签名的是{ $owner }
finding-fix-other-key-signed = 用实际签名的密钥验签；检查每把密钥保存在哪个序列号下，并原样传递 Wechatpay-Serial
finding-serial-is-not-signers = Wechatpay-Serial 是 { $serial }，但签名的是{ $owner }
finding-fix-set-public-key = 在配置中设置 public_key 和 public_key_id：这是微信支付公钥
finding-fix-download-certs = 运行 download-certs：平台证书是新的，或属于另一个商户
finding-serial-unknown = 没有与 Wechatpay-Serial { $serial } 对应的密钥
finding-stored-key-is-merchants = 保存在 { $serial } 下的密钥是商户的：{ $owner }
finding-other-merchant = 此通知属于商户 { $theirs }，配置的商户号是 { $ours }
finding-resource-other-aad = APIv3密钥正确：resource 用 associated_data“{ $right }”可以解密，而其中写的是“{ $given }”
finding-resource-other-tag = APIv3密钥正确，但 associated_data、密文或其认证标签（最后 16 个字节）与加密时不同
finding-resource-without-tag = APIv3密钥正确，但密文没有认证标签：缺少最后 16 个字节
finding-resource-damaged-text = APIv3密钥正确：明文开头正确，之后的密文已损坏或被截断
finding-fix-resource-parts = ciphertext、nonce 和 associated_data 要取自同一条通知，且不做任何改动；密文的最后 16 个字节是认证标签
finding-resource-not-sealed-so = resource 也无法解密：其密文或 nonce 与加密时不同，或者 APIv3密钥不是同一个
finding-apiv3-key-is-other = 签名正确，说明密文是真实的：APIv3密钥不对
finding-sealed-with-other = resource 的加密算法是 { $other }
finding-fix-sm-not-opened = 此商户号使用国密算法，本工具不支持解密
finding-resource-nonce-bytes = resource 的 nonce 有 { $bytes } 个字节，应为 12 个
finding-ciphertext-damaged-why = resource 的 ciphertext 已损坏，不是完整的 Base64：{ $why }
finding-plaintext-not-json = 通知解密后的明文不是 JSON
finding-shape-timestamp = 时间戳
finding-shape-nonce = 随机串
finding-shape-signature = 签名
finding-shape-serial = 证书序列号
finding-shape-other = 其他值
finding-shape-belongs = { $at } 中是{ $shape }，应放在 { $header }
finding-body-empty = 请求体为空（{ $bytes } 字节）：抓取之前已被其他代码读取
finding-body-xml-v2 = 请求体是 XML，即 API v2 的通知，它没有 Wechatpay-* 请求头
finding-body-html = 请求体是 HTML 页面：来自网关、代理或错误页，而不是微信支付
finding-body-xml = 请求体是 XML，不是 JSON
finding-body-printed = 请求体是“{ $text }”，这是程序打印对象或空值的写法，不是收到的原始字节
finding-body-v2 = 请求体是带 sign 的 key=value 键值对，属于 API v2
finding-fix-send-notify-url = 在 API v3 的每个下单和退款请求中传 notify_url：用 API v2 下的单，或商户平台上设置的通知地址，收到的是 API v2 的通知
finding-body-is-resource = 这只是 resource，不是外层被签名的完整请求体
finding-body-without-resource = 请求体中没有 resource，而每个通知都有
finding-body-not-uncompressed = 请求体是压缩数据（gzip），不是被签名的 JSON
finding-body-not-object = 请求体不是 JSON 对象，而微信支付发送的是 JSON 对象：它是程序打印出来的，或已被改动
finding-header-is-value = { $name } 为 { $value }
finding-name = { $name }
finding-names = { $one }、{ $other }
finding-header-absent = 应用没有读到这些请求头：{ $names }
finding-fix-header-absent = 按请求头自己的名称（不区分大小写）从请求中读取；CDN 或网关须透传 Wechatpay-*；用 API v2 下的单，其通知没有这些请求头
finding-verifies-here = 文中说某个程序验签失败，而这里的内容用密钥 { $serial } 验签通过：该程序验证的是其他内容，或用了其他密钥
finding-fix-verifies-here = 为该程序配置密钥 { $serial }，并让它验证收到的原始字节以及同一报文的请求头

## 支付参数

finding-field-absent = 对象中没有 { $name }
finding-fix-field-absent = 把签名所用的 { $name } 传给客户端
finding-field-empty = { $name } 为空
finding-fix-field-empty = 把服务端生成的 { $name } 原样传给客户端
finding-field-nothing = { $name } 是“{ $given }”，这是程序在没有值时打印的内容
finding-no-sign-type = 对象中没有 signType；缺少它时客户端不会按 RSA 验签
finding-fix-no-sign-type = 传入 signType，值为“RSA”；它不参与签名
finding-field-misspelt = 客户端读取的是“{ $right }”，对象中却是“{ $given }”
finding-fix-field-misspelt = 字段名改为 { $right }，区分大小写
finding-json-was-signed = 签名的是一段 JSON，而不是四行签名串
finding-platform-key-signed-pay-params = 此签名由微信支付的密钥 { $serial } 生成（{ $owner }）
finding-other-key = 此签名由另一把密钥生成：{ $owner }
finding-nonce-and-timestamp-swapped = { $timestamp } 中是随机串，{ $nonce } 中是时间戳
finding-nonce-and-signature-swapped = { $nonce } 中是签名，{ $signature } 中是随机串
finding-five-lines = 签名了五行，与请求的签名串相同：package 之后还有 { $value }
finding-field-is-number = { $name } 是数字，不是字符串
finding-field-milliseconds = { $name } { $text } 是毫秒
finding-fix-field-milliseconds = { $name } 和签名串中都使用 1970 年以来的整秒数，共十位数字
finding-field-not-seconds = { $name } 是“{ $text }”，不是十位数字的 Unix 秒数
finding-fix-field-not-seconds = 使用 1970 年以来的整秒数，共十位数字，以字符串传入
finding-fix-nonce = 使用 1 到 32 位随机的字母和数字，以字符串传入，并用同样的值签名
finding-nonce-too-long = { $name } 有 { $length } 个字符，客户端最多接受 32 个
finding-nonce-unusable = { $name } 是“{ $text }”，不是由可见字符组成的随机串
finding-appid-differs = AppID 是“{ $given }”，配置的是 { $own }
finding-fix-appid-differs = 使用调起支付的应用自己的 AppID，须与下单时一致；如果配置的是另一个应用，请用 --appid 指定
finding-app-package = package 是“{ $package }”；APP 的 package 固定为 { $app_package }
finding-fix-app-package = package 传 { $app_package }，prepay_id 的值放在 prepayid 中
finding-partnerid-differs = partnerid 是“{ $partner }”，配置的商户号是 { $mchid }
finding-fix-partnerid = partnerid 是签名的商户号：服务商模式下为服务商的商户号
finding-kind-number = 数字
finding-kind-boolean = 布尔值
finding-kind-object = 对象
finding-kind-list = 数组
finding-kind-null = 空值 null
finding-field-not-string = { $name } 是{ $kind }，不是字符串
finding-fix-field-not-string = { $name } 须为字符串
finding-sign-type-not-rsa = signType 是“{ $other }”，应为“RSA”
finding-fix-sign-type-rsa = signType 传“RSA”（大写）：MD5 和 HMAC-SHA256 属于 API v2
finding-package-unusable = { $name } 是“{ $given }”，其中没有 prepay_id
finding-package-bare = { $name } 是“{ $given }”，缺少“prepay_id=”
finding-package-twice = { $name } 是“{ $given }”，多了一个“prepay_id=”
finding-package-encoded-value = { $name } 是“{ $given }”，被 URL 编码
finding-package-altered = { $name } 是“{ $given }”，客户端无法使用，应为“{ $right }”
finding-package-signed-so = { $message }，签名时也是如此
finding-fix-package-signed-so = 以“{ $right }”作为签名串第四行，并原样作为 { $name } 传给客户端
finding-package-changed-to = 服务端签的是“{ $right }”，这没有错，但客户端收到的是“{ $given }”
finding-fix-package-decode = 服务端签名正确：{ $name } 在途中（例如作为页面参数）被编码，传给客户端之前先解码（decodeURIComponent），使其为“{ $right }”
finding-fix-package-pass-unchanged = 服务端签名正确：把服务端返回的 { $name }“{ $right }”原样传给客户端，前端不要再拼接或改动
finding-package-changed-on-the-way = { $message }，发生在传给客户端的途中；服务端签的是“{ $right }”，这没有错

## 误传的 prepay_id

finding-prepay-id-fix-log = 打印下单接口的应答，取其中的 prepay_id 字段：下单失败时没有该字段；异步调用须等待结果返回
finding-prepay-id-empty = prepay_id 为空
finding-prepay-id-fix-alone = 只传 prepay_id 的值：{ $id }
finding-prepay-id-package = “{ $shown }”是完整的 package，不是 prepay_id 的值
finding-prepay-id-code-url = “{ $shown }”是 Native 下单返回的 code_url，不是 prepay_id
finding-prepay-id-fix-code-url = 将其生成二维码；小程序请用 --trade-type jsapi 下单，才会返回 prepay_id
finding-prepay-id-url = “{ $shown }”是网址，不是 prepay_id
finding-prepay-id-fix-url = h5_url 在浏览器中打开；小程序请用 --trade-type jsapi 下单，才会返回 prepay_id
finding-prepay-id-json = “{ $shown }”是 JSON，不是 prepay_id 的值
finding-prepay-id-fix-json = 传其中 prepay_id 字段的值
finding-prepay-id-spaces = prepay_id 前后有空格或换行
finding-prepay-id-fix-spaces = 去掉后再传：{ $trimmed }
finding-prepay-id-transaction = “{ $shown }”是 transaction_id，即已支付订单的微信支付订单号
finding-prepay-id-no-value = “{ $shown }”是程序在值不存在或不是字符串时写出的内容
finding-prepay-id-other = “{ $shown }”不是 prepay_id，它最多 64 位，由字母和数字组成

## 请求

finding-header-value-malformed = 其中有的值格式不对：{ $why }
finding-header-spaces-around = 前后有空格或换行
finding-header-name-space = 请求头的名称中有空格
finding-header-odd-character = 含有请求头不允许的字符：{ $odd }
finding-header-not-digits = { $name } 是“{ $value }”，应全部为数字
finding-header-field-missing = 缺少 { $name }
finding-header-not-a-pair = “{ $pair }”不是 key="value"
finding-header-separator = 两个字段之间是“{ $separator }”，应为英文逗号
finding-header-separator-spaces = 逗号或“=”前后有空格
finding-header-unknown-field = “{ $name }”不是 mchid、nonce_str、signature、timestamp、serial_no 之一
finding-header-field-case = “{ $name }”应写成 { $right }
finding-header-field-twice = { $right } 出现了两次
finding-header-no-scheme = 缺少认证类型 { $scheme }
finding-header-none = 没有 Authorization 请求头，或它是空的
finding-header-typographic = 其中的引号是中文引号（“…”）：如果发送时就是这样，微信支付会拒绝；如果只是复制时被编辑器或聊天软件改掉的，则不影响
finding-header-other-scheme = 认证类型是“{ $other }”，应为 { $scheme }
finding-header-scheme-space = 认证类型之后须有一个空格
finding-header-value-spaces = { $name } 的值中有空格
finding-header-quotes = { $name } 的值没有用英文双引号括起来
finding-header-swapped = { $one } 和 { $other } 的值互换了位置
finding-request-milliseconds = timestamp { $timestamp } 是毫秒
finding-authorization-mchid = Authorization 中的商户号是 { $theirs }，配置的商户号是 { $ours }
finding-body-mchid = Authorization 中的商户号是 { $mchid }，请求体中是 { $other }
finding-fix-body-mchid = 请求体中的 mchid（服务商模式下为 sp_mchid）须与签名的商户号一致
finding-sent-get-with-body = GET 请求带有请求体
finding-sent-xml = 发送的请求体是 XML，属于 API v2 的格式
finding-sent-form = 发送的请求体是表单（{ $name }=…），不是 JSON
finding-serial-no-is-of = 签名的是配置中的私钥，但 serial_no 是 { $serial }（{ $owner }）；该私钥对应的是 { $own }
finding-serial-no-is-not-signers = 签名的是配置中的私钥，但 serial_no 是 { $serial }；该私钥对应的是 { $own }
finding-platform-key-signed-request = 此签名由微信支付的密钥生成：{ $owner }
finding-serial-no-unknown = serial_no { $serial } 不属于任何已配置的证书；配置中的是 { $own }
finding-moment-ahead = 时间戳是 { $moment }，比本机时钟晚 { $seconds } 秒；微信支付只允许相差 300 秒
finding-fix-moment-ahead = 直接取系统时间的 Unix 秒数，并用 NTP 校准服务器和本机的时钟
finding-moment-late = 时间戳是 { $moment }，比发送请求时早 { $seconds } 秒；微信支付只允许相差 300 秒
finding-moment-timezone = 正好相差 { $whole } 小时：像是把本地时间当成了 UTC，或者相反
finding-certificate-expired-at = 商户API证书 { $serial } 已于 { $end } 过期，早于签名时间 { $moment }

## 拒绝请求的应答

finding-reply-says = 应答的说明：{ $message }
finding-fix-reply-authorization = 打印实际发送的请求头，用 `explain request` 检查：认证类型、一个空格、五个英文双引号键值对、逗号前后无空格；签名串末尾缺少换行符也会得到此应答
finding-fix-reply-clock = 用 NTP 校准时钟，使用整秒数，签名后立即发送；此项检查最先进行，会掩盖其他问题
finding-fix-reply-serial = serial_no 须为与签名私钥配套的商户API证书的序列号：不是平台证书的，也不是 PUB_KEY_ID_…
finding-fix-reply-certificate = 使用商户平台上有效的商户API证书，以及与之配套的私钥和序列号
finding-fix-reply-mchid = 请求体中的 mchid（服务商模式下为 sp_mchid）须与 Authorization 中的一致
finding-fix-reply-platform-serial = Wechatpay-Serial 填此商户号的平台证书序列号或微信支付公钥ID
finding-fix-reply-apiv3-key = 在商户平台设置 APIv3密钥
finding-received-milliseconds = 服务器收到的时间戳 { $timestamp } 是毫秒
finding-fix-request-milliseconds = 请求头和签名串中都使用 1970 年以来的整秒数，共十位数字
finding-received-get-with-body = 服务器收到的 GET 请求带有请求体
finding-fix-get-without-body = GET 请求不带请求体，签名串第五行为空
finding-received-without-body = 服务器收到的 { $method } 请求没有请求体：签名的内容没有发送
finding-fix-received-without-body = 把请求体以原始字节交给 HTTP 客户端，所用的流不能事先被读过，也不要让重定向把 POST 变成 GET
finding-received-bom = 服务器收到的请求体以 BOM 开头
finding-fix-received-bom = 请求体不要带 BOM，并对实际发送的字节签名
finding-query-mchid = 查询参数中的商户号是 { $mchid }，配置的商户号是 { $ours }
finding-fix-query-mchid = 查询参数使用签名所用的商户号
finding-received-without-query = 服务器收到的 URL 没有 ?mchid=…：如果签名串中有，则没有发送
finding-fix-received-without-query = 发送与签名使用相同的路径和查询参数
finding-received-encoded-twice = 服务器收到的 { $url } 中，百分号被再次编码
finding-fix-received-encoded-twice = 路径和查询参数只编码一次，签名和发送都用编码后的结果
finding-length-equal = 两个请求体长度相同，开头不同
finding-length-zero = 服务器没有收到请求体
finding-length-bom = BOM 只在一侧存在
finding-length-line-end = 请求体末尾的换行只在一侧存在
finding-length-escapes = 每个非 ASCII 字符在服务器一侧多三个字节，与 \uXXXX 转义相符
finding-length-charset = 每个非 ASCII 字符在服务器一侧少一个字节，与 GBK 编码相符
finding-length-whitespace = 长度之差与紧凑和带缩进的 JSON 之差相符
finding-lengths-differ = 给出的请求体有 { $length } 字节，服务器收到 { $arrived } 字节：{ $why }
finding-fix-check-request = 检查请求本身：`explain request --method … --url … --body … --authorization …`，或在此命令后加上这些选项
finding-reply-to-right-request = 所给请求由配置中的商户私钥正确签名：微信支付收到的内容与它不同，或被拒绝的是另一个请求
finding-fix-reply-to-right-request = 将此请求与实际发送的请求对比：HTTP 客户端、代理或中间件可能在签名之后改动了内容；并在商户平台确认 serial_no 对应的商户API证书有效
finding-question-marks = 所发送的请求体里有连续的问号，且没有任何非 ASCII 字符：用不含汉字的字符集（例如 ISO-8859-1）编码就会如此
finding-reply-without-body = 签名由正确的私钥生成，但所签的内容不是服务器收到的这 { $length } 字节；文本里只有请求体的开头
finding-fix-reply-without-body = 同时给出实际发送的请求体：`explain reply … --body FILE`，或将完整请求与应答一起粘贴
finding-reply-shows-message = 服务器验签的签名串共 { $length } 字节，见上文：如果与你的逐字节相同，则私钥或证书序列号不对；否则，错误就在不同之处
finding-reply-shows-nothing = 应答中没有服务器收到的签名串：私钥、证书序列号和签名串都可能不对
finding-sandbox-refused = 沙箱拒绝了此请求：{ $message }
finding-fix-compare-authorization = 对照文档检查 Authorization 中的每个值

## 列表

finding-list = { $one }；{ $other }
