### bill 的帮助页。

help-bill = 下载某日的交易账单或资金账单，并校验摘要
    .long = 微信支付于次日上午约 10 点生成前一日（北京时间）的账单，保留三个月。SHA-1 校验通过之前不会写入任何内容。
    .examples =
        wechatpay bill trade yesterday -o trade.csv
        wechatpay bill fundflow yesterday --parse table
help-bill-date = 账单日期（北京时间）：yyyy-MM-dd、昨天（yesterday）或前天；沙箱还有今天（today）的账单
help-bill--output = 写入该文件而非标准输出，要么完整写入要么不写；FILE.gz 保持压缩
help-bill--gzip = 以压缩形式传输
    .long = 除非写入 FILE.gz，否则会解压。
help-bill--parse = 解析账单
    .default = 使用 --json 或 --get 且没有 FILE 时为 json
    .value-table = 表格，单位为元
    .value-json = 每行一条，金额以分为单位，最后是汇总；其中 `text_columns` 列出金额不是整数分、保留为元文本的列
    .value-csv = 单位为元，去掉反引号、BOM 与汇总；电子表格会当作公式的内容前加单引号
help-bill-trade = 交易账单：每笔支付与退款一行
    .examples =
        wechatpay bill trade yesterday
        wechatpay bill trade yesterday -o trade.csv.gz --gzip
        wechatpay bill trade yesterday --type REFUND --parse json
    .exit = 0 2 3 4 5 6 7
    .exit-5 = NO_STATEMENT_EXIST：当日没有交易
    .exit-6 = STATEMENT_CREATING：账单尚未生成，请稍后再试
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791907
help-bill-trade--type = 只含这些交易
help-bill-trade--sub-mchid = 服务商：仅该子商户，或 all 表示全部
    .default = 配置中的 sub_mchid，否则为 all
help-bill-fundflow = 资金账单：商户账户的所有收支
    .examples =
        wechatpay bill fundflow yesterday
        wechatpay bill fundflow yesterday --account OPERATION -o funds.csv
        wechatpay bill fundflow yesterday --parse table
    .exit = 0 2 3 4 5 6 7
    .exit-5 = NO_STATEMENT_EXIST：当日没有收支
    .exit-6 = STATEMENT_CREATING：账单尚未生成，请稍后再试
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791908
help-bill-fundflow--account = 账户类型
