"""A worker of its own that asks for results over and over, and says what it got and when.

`python -m tests.watcher DATABASE URL…`: « ready », then one JSON line a request, until it is told
to stop by the end of its input.
"""

import json
import os
import sys
import threading
import time

import django


def main(database: str, urls: list[str]) -> None:
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.get(urls[0])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.is_set():
        for url in urls:
            asked = time.time()
            response = client.get(url)
            line = {
                "url": url,
                "asked": asked,
                "answered": time.time(),
                "status": response.status_code,
                "shown": response.status_code == 200
                and (not url.endswith("/resultats/") or "Médiane" in response.content.decode()),
                "cache": response.headers.get("Cache-Control", ""),
            }
            sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmsite.settings")
    main(sys.argv[1], sys.argv[2:])
