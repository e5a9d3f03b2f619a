### `sandbox fault` 各故障的作用。

fault-http = 返回 400 至 599 中的该状态码，应答体为空；请求未生效
fault-http-after = 返回该状态码，应答体为空；但请求已生效
fault-system-error = 返回 500 SYSTEM_ERROR；请求未生效
fault-system-error-after = 返回 500 SYSTEM_ERROR；但请求已生效
fault-frequency-limited = 返回 429 FREQUENCY_LIMITED 或 RATELIMIT_EXCEEDED；请求未生效
fault-frequency-limited-after = 同上；但请求已生效
fault-reset-before = 连接断开，没有应答；请求未生效
fault-reset-after = 连接断开，没有应答；但请求已生效
fault-delay = 请求立即生效，应答延迟该时长
fault-wrong-clock = 微信支付的时钟快了十分钟：返回 401，如同请求的时间戳过旧
fault-html = 返回 200 和一个 HTML 页面；请求未生效
fault-redirect = 返回 302，重定向到其他路径；请求未生效
fault-empty-body = 应答没有应答体；请求已生效
fault-truncated-body = 应答体只有前一半，随后连接断开；请求已生效
fault-forged-signature = 应答的签名是错误的；请求已生效
fault-missing-signature = 应答没有签名；请求已生效
fault-unknown-serial = 应答指明的密钥不存在；请求已生效
fault-stale-timestamp = 应答签于十分钟前；请求已生效
fault-signature-probe = 应答的签名为探测流量（WECHATPAY/SIGNTEST/）；请求已生效
