"""Records events of the real Python SDK, one JSON file each, into the folder named by the first argument.

    pip install sentry-sdk && python tests/corpus/python.py crates/processing/tests/corpus
"""
import json, logging, sys, threading
from concurrent.futures import ThreadPoolExecutor
import sentry_sdk
from sentry_sdk.transport import Transport

OUT = sys.argv[1]
NAME = ""


class Recorder(Transport):
    def __init__(self, options=None):
        super().__init__(options)

    def capture_envelope(self, envelope):
        event = envelope.get_event()
        if event:
            for key in ("modules", "extra", "server_name", "timestamp"):
                event.pop(key, None)
            text = json.dumps(event, default=str, indent=1).replace(sys.path[0], "/srv/shop")
            with open(f"{OUT}/python-{NAME}.json", "w") as file:
                file.write(text + "\n")


sentry_sdk.init(dsn="http://a@127.0.0.1/1", transport=Recorder, release="shop@1.4.2", max_breadcrumbs=0)


def rate(code):
    rates = {"EUR": 1.0, "USD": 1.08}
    return rates[code]


def price(order):
    return order["total"] * rate(order["currency"])


def checkout(order):
    return price(order)


def descend(depth):
    return descend(depth - 1) if depth else rate("XXX")


def wrapped():
    try:
        rate("CHF")
    except KeyError as error:
        raise RuntimeError("order 4711 cannot be priced") from error


def grouped():
    raise ExceptionGroup("two tasks", [ValueError("bad id 17"), ValueError("bad id 18")])


def in_pool():
    with ThreadPoolExecutor() as pool:
        pool.submit(rate, "JPY").result()


def in_library():
    json.loads("{broken")


def in_comprehension():
    return [rate(code) for code in ("EUR", "GBP")]


def nested():
    def inner(x):
        return 1 / x
    return inner(0)


class Cart:
    def add(self, item):
        return self.items.append(item)


def run(name, work):
    global NAME
    NAME = name
    try:
        work()
    except BaseException as error:
        sentry_sdk.capture_exception(error)


run("keyerror", lambda: checkout({"total": 5, "currency": "GBP"}))
run("recursion", lambda: descend(12))
run("chain", wrapped)
run("group", grouped)
run("pool", in_pool)
run("library", in_library)
run("comprehension", in_comprehension)
run("nested", nested)
run("attribute", lambda: Cart().add(1))
NAME = "message"
sentry_sdk.capture_message("payment 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms")
NAME = "logger"
logging.getLogger("shop.stock").error("only %d of %s left", 3, "item-77")
