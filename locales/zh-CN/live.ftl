### 真实资金：哪些配置会动用，以及事先的确认。

live-mark = 真实交易
live-mark-sandbox = 沙箱
live-profile = 真实交易配置：下单和退款会动用真实资金
live-profile-sandbox = 沙箱配置：不会动用真实资金

live-merchant = 商户号 { $mchid }，配置 { $profile }
live-merchant-at = 商户号 { $mchid }，配置 { $profile }，发往 { $url }
live-refund = 真实资金：订单 { $number } 退款 { $yuan }（{ $fen } 分），{ $merchant }
live-refund-as-it-is = 真实资金：订单 { $number } 退款，{ $merchant }
live-orders = 真实资金：下单 { $lines } 笔，合计 { $yuan }（{ $fen } 分），{ $merchant }
live-orders-left = 真实资金：继续下单，剩余 { $lines } 笔，合计 { $yuan }（{ $fen } 分），{ $merchant }，已有结果 { $settled } 行
live-refunds = 真实资金：退款 { $lines } 笔，合计 { $yuan }（{ $fen } 分），{ $merchant }
live-refunds-left = 真实资金：继续退款，剩余 { $lines } 笔，合计 { $yuan }（{ $fen } 分），{ $merchant }，已有结果 { $settled } 行
live-go-ahead = 确认继续？
live-not-confirmed = 未确认：未发送任何请求
    .help = 重新运行并回答 y，或加上 --yes 直接发送
