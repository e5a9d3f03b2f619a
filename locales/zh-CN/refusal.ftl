## 接收方为什么没有应答成功

refusal-redirected = 重定向不算应答成功：请由 notify_url 本身返回 204，中间不要经过登录、换域名或补斜杠的跳转
refusal-not-routed = 404 或 405 通常表示没有路由处理此 POST：请核对 notify_url 的路径与服务端路由的路径和请求方法
refusal-refused = 这条通知的签名是正确的：如果服务端判定签名错误，请检查验签串是否由时间戳、随机串和收到的原始请求体组成（各以一个换行符结尾，请求体在框架解析之前取得），并使用 Wechatpay-Serial 所指的密钥；登录或 CSRF 过滤器需要放行此路径
refusal-failed = 这条通知的签名和加密都是正确的，出错原因见服务端自己的日志：如果是解密失败，请核对 APIv3 密钥，并传入 resource 中的 nonce 和 associated_data
