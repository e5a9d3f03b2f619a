### The fields of a profile.

help-field-mchid = Merchant number
    .long = Merchant console, 账户中心 → 商户信息; in partner mode that of the service provider.
help-field-appid = App ID that payments are made under
    .long = It must be linked to the merchant number.
help-field-serial-no = Serial number of the merchant API certificate
    .long = 40 hexadecimal digits; may be left out if `certificate` is set.
help-field-private-key = Merchant API private key: the path of apiclient_key.pem, or where it is
help-field-certificate = Merchant API certificate: the path of apiclient_cert.pem or apiclient_cert.p12
help-field-p12-password = Password of the .p12 file; the merchant number if left out
help-field-apiv3-key = APIv3 key, 32 characters: opens notifications and platform certificates
    .long = It is set in the merchant console and is not the key of API v2.
help-field-app-secret = AppSecret of the Mini Program, for `openid`
help-field-notify-url = URL that WeChat Pay sends notifications to
    .long = https, reachable from the internet, without a query.
help-field-platform-certs = Folder of platform certificates, which `download-certs` fills
help-field-public-key = WeChat Pay public key: the path of pub_key.pem
help-field-public-key-id = ID of the WeChat Pay public key, PUB_KEY_ID_…
help-field-sub-mchid = Sub-merchant number; makes this a service provider's profile
help-field-sub-appid = The sub-merchant's own App ID
help-field-base-url = Address of API v3
    .long = https://api.mch.weixin.qq.com if left out.
help-field-backup-base-url = Address of API v3 if `base_url` cannot be reached; none for no other
    .long = https://api2.mch.weixin.qq.com beside the default `base_url`.
help-field-mp-base-url = Address of the Mini Program login
    .long = https://api.weixin.qq.com if left out.
