### refund 的帮助页。

help-refund = 申请退款（全额或部分）或查询退款
    .examples =
        wechatpay refund create --out-trade-no coffee-0001 --refund 1
        wechatpay refund query --out-refund-no refund-0001
        wechatpay refund create --batch refunds.csv -o results.jsonl
help-refund--sub-mchid = 收款的子商户
    .default = 配置中的 sub_mchid
help-refund-create = 全额或部分退款
    .usage = (--out-trade-no <N> | --transaction-id <T>) (--refund <FEN> | --refund-yuan <12.34>) [选项]
    .long =
        同一 out_refund_no 无论发送多少次只退款一次，新单号则再次退款。因此退款在结果明确之前会记录在数据目录中，不带 --out-refund-no 重新运行同一命令，会以首次的单号与参数继续。已受理的退款会记住一天：同一订单再次退相同金额会以 8 退出并给出首次的单号，除非使用 --new-refund 或新的 --out-refund-no，或首次的退款已关闭。一笔订单在 365 天内最多退款 50 次，每次间隔一分钟。

        使用 --batch 时，某行的退款被受理即算完成。同一订单的各行依次执行。若订单有其他行或其他命令未完结的退款，或账户余额不足，该行保持未完成，重新运行同一命令即可继续。没有单号的行，若其订单一天内已由其他命令或批次退过相同金额，则被拒绝；同一批次中的两行是两笔退款。
    .examples =
        wechatpay refund create --out-trade-no coffee-0001 --refund 1 --out-refund-no refund-0001
        # 以元为单位，原因付款人可见
        wechatpay refund create --out-trade-no coffee-0003 --refund-yuan 0.01 --reason 缺货
        # 每行一笔退款
        wechatpay refund create --batch refunds.csv -o refunds.jsonl
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = 该订单一天内已退过相同金额，或批量中有等待的行
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791903
help-refund-create--out-trade-no = 商户订单号
help-refund-create--transaction-id = 微信支付订单号
help-refund-create--refund = 退款金额，单位为分
help-refund-create--refund-yuan = 退款金额，单位为元，最多两位小数
help-refund-create--total = 订单总金额，单位为分
    .default = 查询订单得知
help-refund-create--out-refund-no = 商户退款单号；新单号会再次退款
    .default = 该订单未完结退款的单号，否则自动生成
help-refund-create--reason = 退款原因，付款人可见
help-refund-create--notify-url = 接收退款通知的地址
    .default = 配置中的 notify_url
help-refund-create--funds-account = 退款资金来源
help-refund-create--goods-detail = 退款商品 goods_detail 的 JSON 数组文件
help-refund-create--body = 按原始字节发送该请求体
help-refund-create--new-refund = 即使该订单有未完结或刚受理的退款，也另行退款
    .long = 该订单未完结的退款不再跟踪；付款人可能收到两次退款。
    .long = 否则会在终端显示商户号、金额和行数，确认之前不发送任何请求。没有终端、使用 --no-input 或 CI=true 时不询问。商户号以 0 开头的只有沙箱，其他配置都是真实交易配置；base URL 指向本机也一样，因为那里可能是转发到微信支付的网关。
help-refund-query = 查询退款，可等待其完成
    .long = 退到零钱只需几分钟，退到银行卡最多三个工作日。
    .examples =
        wechatpay refund query --out-refund-no refund-0001
        wechatpay refund query --out-refund-no refund-0001 --wait=10m --expect SUCCESS
        wechatpay refund query --out-refund-no refund-0001 --get status
    .exit = 0 2 3 4 5 6 7 8 9
    .exit-8 = 不在 --expect 的状态，或 --wait 超时
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791904
help-refund-query--out-refund-no = 商户退款单号
help-refund-query--expect = 退款不在这些状态之一时以 8 退出
