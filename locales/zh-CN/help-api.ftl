### api 的帮助页。

help-api = 调用任意 API v3 接口，自动签名并验签
    .long =
        验签通过后，应答主体按原始字节输出。--json 时放在一个对象的 `body` 中（不是文本则在 `body_base64` 中），并附 status、request_id、verified，加 --include 时还有 headers；`--get body.NAME` 输出一个字段。多页依次输出，每页一行。

        被拒绝（4xx、5xx）时只输出原因；-v 会把应答主体写入标准错误，-i 则输出全部。

        没有应答时只重试 GET，以及用 --idempotent 声明以单号标识自身的调用。--data 按原始字节发送；--encrypt 只改变该字段。命令行可被他人看到：--field name=@FILE 从文件读取，@- 从标准输入读取。
    .examples =
        wechatpay api GET '/v3/pay/transactions/out-trade-no/coffee-0001?mchid={"{"}mchid{"}"}'
        wechatpay api POST /v3/refund/domestic/refunds --data refund.json --idempotent
        wechatpay api POST /v3/security/echo -f echo_message=hi
        wechatpay api POST /v3/merchant/media/upload --upload licence.png --get body.media_id
    .exit = 0 2 3 4 5 6 7
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012081709
help-api-method = GET、POST、PUT、PATCH 或 DELETE
help-api-path = 路径与查询参数，或 URL；{"{"}mchid{"}"}、{"{"}appid{"}"}、{"{"}sub_mchid{"}"} 代表配置中的值
help-api--data = 请求体：文件（或 @FILE）、- 表示标准输入，或文本本身
help-api--field = 添加字段：a[b]=1、a.b=true、list[]=x、text=@FILE
    .long = 使用 GET、DELETE 或 --data 时加入查询参数，否则加入请求体。
help-api--raw-field = 添加值始终为字符串的字段，例如 mchid=1900000001
help-api--header = 添加请求头，或替换默认的请求头
help-api--own-authorization = 允许 --header 替换 Authorization
help-api--encrypt = 为微信支付加密请求体的该字段，例如 receivers.*.name
help-api--decrypt = 用商户私钥解密已验签应答的该字段
help-api--upload = 上传图片或视频，只对其 meta 签名
help-api--paginate = 翻页直到最后：links.next、next_page_token，或 offset、limit 与 total_count
help-api--max-pages = 最多获取 N 页
help-api--offset-in-pages = 每页将 offset 加一，用于按页计数的接口
    .default = 用于 /v3/marketing/favor
help-api--idempotent = 没有应答时重试：该请求以单号标识自身
help-api--no-verify = 接受没有签名的应答
    .default = 用于账单文件与图片
help-api--include = 同时输出状态码与应答头
help-api--output = 将应答主体写入仅属主可读的文件
