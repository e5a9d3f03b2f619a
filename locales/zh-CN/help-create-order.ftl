### create-order 的帮助页。

help-create-order = 下单：小程序、JSAPI、Native、APP 或 H5
    .usage = --openid <OPENID> (--total <FEN> | --yuan <12.34>) --description <TEXT> [选项]
    .long = 输出 prepay_id（或 code_url、h5_url）；jsapi 与 app 还输出已签名的调起支付参数。以相同的 out_trade_no 与相同的参数重试不会重复下单。
    .examples =
        wechatpay create-order --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --total 1 --description 咖啡 --out-trade-no coffee-0001
        # 在终端显示二维码，直到支付
        wechatpay create-order --trade-type native --yuan 12.34 --description 咖啡 --qr --wait=5m
        # 只输出 wx.requestPayment 的参数
        wechatpay create-order --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --total 1 --description 咖啡 --get pay_params
        # 每行一笔订单，重新运行同一命令即续跑
        wechatpay create-order --batch orders.csv -o results.jsonl
    .exit = 0 2 3 4 5 6 7 8
    .exit-8 = --wait：未在时限内支付
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791897
help-create-order--openid = 付款人在配置的 App ID 下的 openid
    .long = jsapi 必填。服务商模式下为服务商 App ID 下的 openid。
help-create-order--sub-openid = 付款人在子商户 App ID 下的 openid
help-create-order--total = 金额，单位为分
help-create-order--yuan = 金额，单位为元，最多两位小数
help-create-order--description = 商品描述，付款人可见
help-create-order--trade-type = 支付方式；小程序也用 jsapi
help-create-order--out-trade-no = 商户订单号
    .default = 自动生成
help-create-order--notify-url = 接收支付通知的地址
    .default = 配置中的 notify_url
help-create-order--time-expire = 支付截止时间：时长（30m）或 RFC 3339 时间
help-create-order--attach = 附加数据，在查询与通知中原样返回
help-create-order--goods-tag = 订单优惠标记
help-create-order--detail = 优惠功能 detail 的 JSON 文件
help-create-order--scene-info = 场景信息 scene_info 的 JSON 文件
help-create-order--client-ip = 付款人的 IP 地址；h5 必填
help-create-order--h5-type = 付款人的设备类型，用于 h5
help-create-order--profit-sharing = 指定分账
help-create-order--support-fapiao = 开启电子发票入口
help-create-order--body = 按原始字节发送该请求体
help-create-order--qr = 将 code_url 显示为二维码，用于 native
help-create-order--pay-params = 为每行同时签出 pay_params，耗时与签名下单请求相当
    .long = 否则会在终端显示商户号、金额和行数，确认之前不发送任何请求。没有终端、使用 --no-input 或 CI=true 时不询问。商户号以 0 开头的只有沙箱，其他配置都是真实交易配置；base URL 指向本机也一样，因为那里可能是转发到微信支付的网关。
