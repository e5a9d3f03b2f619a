"""Starts a shop's server, buys something there, and lets it receive every notification.

wechatpay sandbox run -- python3 customer.py COMMAND ...
"""
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

SHOP = "http://127.0.0.1:8080"


def ask(path, value=None):
    body = json.dumps(value).encode() if value else None
    sent = urllib.request.Request(SHOP + path, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(sent, timeout=120) as response:
        return response.read()


def wechatpay(*args, stdin=None):
    done = subprocess.run(("wechatpay", *args), input=stdin, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"wechatpay {' '.join(args)} exits with {done.returncode}: {done.stdout}")


# A group of its own: `go run` leaves its program behind.
shop = subprocess.Popen(sys.argv[1:], start_new_session=True)
try:
    for _ in range(1200):
        if shop.poll() is not None:
            sys.exit("the server has ended")
        try:
            ask("/orders/none")
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    answer = ask("/orders", {"openid": "oX1", "total": 12, "description": "咖啡 & tea"})
    wechatpay("pay-params", "--check", "-", stdin=answer.decode())
    number = json.loads(answer)["out_trade_no"]
    unpaid = json.loads(ask("/orders/" + number))
    # A payment of another amount or to another app does not pay the order.
    event = ["trigger", "TRANSACTION.SUCCESS", "--key", "public-key", "--to", "8080/notify"]
    event += ["--set", "out_trade_no=" + number]
    total = ["--set-json", "amount.total=12"]
    wechatpay(*event, "--set-json", "amount.total=1")
    wechatpay(*event, *total, "--set", "appid=wx8888888888888888")
    if json.loads(ask("/orders/" + number))["paid"]:
        sys.exit("the order counts as paid by a payment that does not fit it")
    wechatpay("sandbox", "pay", number)
    paid = json.loads(ask("/orders/" + number))
    if (unpaid["paid"], paid["paid"]) != (False, True):
        sys.exit(f"{unpaid} and, once it was paid, {paid}")
    # What comes later changes nothing.
    wechatpay(*event, "--set-json", "amount.total=1")
    wechatpay(*event, *total)
    if json.loads(ask("/orders/" + number)) != paid:
        sys.exit("another notification changed the paid order")
    wechatpay("trigger", "--suite", "--key", "public-key", "--to", "8080/notify")
finally:
    os.killpg(shop.pid, signal.SIGKILL)
    shop.wait()
