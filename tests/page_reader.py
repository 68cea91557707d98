"""A worker of its own that reads pages when it is told to.

`python -m tests.page_reader DATABASE`: « ready », then for each JSON line {"url", "cookies"} of its
input one line {"kept", "heading"}: what `X-Page` says, and the first heading.
"""

import json
import re
import sys

import django


def main(database: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.test import Client

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        client = Client(SERVER_NAME="testserver")
        client.cookies.load(asked["cookies"])
        response = client.get(asked["url"])
        heading = re.search(r"<h1>(.*?)</h1>", response.content.decode())
        told = {"kept": response.get("X-Page", ""), "heading": heading and heading[1]}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
