#!/usr/bin/env python3
"""Keeps a copy of a list in a file, by GET /changes and the Python standard library alone.

    AIOTODO_SERVER=http://localhost:8080 AIOTODO_TOKEN=aiotodo_… python3 examples/sync.py todos.json

Each run takes up where the last one ended; with --follow it waits for changes and goes on. AIOTODO_LIST is the id of the
list; without it it is the default one. docs/sync.md has the rules that `apply` keeps.
"""

import json
import os
import sys
import urllib.parse
import urllib.request

API = os.environ.get("AIOTODO_SERVER", "http://localhost:8080") + "/api/v1"


def changes(cursor, wait):
    query = {"wait": wait}
    if cursor:
        query["cursor"] = cursor
    if "AIOTODO_LIST" in os.environ:
        query["space"] = os.environ["AIOTODO_LIST"]
    request = urllib.request.Request(f"{API}/changes?{urllib.parse.urlencode(query)}")
    if "AIOTODO_TOKEN" in os.environ:
        request.add_header("Authorization", "Bearer " + os.environ["AIOTODO_TOKEN"])
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def apply(copy, delta):
    """Rows are whole: those that come replace what was there. A snapshot begins anew."""
    if delta["snapshot"]:
        copy["todos"] = {}
    for gone in delta["gone"]:
        copy["todos"].pop(gone, None)
    for todo in delta["todos"]:
        copy["todos"][todo["id"]] = todo
    copy["cursor"] = delta["cursor"]


def save(copy, path):
    """All or nothing: the cursor never says more than the todos."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(copy, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)


def main(path, follow):
    try:
        with open(path, encoding="utf-8") as file:
            copy = json.load(file)
    except FileNotFoundError:
        copy = {"cursor": None, "todos": {}}
    while True:
        delta = changes(copy["cursor"], 25 if follow else 0)
        apply(copy, delta)
        save(copy, path)
        if delta["todos"] or delta["gone"]:
            live = [todo for todo in copy["todos"].values() if todo["deletedAt"] is None]
            print(f"{len(live)} todos, {sum(todo['finished'] for todo in live)} of them finished", flush=True)
        if not delta["more"] and not follow:
            return


if __name__ == "__main__":
    names = [word for word in sys.argv[1:] if word != "--follow"]
    if len(names) != 1:
        sys.exit(__doc__)
    try:
        main(names[0], "--follow" in sys.argv)
    except KeyboardInterrupt:
        pass
