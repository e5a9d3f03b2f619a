### 无法识别的命令行与环境变量。

usage-command-missing = 缺少命令
usage-unknown-argument = 无法识别的参数 '{ $argument }'
usage-unknown-command = 没有 '{ $name }' 命令
usage-no-value = '{ $argument }' 缺少值
usage-invalid-value = '{ $argument }' 的值 '{ $value }' 无效
usage-invalid-value-because = '{ $argument }' 的值 '{ $value }' 无效：{ $reason }
usage-missing = 缺少必需的参数：{ $arguments }
usage-conflict = '{ $argument }' 不能与 '{ $other }' 同时使用
usage-repeated = '{ $argument }' 只能使用一次
usage-other = 命令行有误：{ $words }

usage-help = 运行 `{ $path } --help` 查看用法
usage-help-usage = 用法：{ $usage }；运行 `{ $path } --help` 查看说明
usage-help-meant = 是否想输入 '{ $suggested }'？{ $rest }
usage-help-one-of = 请给出其中之一：{ $values }；{ $rest }
usage-help-value = 更正 { $argument } 的值；{ $rest }

usage-reason-values = { $value } 不可用，可用的值：{ $values }
usage-reason-fen = 应为大于 0 的整数，单位为分（1 元等于 100 分）
usage-reason-yuan = 应为大于 0 的金额，单位为元，最多两位小数，例如 12.34
usage-reason-expiry = 应为带单位的时长（例如 30m），或 RFC 3339 时间（例如 2018-06-08T10:34:56+08:00）
usage-reason-duration = { $value } 应为带单位的时长，例如 10s、5m 或 250ms
usage-reason-date = 应为 yyyy-MM-dd 格式的日期，例如 2019-06-11
usage-reason-out-trade-no = 应为 6 至 32 位字母、数字、_、-、| 或 *
usage-reason-out-refund-no = 应为 1 至 64 位字母、数字、_、-、|、* 或 @
usage-reason-target = 应为端口、/路径、主机:端口/路径或 http(s) URL
usage-reason-listen = 应为端口、:端口、localhost:端口或 地址:端口，例如 8080 或 0.0.0.0:8080
usage-reason-event = 不能发送这种通知
usage-reason-event-type = { $value } 不是通知类型
usage-reason-meant = { $reason }；是否应为 { $meant }？

usage-variable = 环境变量 { $name } 的值无法使用
    .help = 更正 { $name }，或取消设置
usage-contradiction = { $sandbox } 使用内置配置和沙箱自己的地址，{ $profile } 不会生效
    .help = 请去掉其中之一：{ $sandbox } 或 { $profile }
usage-this-command = 此命令
usage-file-too-large = { $path } 大于 { $bytes } 字节
    .help = 请检查路径：作为参数读取的文件都很小
usage-not-confirmed = 未确认：{ $question }（--yes 表示确认）
    .help = 加上 --yes 重新运行
