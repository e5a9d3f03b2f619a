### The pages of bill.

help-bill = Download a day's trade or fund-flow bill, and check its hash
    .long = WeChat Pay makes a day's bills (in China's time) on the next morning, from about 10 o'clock, and keeps them for three months. Nothing is written before its SHA-1 is the promised one.
    .examples =
        wechatpay bill trade yesterday -o trade.csv
        wechatpay bill fundflow yesterday --parse table
help-bill-date = Bill date in China's time: yyyy-MM-dd or "yesterday" (昨天); the sandbox also has bills of "today"
help-bill--output = Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed
help-bill--gzip = Transfer it compressed
    .long = It is inflated unless it is written to FILE.gz.
help-bill--parse = Parse it
    .default = json with --json or --get and no FILE
    .value-table = for people, in yuan
    .value-json = a row a line, amounts in fen, then the summary; its `text_columns` names those with an amount that is not whole fen, which stays a text in yuan
    .value-csv = in yuan, without back-quotes, byte order mark and summary; an apostrophe is put before what a spreadsheet would compute
help-bill-trade = Trade bill (交易账单): payments and refunds, one row each
    .examples =
        wechatpay bill trade yesterday
        wechatpay bill trade yesterday -o trade.csv.gz --gzip
        wechatpay bill trade yesterday --type REFUND --parse json
    .exit = 0 2 3 4 5 6 7
    .exit-5 = NO_STATEMENT_EXIST: nothing happened that day
    .exit-6 = STATEMENT_CREATING: not ready yet, run it again later
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791907
help-bill-trade--type = Only these trades
help-bill-trade--sub-mchid = For a service provider: this sub-merchant alone, or all
    .default = the profile's sub_mchid, else all
help-bill-fundflow = Fund-flow bill (资金账单): all movements on a merchant account
    .examples =
        wechatpay bill fundflow yesterday
        wechatpay bill fundflow yesterday --account OPERATION -o funds.csv
        wechatpay bill fundflow yesterday --parse table
    .exit = 0 2 3 4 5 6 7
    .exit-5 = NO_STATEMENT_EXIST: nothing happened that day
    .exit-6 = STATEMENT_CREATING: not ready yet, run it again later
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791908
help-bill-fundflow--account = Account
