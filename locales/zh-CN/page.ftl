### 沙箱的网页。

page-brand = 微信支付
page-sandbox = 沙箱
page-site = 微信支付沙箱
page-skip = 跳到正文
page-navigation = 栏目
page-live = 实时
page-live-hint = 内容会自动更新
page-live-off = 已断开
page-live-off-hint = 沙箱没有响应，恢复后页面会自动重新连接
page-welcome = 打开沙箱
page-merchant = 商户号
page-base-url = 接口地址
page-signs-with = 签名密钥
page-signs-certificate = 平台证书
page-signs-public-key = 微信支付公钥
page-signs-both = 平台证书或微信支付公钥（按请求）
page-data-folder = 数据目录
page-no-money = 本机沙箱，不涉及真实资金。
page-copy = 复制
page-copied = 已复制
page-copy-this = 复制 { $text }
page-fen = { $fen } 分

## 提示页

page-locked = 需要密钥才能打开
page-locked-why = 只有启动沙箱的人才能打开此页面。
page-locked-help = 请打开沙箱启动时显示的网址，或用以下命令启动：
page-foreign = 拒绝访问
page-foreign-why = 只能在本机以 127.0.0.1 或 localhost 等本机名称打开沙箱，其他网站的页面不能使用它。
page-missing = 页面不存在
page-missing-why = 地址可能有误，或订单已在重置时清除。
page-to-orders = 全部订单
page-broken = 沙箱无法读写状态
page-broken-why = 数据目录无法读写：

## 订单列表

page-orders = 订单
page-orders-about = 程序每次下单，都会立即显示在这里。
page-search = 搜索订单
page-search-hint = 商户订单号、微信支付订单号或退款单号
page-filter = 状态
page-filter-all = 全部
page-amount = 金额
page-status = 状态
page-order = 商户订单号
page-product = 支付方式
page-created = 下单时间
page-pages = 翻页
page-newest = 最新
page-older = 更早
page-no-orders = 还没有订单
page-no-orders-help = 在终端下一个订单，或让自己的程序连接沙箱；新订单无需刷新即可看到。
page-no-orders-place = 下单
page-no-orders-profile = 启动沙箱时导出配置与密钥，供自己的程序使用
page-example-goods = 咖啡
page-no-match = 没有找到
page-no-match-help = 没有以此开头且处于该状态的订单。
page-show-all = 显示全部订单

## 状态

page-state-unpaid = 待支付
page-state-paid = 已支付
page-state-refunded = 已退款
page-state-partly-refunded = 部分退款
page-state-closed = 已关闭
page-state-expired = 已过期
page-state-other = { $code }
page-refund-processing = 退款处理中
page-refund-success = 退款成功
page-refund-abnormal = 退款异常
page-refund-closed = 退款关闭
page-delivery-acknowledged = 已确认
page-delivery-sending = 发送中
page-delivery-retrying = 未确认，将重发
page-delivery-not-posted = 未发送
page-delivery-given-up = 已停止重发

## 订单详情

page-details = 详细信息
page-time-line = 时间线
page-request-body = 请求报文主体
page-trade-state = 交易状态
page-transaction-id = 微信支付订单号
page-prepay-id = 预支付交易会话标识
page-payer = 支付者
page-notify-url = 通知地址
page-time-expire = 支付截止时间
page-attach = 商户数据包
page-pay = 支付
page-open-cashier = 打开收银台
page-more = 更多
page-payer-cancels = 用户取消
page-payment-fails = 支付失败
page-expire-order = 设为已过期
page-close-order = 关闭订单
page-refund = 退款
page-combined = 合单
page-combined-about = 一起下单、一起支付，合计 { $amount }：
page-part-of = 合单 { $number }
page-cashier-combined = 合单支付（{ $count } 笔子单）
page-refunds = 退款
page-refund-amount = 退款金额
page-refund-up-to = 最多可退 { $amount }。
page-refund-outcome = 退款结果
page-refund-console = 商户平台发起
page-end-refunds = 结束退款
page-query = 查询
page-commands = 命令
page-commands-about = 在终端执行同样的操作。
page-scan = 扫码支付
page-scan-about = 打开收银台。可点击二维码，或在本机模拟器中扫描。
page-h5 = H5 支付
page-h5-about = 订单的 h5_url 会打开此收银台。

## 时间线

page-step-ordered = 下单：{ $amount }，{ $product }
page-step-prepaid-again = 再次下单，更换 prepay_id
page-step-cancelled = 用户取消支付
page-step-failed = 支付失败
page-step-paid = 支付成功：{ $amount }
page-step-refund-requested = 申请退款：{ $amount }
page-step-refund-success = 退款成功：{ $amount }
page-step-refund-abnormal = 退款异常：{ $amount }
page-step-refund-closed = 退款关闭：{ $amount }
page-step-notification = 通知{ $state }
page-step-closed = 订单已关闭
page-step-expired = 已过 time_expire
page-step-expired-note = 不能再支付；关闭之前状态仍为 NOTPAY。
page-attempts = 第 { $count } 次发送
page-next-attempt = 下次发送
page-outcome-status = HTTP 状态码 { $status }
page-outcome-refused = 连接被拒绝：该地址没有服务在监听
page-outcome-no-response = 没有应答：{ $reason }
page-outcome-not-posted = 退款未指定 notify_url

