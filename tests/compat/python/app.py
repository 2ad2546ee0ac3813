"""Drives the official Python SDK. usage: SENTRY_DSN=... app.py SCENARIO"""
import logging
import sys

import sentry_sdk


def init(**options):
    base = {"release": "shop@1.0.0", "environment": "production", "send_default_pii": True, "server_name": "py-host"}
    sentry_sdk.init(**(base | options))


class PaymentError(Exception):
    pass


def charge(card, amount):
    password = "hunter2"  # must never be shown
    rates = {"EUR": 1.1, "USD": 1.0}
    return amount / rates["GBP"], password, card


def checkout(order):
    try:
        return charge(order["card"], order["amount"])
    except KeyError as error:
        raise PaymentError(f"could not charge order {order['id']}") from error


def chain():
    init()
    sentry_sdk.set_user({"id": "42", "email": "jane@example.com", "username": "jane", "ip_address": "203.0.113.7"})
    sentry_sdk.set_tag("team", "checkout")
    sentry_sdk.set_context("cart", {"items": 3, "total": 12.5})
    sentry_sdk.add_breadcrumb(category="auth", message="user signed in", level="info", data={"method": "sso"})
    with sentry_sdk.new_scope() as scope:
        scope.add_attachment(bytes=b"log line 1\nlog line 2\n", filename="app.log", content_type="text/plain")
        for order in (1001, 1002, 1003):
            try:
                checkout({"id": order, "card": "4111111111111111", "amount": 10})
            except PaymentError:
                sentry_sdk.capture_exception()


def messages():
    init()
    log = logging.getLogger("shop.payment")
    log.error("payment %s failed for %s", 1001, "jane")
    log.error("payment %s failed for %s", 1002, "joe")
    sentry_sdk.capture_message("plain message", level="warning")


def flask():
    from flask import Flask, request

    init(traces_sample_rate=1.0)
    app = Flask(__name__)

    @app.route("/users/<int:uid>", methods=["POST"])
    def user(uid):
        request.get_json(silent=True)
        return str(1 / (uid - uid))

    app.test_client().post(
        "/users/7?token=abc&page=2",
        json={"name": "jane", "password": "hunter2", "card": "4111111111111111"},
        headers={"Cookie": "sessionid=abc123; theme=dark", "Authorization": "Bearer s3cr3t", "User-Agent": "corpus/1"},
    )


def brotli():
    init(_experiments={"transport_compression_algo": "br"})
    sentry_sdk.capture_message("sent with brotli")


def group():
    init()
    try:
        raise ExceptionGroup("many", [ValueError("a"), TypeError("b")])
    except ExceptionGroup as error:
        sentry_sdk.capture_exception(error)


def feedback():
    init()
    event_id = sentry_sdk.capture_message("event with feedback")
    sentry_sdk.capture_event({
        "type": "feedback",
        "contexts": {"feedback": {"message": "It broke", "name": "Jane", "contact_email": "jane@example.com", "associated_event_id": event_id}},
    })


def sessions():
    init(auto_session_tracking=True)
    from sentry_sdk.sessions import track_session

    with track_session(sentry_sdk.get_isolation_scope(), session_mode="application"):
        sentry_sdk.capture_exception(ValueError("in session"))


try:
    globals()[sys.argv[1]]()
finally:
    sentry_sdk.flush(10)
