"""Tests of a client in Python against the sandbox. Needs the standard library and the command `imcloud`:

    IMCLOUD_BIN=imcloud python3 -m unittest -v test_orders.py
"""

import base64
import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

# A proxy of the environment would not reach this machine.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def send(method, url, body=None, headers=None):
    """Sends JSON and returns status and body."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with OPENER.open(request, timeout=10) as response:
            status, content = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, content = error.code, error.read()
    try:
        return status, json.loads(content or b"null")
    except ValueError:
        return status, content.decode()


class Orders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Port 0 is a free one. The first line of the output appears when the sandbox is ready.
        command = [os.environ.get("IMCLOUD_BIN", "imcloud"), "sandbox", "serve", "--quiet", "--env-format", "json"]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE)
        cls.addClassCleanup(cls.stop)
        cls.variables = json.loads(cls.server.stdout.readline())

    @classmethod
    def stop(cls):
        cls.server.terminate()
        cls.server.wait(timeout=10)
        cls.server.stdout.close()

    def setUp(self):
        self.control("POST", "/reset")
        login = f"{self.variables['IMCLOUD_USERNAME']}:{self.variables['IMCLOUD_PASSWORD']}"
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(login.encode()).decode(),
            "X-Subscription-Key": self.variables["IMCLOUD_SUBSCRIPTION_KEY"],
        }
        marketplace = {"marketplace": self.variables["IMCLOUD_MARKETPLACE"]}
        status, token = self.call("POST", "/token", marketplace)
        self.assertEqual(status, 200, token)
        self.headers["Authorization"] = "Bearer " + token["token"]
        customers = self.call("GET", "/customers?limit=500")[1]["data"]
        products = self.call("GET", "/products?limit=500")[1]["data"]
        customer = next(item for item in customers if item["status"] == "active")
        product = next(item for item in products if item["name"] == "Drumvale Signature Seat")
        self.order = {
            "type": "sales",
            "customerId": customer["id"],
            "products": [{"id": product["id"], "quantity": 3}],
        }

    def call(self, method, path, body=None):
        return send(method, self.variables["IMCLOUD_BASE_URL"] + path, body, self.headers)

    def control(self, method, path, body=None):
        status, content = send(method, self.variables["IMCLOUD_SANDBOX_CONTROL_URL"] + path, body)
        self.assertIn(status, (200, 201, 204), content)
        return content

    def test_order_exists_although_response_was_lost(self):
        total = self.call("GET", "/orders?limit=1")[1]["pagination"]["total"]
        self.control("POST", "/faults", {"kind": "gateway_timeout", "operation": "create_order", "times": 1})
        self.assertEqual(self.call("POST", "/orders", self.order)[0], 504)
        self.assertEqual(self.call("GET", "/orders?limit=1")[1]["pagination"]["total"], total + 1)

    def test_order_completes_when_clock_advances(self):
        status, order = self.call("POST", "/orders", self.order)
        self.assertEqual((status, order["status"]), (200, "submitted"))
        self.control("PATCH", "/clock", {"advanceSeconds": 120})
        self.assertEqual(self.call("GET", "/orders/" + order["id"])[1]["status"], "completed")

    def test_journal_shows_requests_without_secrets(self):
        self.call("POST", "/orders", self.order)
        journal = self.control("GET", "/journal?operation=create_order")
        self.assertEqual([entry["status"] for entry in journal], [200])
        self.assertEqual(journal[0]["body"], self.order)
        self.assertEqual(dict(journal[0]["headers"])["authorization"], "Bearer [hidden]")


if __name__ == "__main__":
    unittest.main()
