### 用 wx.login 的 code 换取 openid。

openid-code = 登录 code 应为 wx.login 返回的文本，不含空白字符
    .help = 打印 wx.login 返回的 code 字段，并原样传入
openid-code-used = code 可能已被使用：请重新调用 wx.login
