"""French spacing: pure text in, pure text out."""

import re

NARROW = "\u202f"  # narrow no-break space: before ; ! ? », inside guillemets, in numbers
WIDE = "\u00a0"  # no-break space between words: before the colon
# Most texts hold none of what follows, and the rules need not be tried one by one.
CONCERNED = re.compile(r"[ \u00a0][?!;»:€%k\d]|«[ \u00a0]")


def thousands(value) -> str:
    """1842 → « 1 842 », 2.5 → « 2,5 »."""
    return f"{value:,}".replace(",", NARROW).replace(".", ",").replace("-", "−")


def french_spaces(text: str) -> str:
    """No-break spaces where a line must not break; only ever replaces an existing space."""
    if not CONCERNED.search(text):
        return text
    text = re.sub(r"[ \u00a0](?=[?!;»])", NARROW, text)
    text = re.sub(r"«[ \u00a0]", "«" + NARROW, text)
    text = re.sub(r" :(?=\s|$)", WIDE + ":", text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=[€%]|k€)", NARROW, text)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NARROW, text)
