### Exchanging a wx.login code.

openid-code = a login code is the text that wx.login returned, without whitespace
    .help = print the field code of what wx.login returned, and pass it as it is
openid-code-used = the code may be used up: call wx.login again for a new one
