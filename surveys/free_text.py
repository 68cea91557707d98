"""Free text, which is never published: what draws nothing is taken out of it.  Pure."""

import re
import unicodedata

LONGEST = 1000
LONGEST_REMARK = 300  # on a question, beside its answer
CONTROLS = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]+")
# Zero-width, turning and tag characters: they hide text, or show it backwards.
INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# A half of a pair alone is no character: no database would keep it.
HALVES = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """The text composed (NFC), its lines kept, nothing invisible in it."""
    text = HALVES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", CONTROLS.sub(" ", unicodedata.normalize("NFC", text)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
