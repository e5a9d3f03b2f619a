### 查询与等待。

wait-order = 订单
wait-refund = 退款
wait-again = { $news }；将继续查询，最长 { $seconds } 秒
wait-failed-on = { $subject }状态为 { $state }，属于 --fail-on
    .help = 去掉 --fail-on 重新运行此命令，可查看微信支付返回的全部内容
wait-not-final = { $subject }状态为 { $state }，不是终态
wait-not-expected = { $subject }状态为 { $state }，不是 { $expected }
wait-may-change = 状态仍可能变化：请再次查询，可用 --wait=D 等待更久
wait-final = 状态不会再变化：去掉 --expect 重新运行此命令，可查看微信支付返回的全部内容
wait-last-query = 最后一次查询失败：{ $error }
wait-query-again = 查询不会改变任何数据：请重新运行此命令
wait-too-large = 微信支付的应答不会这么大：检查本机与微信支付之间的代理或认证网关
