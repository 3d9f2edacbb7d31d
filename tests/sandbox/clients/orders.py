"""A small client in the way many are written for Tracktry: urllib, the headers on each call, results
read by position and name, nothing checked but the code.

    TRACKTRY_BASE=http://localhost:8788/v1 TRACKTRY_API_KEY=sandbox-key python3 orders.py
"""

import json
import os
import urllib.parse
import urllib.request

BASE = os.environ["TRACKTRY_BASE"]
KEY = os.environ["TRACKTRY_API_KEY"]


def call(method, path, data=None):
    body = None if data is None else json.dumps(data).encode("utf-8")
    headers = {"Content-Type": "application/json", "Tracktry-Api-Key": KEY}
    request = urllib.request.Request(BASE + path, body, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read().decode("utf-8"))


def single(carrier, number):
    result = call("GET", "/trackings/" + carrier + "/" + urllib.parse.quote(number))
    return result["data"][0] if result["meta"]["code"] == 200 else None


def listed(**filters):
    items, page = [], 1
    while True:
        query = urllib.parse.urlencode({"page": page, "limit": 2, **filters})
        result = call("GET", "/trackings/get?" + query)
        if result["meta"]["code"] == 4031:
            return items
        assert result["meta"]["code"] == 200, result["meta"]
        items.extend(result["data"]["items"])
        if len(items) >= int(result["data"]["total"]):
            return items
        page += 1


codes = {}
for carrier in call("GET", "/carriers")["data"]:
    if carrier["code"]:
        codes[carrier["code"]] = carrier["name"]
assert codes["dhl"].startswith("DHL"), codes["dhl"]

found = call("POST", "/carriers/detect", {"tracking_number": "1Z12345E0205271688"})
assert [row["code"] for row in found["data"]][:1] == ["ups"], found

posted = call("POST", "/trackings/post", {
    "tracking_number": "PYTHON-0001", "carrier_code": "ups", "title": "Büro №5", "order_id": "#1001",
    "order_create_time": "2017/8/27 16:51", "customer_email": "ada@example.org", "lang": "en",
})
assert posted["meta"]["code"] == 200 and posted["data"]["status"] == "pending", posted
again = call("POST", "/trackings/post", {"tracking_number": "PYTHON-0001", "carrier_code": "ups"})
assert again["meta"]["code"] == 4016 and again["data"] == [], again

batch = call("POST", "/trackings/batch", [
    {"tracking_number": "PYTHON-000%d" % n, "carrier_code": "ups", "order_id": "#1001"} for n in range(1, 5)
])
assert batch["meta"]["code"] == 201, batch
assert (batch["data"]["submitted"], batch["data"]["added"]) == (4, 3), batch
for error in batch["data"]["errors"]:
    # Seen as objects and as JSON in a string.
    error = json.loads(error) if isinstance(error, str) else error
    assert error.get("code", error.get("meta", {}).get("code")) == 4016, error

numbers = sorted(item["tracking_number"] for item in listed(orders="#1001"))
assert numbers == ["PYTHON-0001", "PYTHON-0002", "PYTHON-0003", "PYTHON-0004"], numbers
assert listed(numbers="PYTHON-9999") == []
assert single("ups", "PYTHON-0001")["title"] == "Büro №5"
assert single("ups", "PYTHON-9999") is None

changed = call("PUT", "/trackings/ups/PYTHON-0001", {"archived": "true", "status": 4})
assert changed["meta"]["code"] == 200 and changed["data"]["status"] == "delivered", changed
assert call("DELETE", "/trackings/ups/PYTHON-0001")["meta"]["code"] == 200
assert call("DELETE", "/trackings/ups/PYTHON-0001")["meta"]["code"] == 4017

item = call("POST", "/trackings/realtime", {"tracking_number": "SBX-DELIVERED-003", "carrier_code": "dhl"})["data"]["items"][0]
events = (item["destination_info"]["trackinfo"] or []) + (item["origin_info"]["trackinfo"] or [])
for event in events:
    assert event["Date"] and event["StatusDescription"] and "Details" in event, event
print("%d carriers, %d events, %s" % (len(codes), len(events), item["lastEvent"]))
