### 申请退款、查询退款。

refund-amount-missing = 需要 --refund FEN 或 --refund-yuan 12.34
    .help = --refund 100 与 --refund-yuan 1 金额相同
refund-total-unknown = 需要 --total 分：--dry-run 与 --curl 不会查询订单
refund-exceeds-total = 退款金额 { $refund } 超过订单金额 { $total }
    .help = 退款金额不能超过订单金额减去已退金额
refund-not-json = 退款请求体不是合法的 JSON
refund-field-missing = 退款请求体缺少有效的 { $field }
refund-no-notify-url = 未设置 notify_url：微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url

refund-no-data-folder = 没有可用于记录退款的数据目录
    .help = 请将 HOME 或 XDG_DATA_HOME 设为会保留的目录
refund-record-needed = 退款发送前须先记录在该处，以免重复退款：请释放空间或调整权限，或将 XDG_DATA_HOME 设为会保留的目录
refund-pending-damaged = { $file } 已损坏
    .help = 该文件记录了一笔结果未知的退款：请在商户平台核实后再删除此文件
refund-accepted-damaged = { $file } 已损坏
    .help = 该文件记录了某订单最近两天已受理的退款：请在商户平台核实后再删除此文件
refund-not-serialized = 无法将退款记录为 JSON
refund-task-failed = 记录退款的线程异常终止

refund-different-parameters = out_refund_no { $number } 已于 { $since } 以其他参数发送（{ $refund } 分，订单共 { $total } 分），结果未知
    .help = 先运行 `{ $query }`；请以首次的参数重试：同一单号不能用于另一笔退款
refund-unfinished = 该订单先前的退款 { $number }（{ $refund } 分，{ $since }）尚未完结：结果未知，使用新单号会重复退款
    .help = 先运行 `{ $query }`；若不存在，不带 --out-refund-no 重复首次的命令；--new-refund 表示另行退款
refund-accepted-before = 该订单一天内已有相同金额的退款：out_refund_no { $number }，{ $refund } 分，受理于 { $at }
    .help = 运行 `{ $query }` 查看；确需再次退款时，请加 --new-refund（批处理时同时加 --retry-failed），或以 --out-refund-no 指定新单号
refund-has-status = 其状态为 { $status }
refund-lookup-failed = 暂时无法查询其状态：{ $error }

refund-sending = 正在发送退款请求
refund-resumed = out_refund_no { $number }：以首次的参数继续 { $since } 的退款
refund-may-be-accepted = 退款可能已受理
refund-accepted-elsewhere = 另一命令已确认退款受理
refund-not-made = 此命令没有产生退款
refund-was-accepted = 退款已受理
refund-resume = 重复同一命令，将以相同单号继续
refund-resume-with-number = 以 --out-refund-no { $number } 重复同一命令，将以相同单号继续
refund-resume-batch = 再次运行同一批处理命令，将以相同单号继续
refund-not-known-yet = 微信支付尚无此退款单：请等待一分钟后{ $resume }

refund-wait = 已受理；等待退款完成请运行 `{ $command }`
refund-not-refunded = 退款 { $number } 状态为 { $status }：款项未退回
refund-under-new-number = 再次运行同一命令，将以新单号退款
refund-closed = 运行 `{ $query }` 查看；已关闭的退款不会再执行：请用 refund create 且不带此单号重新退款
refund-abnormal = 状态为退款异常的退款仍可完成
refund-complete-abnormal = 请在商户平台的交易中心处理，或通过发起异常退款接口（apply-abnormal-refund）完成该笔退款；仅当确定不再处理该笔退款且需另行退款时，请加 --new-refund（批处理时同时加 --retry-failed）
refund-not-arrived = 退款无法到账：请在商户平台处理，或调用「发起异常退款」（apply-abnormal-refund）
