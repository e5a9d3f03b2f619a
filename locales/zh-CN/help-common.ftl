### 多个命令共用的选项。

help-common-save-strings = 将应签名与实际签名的签名串原样写入 DIR 中的文件
help-common-sub-mchid = 以服务商身份代该子商户操作
    .default = 配置中的 sub_mchid
help-common-sub-appid = 子商户自己的 App ID
    .default = 配置中的 sub_appid
help-common-set = 将请求体的字段设为文本
help-common-set-json = 将请求体的字段设为 JSON 值
help-common-wait = 持续查询直到终态，最长等待 D（省略 D 时为 5m）
help-common-interval = 首次查询间隔，其后逐渐变长
help-common-batch = 逐行处理文件：JSON Lines，或带表头的 CSV
    .long = 列名与选项同名（out_trade_no 等）；命令行上的选项作为默认值。发送第一个请求之前会检查所有行。全部完成时退出码为 0，否则取最严重者：4 表示应答验签未通过；6 与 7 表示微信支付或网络异常，8 表示某行在等待同一订单的另一笔退款，这三种情况重新运行命令即可继续未完成的行；5 或 9 表示某行被拒绝，不加 --retry-failed 不会重发。
help-common-concurrency = 最多同时处理 N 行
    .default = 8
help-common-rate = 每秒最多开始 R 行
help-common-output = 每行结果以一个 JSON 对象写入该文件；重新运行同一命令即续跑
    .long = 已完成或被拒绝的行会跳过。旁边的 FILE.journal 记录批次标识，没有单号的行据此得到单号；FILE.input 是输入的副本。请将这些文件放在一起。
help-common-retry-failed = 续跑时以相同单号重发被拒绝的行
help-common-store = 通知的存储位置：SQLite 文件或 PostgreSQL 数据库
    .default = 用户数据目录中每个商户一个文件
help-common-data = 沙箱的数据目录
    .default = 用户数据目录中的 wechatpay/sandbox
