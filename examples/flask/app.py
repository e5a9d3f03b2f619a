"""A shop on Flask: places orders, signs pay params, and receives notifications.

wechatpay sandbox run -- python3 app.py
"""
import base64
import json
import os
import secrets
import time
import urllib.error
import urllib.request

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, jsonify, request

MCHID = os.environ["WECHATPAY_MCHID"]
APPID = os.environ["WECHATPAY_APPID"]
SERIAL_NO = os.environ["WECHATPAY_SERIAL_NO"]
NOTIFY_URL = os.environ["WECHATPAY_NOTIFY_URL"]
PUBLIC_KEY_ID = os.environ["WECHATPAY_PUBLIC_KEY_ID"]
BASE_URL = os.environ.get("WECHATPAY_BASE_URL", "https://api.mch.weixin.qq.com")


def read(variable):
    with open(os.environ[variable], "rb") as file:
        return file.read()


PRIVATE_KEY = serialization.load_pem_private_key(read("WECHATPAY_PRIVATE_KEY_FILE"), None)
PUBLIC_KEY = serialization.load_pem_public_key(read("WECHATPAY_PUBLIC_KEY_FILE"))
APIV3_KEY = read("WECHATPAY_APIV3_KEY_FILE").strip()

app = Flask(__name__)
# In memory, for the example. A shop keeps them in its database.
orders = {}


class Refused(Exception):
    """A response or notification that is not WeChat Pay's, or not fresh."""


def sign(*lines):
    message = "".join(line + "\n" for line in lines).encode()
    return base64.b64encode(PRIVATE_KEY.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()


def verify(headers, body):
    """Verifies the raw bytes of a body: JSON that was parsed and written again has others."""
    timestamp = headers.get("Wechatpay-Timestamp", "")
    if headers.get("Wechatpay-Serial") != PUBLIC_KEY_ID:
        raise Refused("signed with a key that this shop does not use")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        raise Refused("not signed within the last five minutes")
    message = f"{timestamp}\n{headers.get('Wechatpay-Nonce', '')}\n".encode() + body + b"\n"
    try:
        signature = base64.b64decode(headers.get("Wechatpay-Signature", ""), validate=True)
        PUBLIC_KEY.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, InvalidSignature) as error:
        raise Refused("the signature does not verify") from error


def call(method, path, value=None):
    body = json.dumps(value).encode() if value is not None else b""
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    signature = sign(method, path, timestamp, nonce, body.decode())
    sent = urllib.request.Request(BASE_URL + path, body or None, method=method, headers={
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "shop/1.0",
        # Names the key that responses and notifications are to be signed with.
        "Wechatpay-Serial": PUBLIC_KEY_ID,
        "Authorization": f'WECHATPAY2-SHA256-RSA2048 mchid="{MCHID}",nonce_str="{nonce}",'
                         f'signature="{signature}",timestamp="{timestamp}",serial_no="{SERIAL_NO}"',
    })
    with urllib.request.urlopen(sent, timeout=10) as response:
        body = response.read()
        verify(response.headers, body)
        return json.loads(body)


@app.post("/orders")
def place():
    # For the example, the buyer names the price. A shop knows it, and who the buyer is.
    wanted = request.get_json()
    number = "flask-" + secrets.token_hex(12)
    # Before the call: what is paid may be notified before the call returns.
    orders[number] = {"out_trade_no": number, "total": wanted["total"], "paid": False}
    try:
        prepaid = call("POST", "/v3/pay/transactions/jsapi", {
            "appid": APPID,
            "mchid": MCHID,
            "description": wanted["description"],
            "out_trade_no": number,
            "notify_url": NOTIFY_URL,
            "amount": {"total": wanted["total"]},
            "payer": {"openid": wanted["openid"]},
        })
    except (Refused, OSError) as error:
        # A refusal may be unsigned, as a 401 is: it is logged, and nothing else follows from it.
        said = error.read() if isinstance(error, urllib.error.HTTPError) else b""
        app.logger.error("the order was not placed: %s %s", error, said)
        return jsonify(code="FAIL", message="the order was not placed"), 502
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    package = "prepay_id=" + prepaid["prepay_id"]
    return jsonify(out_trade_no=number, pay_params={
        "timeStamp": timestamp,
        "nonceStr": nonce,
        "package": package,
        "signType": "RSA",
        "paySign": sign(APPID, timestamp, nonce, package),
    })


@app.get("/orders/<number>")
def show(number):
    return jsonify(orders[number]) if number in orders else ("", 404)


@app.post("/notify")
def notify():
    body = request.get_data()
    try:
        verify(request.headers, body)
        notification = json.loads(body)
        resource = notification["resource"]
        opened = AESGCM(APIV3_KEY).decrypt(
            resource["nonce"].encode(),
            base64.b64decode(resource["ciphertext"]),
            resource.get("associated_data", "").encode(),
        )
        event = json.loads(opened)
        if event.get("mchid", MCHID) != MCHID:
            raise Refused("of another merchant")
    except (Refused, InvalidTag, ValueError, KeyError) as error:
        app.logger.warning("a notification was refused: %r", error)
        return jsonify(code="FAIL", message="refused"), 401
    if notification["event_type"] == "TRANSACTION.SUCCESS":
        pay(event)
    return "", 204


def pay(event):
    """WeChat Pay repeats notifications, and they overtake each other: an order is paid once, and
    stays so. In a database: one transaction, with the order's row locked."""
    order = orders.get(event["out_trade_no"])
    if order and order["paid"]:
        return
    if not order or event["appid"] != APPID or event["amount"]["total"] != order["total"]:
        app.logger.error("a payment that fits no order, to look into: %s", event["transaction_id"])
        return
    order["paid"] = True
    order["transaction_id"] = event["transaction_id"]


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8080")))
