### 测试通知，以及接收端的应答是否符合微信支付规则。

trigger-not-json = --set-json { $path }：不是 JSON
trigger-shows-one = --dry-run 与 --curl 只显示一条通知：请指定 EVENT，不要使用 --repeat、--fault duplicate 或 --fault refund-first
    .help = 请去掉 --suite 与这些选项
trigger-names-no-order = { $event } 不支持 { $fault }：该通知不涉及订单
trigger-names-no-merchant = { $event } 不支持 { $fault }：该通知不含商户号

trigger-verbose = -v 显示完整的通知和响应
trigger-plaintext = resource 解密后的内容
trigger-response = 应答：{ $status }，{ $milliseconds } 毫秒
trigger-no-response = { $why }（{ $milliseconds } 毫秒）
trigger-more = ……（其后省略）

trigger-column-case = 用例
trigger-column-event = 事件
trigger-column-expected = 预期
trigger-column-response = 应答
trigger-column-time = 耗时
trigger-column-result = 结果
trigger-expected-refusal = 4xx 或 5xx
trigger-passed = 通过
trigger-failed = 未通过
trigger-totals = 通过 { $passed }，未通过 { $failed }
trigger-responses = { $number } 次应答
trigger-every-case = 所有用例
trigger-case-passed = 通过：应答符合微信支付规则
trigger-case-failed = 未通过：{ $names }：{ $message }
trigger-fix = {"  "}处理：{ $fix }
trigger-responses-differ = 注：重复通知的应答与首次不同，规则允许
trigger-unknown-keys = 所有真实通知均被拒绝：接收端是否配置了沙箱密钥？`wechatpay sandbox --write-profile FILE` 可写出

## 应答的问题

trigger-accepted = { $nature }，却以 { $status } 应答为成功
trigger-not-accepted = { $nature }，却以 { $status } 拒绝
trigger-redirected = 应答为重定向 { $status }
trigger-odd-status = 应答 { $status } 既非 2xx，也非 4xx 或 5xx
trigger-unreachable = 无法连接：{ $cause }
trigger-too-slow = 5 秒内没有完整应答
trigger-broken = 没有应答：{ $cause }

## 通知的问题

trigger-genuine = 真实通知
trigger-bad-signature = 签名错误
trigger-wrong-serial = Wechatpay-Serial 所指的密钥不存在
trigger-stale = 签名于十分钟前
trigger-future = 签名时间在十分钟之后
trigger-signtest = 这是探测流量：签名以 WECHATPAY/SIGNTEST/ 开头
trigger-bad-tag = resource 无法解密
trigger-truncated = 报文主体缺了一半
trigger-reserialized = 报文主体的字节与签名时不同
trigger-wrong-mchid = 属于另一商户
trigger-duplicate = 同一通知发送两次
trigger-slow = 真实通知，报文主体中途停顿 2 秒
trigger-refund-first = 真实通知，退款先于支付到达

## 处理办法

trigger-fix-redirected = 在此 URL 直接应答，不要求登录：微信支付不跟随重定向
trigger-fix-odd-status = 成功应答 200 或 204，失败应答 4xx 或 5xx
trigger-fix-too-slow = 先记录通知并应答，再处理业务
trigger-fix-unreachable = 检查 --to，以及接收端是否在该地址监听
trigger-fix-broken = 无论收到什么都应返回状态码；查看接收端日志了解原因
trigger-fix-bad-signature = 以时间戳、随机串和原始报文主体验证 Wechatpay-Signature，验签不通过则应答 401
trigger-fix-wrong-serial = 按 Wechatpay-Serial 选择密钥，未知序列号应拒绝，不要退而使用其他密钥
trigger-fix-stale = Wechatpay-Timestamp 与当前时间相差五分钟及以上应拒绝
trigger-fix-future = Wechatpay-Timestamp 与当前时间相差五分钟及以上应拒绝
trigger-fix-signtest = 按验签失败处理，不作特殊放行；微信支付会以正确签名重发
trigger-fix-bad-tag = resource 解密失败应答 4xx 或 5xx，微信支付会重发
trigger-fix-truncated = 对收到的原始字节验签，先验签后解析
trigger-fix-reserialized = 对收到的原始字节验签，先验签后解析
trigger-fix-wrong-mchid = 记录之前先核对 mchid（服务商为 sp_mchid）是否为本商户
trigger-fix-path = 检查 --to 中的路径
trigger-fix-duplicate = 已处理过的通知也要应答成功：微信支付未收到应答时会重发
trigger-fix-slow = 按 Content-Length 读完报文主体，最长等待 5 秒
trigger-fix-refund-first = 通知不保证顺序：支付通知未到时也应接受退款通知
trigger-fix-genuine = 真实通知应答 200 或 204；拒绝原因见应答内容与接收端日志
trigger-trace = < { $outcome }，{ $millis } 毫秒
