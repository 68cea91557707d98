"""What is invisible in a text that somebody typed or pasted, and what it becomes without it.  Pure.

Names in any script go through unharmed: only what draws nothing, or what turns over the direction
of the text around it, is taken out.
"""

import re
import unicodedata

# Embeddings, overrides and isolates: they make a name read backwards, or spill over its neighbour.
TURNING = "\u202a-\u202e\u2066-\u2069"
# Zero-width space, word joiner, byte order mark, soft hyphen, fillers, and the invisible operators.
BLANKS = "\u200b\u2060-\u2064\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\ufff9-\ufffb"
# Characters of the « tags » plane: they carry text that nobody sees.
TAGS = "\U000e0000-\U000e007f"
INVISIBLE = re.compile(f"[{TURNING}{BLANKS}{TAGS}]")
CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
CONTROLS_BUT_LINES = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]+")
SPACES = re.compile("[ \u00a0\u202f\u2000-\u200a\u205f\u3000]{2,}")
JOINERS = re.compile("[\u200c\u200d]+")
# More accents on one letter than any language writes draw over the lines above.
MOST_MARKS = 4


def is_inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether what joins (ZWJ, ZWNJ) has something to join on either side.

    Persian and Indian scripts part or join two letters with them, and pictograms are made so.
    """
    if not start or end >= len(text) or end - start > 1:
        return False
    before, after = unicodedata.category(text[start - 1]), unicodedata.category(text[end])
    return before[0] in "LMS" and after[0] in "LMS"


def without_loose_joiners(text: str) -> str:
    return JOINERS.sub(
        lambda found: found[0] if is_inside_a_word(text, *found.span()) else "", text
    )


def without_piled_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) == "Mn" else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def tidy_line(text: str) -> str:
    """One line of text, composed (NFC), that shows all that it holds."""
    text = INVISIBLE.sub("", CONTROLS.sub(" ", unicodedata.normalize("NFC", text)))
    return SPACES.sub(" ", without_piled_marks(without_loose_joiners(text))).strip()


def tidy_text(text: str) -> str:
    """The same for a text of several lines, whose lines and indents stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", CONTROLS_BUT_LINES.sub(" ", text))
    return without_piled_marks(without_loose_joiners(text)).strip()


def hides_something(text: str) -> bool:
    """Whether tidying takes out more than spaces."""
    plain = unicodedata.normalize("NFC", text.replace("\r", ""))
    return "".join(plain.split()) != "".join(tidy_text(text).split())
