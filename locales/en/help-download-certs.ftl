### The page of download-certs.

help-download-certs = Download, verify and store the platform certificates
    .long = Writes wechatpay_SERIAL.pem, as WeChat Pay's own tools do, once everything has verified; unchanged files are left alone. The options of the Java CertificateDownloader work too, so its command line can stand behind `wechatpay download-certs`.
    .examples =
        # Into the profile's platform_certs
        wechatpay download-certs
        # Into a folder, with one file of all of them
        wechatpay download-certs -o certs --bundle certs/all.pem
        # In cron: exit 8 if a certificate expires soon or is new
        wechatpay download-certs --check --min-days 30
    .exit = 0 3 4 5 6 7 8 9
    .exit-8 = --check: a certificate expires soon, is new or has gone
    .exit-9 = the merchant uses the WeChat Pay public key, and has no platform certificates
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012068829
help-download-certs--output = Write here
    .default = the profile's platform_certs, or .
help-download-certs--check = Write nothing; exit 8 if a certificate expires soon, is new or gone
help-download-certs--min-days = For --check: warn this many days before expiry
help-download-certs--prune = Remove the wechatpay_*.pem files of certificates that expired or are no longer listed
help-download-certs--bundle = Also write all valid certificates into this one PEM file
help-download-certs--wechatpay-cert = Certificates that are trusted already
help-download-certs--chain = Check that each certificate leads to a root in this file, PEM or .p7b
help-download-certs--first-use = Whether to accept certificates that no locally trusted key has signed
    .value-allow = accept them and say so
    .value-refuse = exit 4
help-download-certs--key = APIv3 key; other processes can read it on the command line, so prefer the profile
help-download-certs--mchid = Merchant ID
help-download-certs--privatekey = Merchant private key file
help-download-certs--serialno = Serial number of the merchant certificate
