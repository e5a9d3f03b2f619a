# 通知的存储。

store-address = --store 需要一个文件路径，或 postgres://user@host:port/database
    .help = 可以是 ./inbox.db 这样的文件，或多个 serve-notify 共用的 PostgreSQL 数据库
store-no-data-folder = 无法确定数据目录
    .help = 请指定文件：--store 文件
store-interrupted = 无法打开存储

store-busy = 另一个 serve-notify 正在使用 { $store }
    .help = 多个 serve-notify 可共用 PostgreSQL：--store postgres://user@host/database
store-missing = { $store } 处没有通知存储
    .help = 由 `wechatpay serve-notify` 创建；可用 --store 指定其他位置
store-not-a-file = { $store } 不是文件
    .help = --store 需要一个文件路径，例如 ./inbox.db
store-linked = { $store } 有多个名称（硬链接）
    .help = SQLite 数据库以两个名称打开会丢失数据；请只保留一个名称，另一个改用 `cp` 复制
store-exposed = 其他用户可以读取 { $store }，且无法修改其权限
    .help = 存储中含有付款人的 openid；请由文件所有者执行：chmod 600 文件
store-moved = { $store } 在使用中被移走或替换
    .help = 不会再写入被移走的文件；其中尚未转发的通知，可用 `wechatpay serve-notify --store 新路径` 继续转发
store-orphaned = { $store } 不存在或为空，而其日志 { $log } 不为空
    .help = 日志中有已应答的通知：请把数据库放回原处；若数据库确已不存在，再移走日志
store-damaged = { $store } 在使用中被其他程序覆盖：{ $why }
    .help = 请停止 serve-notify，从备份恢复该文件，并删除其 -wal 和 -shm 后再启动
store-newer = { $store } 的结构版本为 { $found }，本程序只支持到 { $known }
    .help = 请使用创建它的版本或更新的版本
store-pooled = { $store } 是连接池，每个事务得到的会话都可能不同
    .help = 请直接连接 PostgreSQL，或让连接池保持会话（PgBouncer：pool_mode = session）
store-encoding = { $store } 的编码为 { $encoding }，无法保存所有通知
    .help = 用 `createdb --encoding UTF8 --template template0 NAME` 新建一个数据库
store-not-an-address = 存储地址不符合 postgres://user@host:5432/database 的形式：{ $why }
    .help = 请写成 postgres://user@host:5432/database；密码可放在 PGPASSWORD 中
store-unusable = 无法使用 { $store }：{ $why }
    .help = 请检查路径、磁盘空间与权限，或数据库是否接受连接
store-help-server = 请检查数据库是否已启动，主机与端口是否正确
store-help-other-file = 该文件是其他内容：请用 --store 指定另一个文件
store-help-login = 请检查用户名与密码：postgres://user@host:5432/database、PGPASSWORD
store-help-no-database = 用 `createdb` 创建该数据库，或更正地址末尾的名称
store-help-locked = 请关闭正在使用它的程序后重试
store-silent = { $store } 没有响应
    .help = 请检查数据库是否在运行、是否被锁定
store-form = 写法见下
store-fault-not-a-database = 不是 SQLite 数据库
store-fault-read-only = 不可写入
store-fault-cannot-open = 无法打开
store-fault-locked = 已被其他程序锁定
store-fault-damaged = 内容已损坏
store-fault-login = 用户名或密码不正确，或权限不足
store-fault-no-database = 没有该名称的数据库

store-reopened = { $store } 在使用中被移走或替换；现在使用该路径上的文件。被移走的文件中尚未转发的通知，可用 `wechatpay serve-notify --store 新路径` 继续转发
store-replaced = { $store } 在使用中被另一个文件覆盖；现在使用新文件。被覆盖的内容已保存为 { $saved }，没有丢失；其中尚未转发的通知，可用 `wechatpay serve-notify --store { $saved }` 继续转发
store-rewound = { $store } 在使用中被其他程序恢复或删除了内容：已应答的通知（最新一条为 { $newest }）已不在其中。请用 `wechatpay query` 查询相关订单；恢复存储前请先停止 serve-notify
store-restored = { $store } 在使用中被删除或截断；其全部内容已重新写入，没有丢失
store-log-renewed = { $file } 在使用中被移走、删除或替换；其内容已写入 { $store }，没有丢失。serve-notify 运行时请勿改动 { $store } 旁的文件
store-trace = 通知存储：{ $path }
