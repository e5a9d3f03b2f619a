### The page of init.

help-init = Set up a profile from the files of the merchant console
    .long =
        Reads the folder, the ZIP or the .p12 that the merchant console or its certificate tool saved, takes mchid and serial number from the certificate, and checks that key and certificate are a pair. On a terminal it asks for what is left; every answer is also an option.

        Then it checks the APIv3 key by downloading the platform certificates, adds the profile to merchant.toml (mode 600) with its key files in keys/NAME, keeps both out of git, and runs doctor. --profile is the profile's name, by default the mchid, and --config the file. With --sandbox, the profile is the sandbox's own merchant.

        keyring or keyring:NAME stores a secret in the system's keyring, with secret-tool (libsecret) on Linux and security on macOS; an entry that is there already is used.

        --force keeps sub_mchid, sub_appid, app_secret, notify_url and the public key of a replaced profile of the same merchant, and says what it does not keep.

        The APIv3 key is also read from WECHATPAY_APIV3_KEY, and the other answers from the profile's variables.
    .examples =
        wechatpay init 1900000001_20260101_cert.zip
        wechatpay init certs --appid wx8888888888888888 --apiv3-key-file - --no-input
        wechatpay --sandbox init
    .exit = 0 2 3 130
help-init-account = What the merchant console saved
    .default = this folder
help-init--appid = App ID of the Mini Program, official account or app
help-init--apiv3-key-file = Read the APIv3 key from this file; - is stdin
help-init--app-secret-file = Read the AppSecret from this file, for openid
help-init--notify-url = Public https address of notifications
help-init--public-key = WeChat Pay public key, if not in the folder
help-init--public-key-id = Its PUB_KEY_ID_…; none leaves the key out
help-init--mchid = Choose this merchant, or name it for a key alone
help-init--serial-no = Choose this certificate, or name it for a key alone
help-init--private-key-in = Keep the private key in file, env:NAME, command:LINE, keyring
    .default = file
help-init--apiv3-key-in = Keep the APIv3 key in file, env:NAME, command:LINE, keyring
    .default = file
help-init--app-secret-in = Keep the AppSecret in file, env:NAME, command:LINE, keyring
    .default = file
help-init--force = Replace a profile of the same name
help-init--offline = Send nothing