## 操作结果

page-notice-paid = 已支付，正在发送通知。
page-notice-cancelled = 用户已取消，订单仍可支付。
page-notice-failed = 支付失败，订单仍可支付。
page-notice-closed = 订单已关闭。
page-notice-expired = 支付时间已截止。
page-notice-refunded = 退款已记录，正在发送通知。
page-notice-refunds-ended = 退款已结束。
page-notice-is-closed = 无法操作：订单已关闭。
page-notice-is-expired = 无法操作：已过 time_expire。
page-notice-is-paid = 无法操作：订单已支付，请改为退款。
page-notice-not-paid = 无法操作：订单未支付。
page-notice-not-open = 无法操作：订单不是待支付状态。
page-notice-too-much = 未退款：可退金额不足。
page-notice-wrong-amount = 未退款：请输入以元为单位的金额，例如 12.34。

## 收银台

page-cashier = 收银台
page-cashier-title = 微信支付 · 沙箱
page-cashier-fine = 沙箱环境，不涉及真实资金。
page-cashier-method = 付款方式
page-cashier-balance = 零钱
page-cashier-goods = 商品
page-cashier-pay = 支付 { $amount }
page-cashier-paid = 支付成功
page-cashier-cancelled = 支付已取消
page-cashier-cancelled-note = 订单仍可支付。
page-cashier-failed = 支付失败
page-cashier-failed-note = 银行拒绝了这笔交易，订单仍可支付。
page-cashier-expired = 订单已过期
page-cashier-expired-note = 已超过支付截止时间，请重新下单。
page-cashier-closed = 订单已关闭
page-cashier-closed-note = 商户已关闭该订单，请重新下单。
page-cashier-again = 重新支付
page-cashier-back = 返回商户
page-payer-side = 模拟用户
page-payer-side-about = 用户还可能这样做；程序会在支付结果中看到。
page-payer-side-done = 没有可执行的操作。
page-to-order = 返回订单
page-to-requests = 相关请求
page-to-deliveries = 相关通知

## 故障

page-faults = 故障
page-faults-about = 让接口调用按需出错，检验程序的处理。
page-faults-active = 已设置的故障
page-faults-none = 未设置故障，所有调用正常处理。
page-faults-known = 可设置的故障
page-faults-clear = 全部移除
page-fault-add = 添加故障
page-fault-refused = 未添加：{ $reason }
page-fault-name = 故障
page-fault-count = 频率
page-fault-next = 接下来 { $count } 次调用
page-fault-rate = { $percent }% 的调用
page-fault-always = 每次调用
page-fault-path = 仅限路径
page-fault-path-hint = 留空表示所有路径；* 表示任意部分。
page-fault-occurred = 已发生 { $count } 次
page-fault-left = 还将发生 { $count } 次
page-fault-on = 生效中
page-fault-over = 已结束
page-fault-remove = 移除
page-fault-remove-this = 移除 { $fault }

## 请求与通知

page-requests = 请求
page-requests-about = 沙箱收到的全部请求及其验签结果。
page-requests-of = 与 { $number } 相关的请求
page-requests-all = 显示全部请求
page-requests-refused = 被拒绝
page-request = 请求
page-response = 应答
page-duration = 耗时
page-time = 时间
page-no-requests = 还没有请求
page-no-requests-help = 请让程序连接沙箱。在终端可用以下命令查看：
page-no-refusals = 没有被拒绝的请求
page-no-refusals-help = 所有请求均验签通过并被受理。
page-signature = 验签
page-signature-fits = 签名覆盖以下各行。
page-signature-differs = 应签名的内容与实际签名的内容，差异处已标出。
page-signature-unknown = 应签名的内容如下；未能找出实际签名的内容。
page-signature-none = 请求没有可读取的 API v3 签名。
page-line-expected = 应为
page-line-signed = 实为
page-findings = 被拒绝的原因
page-in-terminal = 在终端查看
page-as-curl = curl 命令
page-request-id = Request-ID
page-code = 错误码
page-message = 错误信息
page-failure = 失败原因
page-serial-no = 证书序列号
page-body-empty = 没有报文主体。
page-body-binary = 报文主体不是文本。
page-bytes = { $count } 字节
page-deliveries = 通知
page-deliveries-about = 沙箱发送到 notify_url 的全部通知及其结果。
page-notification = 通知
page-attempt-count = 次数
page-no-deliveries = 还没有通知
page-no-deliveries-help = 支付一个订单后，通知会连同请求头、报文主体与应答显示在这里。
page-resend = 重新发送
page-no-attempts = 尚未发送。
page-attempt-scheduled = 按频率发送
page-attempt-resent = 手动重发
page-attempt-duplicate = 重复通知
page-attempt-probe = 探测流量（签名错误）
page-attempt-messages = 请求头、报文主体与应答
page-signed-by = 签名密钥
page-verify-with = 验签文件
page-posted = 已发送
page-resource = 解密后的 resource
