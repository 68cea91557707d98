"""Where the player of a video is, from the address that one copies out of the browser.  Pure.

Known without asking anybody: YouTube (its domain without cookies), Vimeo, Dailymotion, and any
PeerTube, whose addresses have one form whoever hosts them.
"""

import re
from urllib.parse import parse_qs, urlsplit

YOUTUBE = frozenset(["youtube.com", "m.youtube.com", "youtube-nocookie.com"])
IDENTIFIER = re.compile(r"[\w-]{3,40}", re.ASCII)
# Of a video: the page of a list or of a channel has another kind of name.
OF_YOUTUBE = re.compile(r"[\w-]{11}", re.ASCII)
PEERTUBE = re.compile(r"/(?:w|videos/watch|videos/embed)/([\w-]{10,40})/?", re.ASCII)


def player(address: str) -> str:
    """The https address of the frame that plays it at once; empty when no player is known."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        whole = host if parts.port in (None, 443) else f"{host}:{parts.port}"
    except ValueError:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    if host in YOUTUBE and last == "watch":
        last = next(iter(parse_qs(parts.query).get("v", [])), "")
    if PEERTUBE.fullmatch(parts.path) and parts.scheme == "https":
        return f"https://{whole}/videos/embed/{last}?autoplay=1"
    if not IDENTIFIER.fullmatch(last):
        return ""
    if host in YOUTUBE or host == "youtu.be":
        if not OF_YOUTUBE.fullmatch(last):
            return ""
        return f"https://www.youtube-nocookie.com/embed/{last}?autoplay=1"
    if host in ("vimeo.com", "player.vimeo.com") and last.isdecimal():
        return f"https://player.vimeo.com/video/{last}?autoplay=1&dnt=1"
    if host in ("dailymotion.com", "dai.ly"):
        return f"https://geo.dailymotion.com/player.html?video={last}"
    return ""
