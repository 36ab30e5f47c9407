#!/usr/bin/env python3
"""Adds a todo for each line of standard input, each exactly once, whatever happens to server and network meanwhile.

    printf 'Buy milk\\nCall Ann\\n' | AIOTODO_SERVER=http://localhost:8080 python3 examples/robust_writer.py

The key is made before the first try and stays the same for each one after it: the server knows a command that acted
already, and gives it its first answer. So a lost answer costs another try, never a second todo.
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("AIOTODO_SERVER", "http://localhost:8080") + "/api/v1/todos"
GIVE_UP_AFTER_SECONDS = 120


def post(body, key):
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if "AIOTODO_TOKEN" in os.environ:
        headers["Authorization"] = "Bearer " + os.environ["AIOTODO_TOKEN"]
    request = urllib.request.Request(URL, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def add(name):
    key = str(uuid.uuid4())
    deadline = time.monotonic() + GIVE_UP_AFTER_SECONDS
    pause = 0.2
    while True:
        try:
            return post({"name": name}, key)
        except urllib.error.HTTPError as error:
            # What is wrong stays wrong; only these pass by themselves.
            if error.code not in (429, 502, 503, 504, 507):
                raise SystemExit(f"{name}: {json.load(error)['detail']}")
            wait = float(error.headers.get("Retry-After") or pause)
        except OSError:
            # Nobody there, a cut connection, a time-out: it may have acted or not, and the key makes that the same.
            wait = pause
        if time.monotonic() + wait > deadline:
            raise SystemExit(f"{name}: the server does not answer")
        # A random share, so that many writers do not all come back at once.
        time.sleep(wait * random.uniform(0.5, 1.5))
        pause = min(pause * 2, 10)


for line in sys.stdin:
    if line.strip():
        todo = add(line.strip())
        print(todo["number"], todo["name"], flush=True)
