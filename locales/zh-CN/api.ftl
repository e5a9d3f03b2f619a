### `api`：调用任意 API v3 接口。

## 选项不符合要求

api-own-authorization = --header 会替换 Authorization 中的签名
    .help = 请去掉该请求头；如确需替换签名，请加 --own-authorization
api-own-serial = --encrypt 会自动发送 Wechatpay-Serial：请去掉该 --header
api-no-sub-mchid = {"{"}sub_mchid{"}"} 没有对应的值：配置中没有 sub_mchid
    .help = 请在配置中设置 sub_mchid，或在路径中直接写出商户号
api-field-name = “{ $name }”不是 amount.total、a[b] 或 list[] 形式的字段名
    .help = 例如：--field amount.total=1
api-field-conflict = “{ $name }”与前面的字段冲突
api-field-not-utf8 = --field { $name }：{ $path } 不是 UTF-8 文本
    .help = 请将文件另存为 UTF-8 编码
api-body-of-get = GET 请求不能携带请求体
    .help = 请将参数放入查询串，或使用 --field
api-upload-name = --upload 的文件名必须是 UTF-8
api-sandbox-url = 使用 --sandbox 时，请求只会发往沙箱
    .help = 请只给出路径，如 /v3/certificates
api-path-shape = PATH 既不是 /v3/certificates 形式的路径，也不是 URL
api-path-not-v3 = PATH：{ $path } 不以 /v3/ 开头
    .help = 请写出完整路径，例如 /v3/certificates；API v2 的接口不能这样调用
api-path-part = PATH 不能包含 { $part }
api-path-placeholder = PATH：{"{"}{ $name }{"}"} 没有对应的值；可用的有 {"{"}mchid{"}"}、{"{"}appid{"}"} 和 {"{"}sub_mchid{"}"}
    .help = 请直接写出它的值

## 警告

api-data-not-json = 请求体不是 JSON，将原样发送：{ $error }
api-data-no-file = 请求体不是 JSON，且没有此文件，将原样发送：{ $error }
api-upload-ending = 此接口支持的文件后缀：{ $endings }
api-upload-size = 文件大小为 { $bytes } 字节，此接口最多支持 { $max } 字节
api-not-signed = 此应答未签名，无法证明来自微信支付
api-oaep-sha256 = 有字段使用了 OAEP SHA-256 加密，而非通常的 SHA-1

## 失败

api-interrupted-help = 该请求可能已被执行：再次发起之前请先查询其结果
api-under-way = 正在请求 { $method } { $path }
api-unsigned-help = 不要相信此应答；如文档说明该接口不签名，请加 --no-verify
api-next-link = 应答中的 links.next 不是 API v3 的路径
api-page-circle = 分页出现循环：下一页已经获取过
api-too-many-pages = 超过 { $max_pages } 页
    .help = 可用 --max-pages 提高上限
api-items-missing = 共 { $total } 条，跳过 { $skipped } 条后只收到 { $received } 条
api-items-missing-help = 如此接口的 offset 为页码，请加 --offset-in-pages
api-sealed-not-json = 内容不是 JSON
api-sealed-missing = 没有字段“{ $path }”
api-sealed-not-text = 字段“{ $path }”不是字符串
api-not-encrypted = 无法加密字段“{ $path }”
api-not-decrypted = 无法解密字段“{ $path }”
api-decrypted-not-utf8 = 字段“{ $path }”解密后不是 UTF-8 文本
