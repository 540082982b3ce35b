"""The characters that our fonts can draw on paper, and what is printed for those that they cannot.

In the process of ``pdf_child`` only.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont


def covered_characters(folder: Path) -> bytes:
    """For each character 1 where the fonts in ``folder`` can draw it: a megabyte, where a set takes seven."""
    found = bytearray(sys.maxunicode + 1)
    for font in sorted(folder.glob("*.[ot]tf")):
        for character in TTFont(font, lazy=True).getBestCmap():
            found[character] = 1
    return bytes(found)


def printable(text: str, covered: bytes) -> str:
    """``text`` with what no font can draw made visible: PDF/A forbids the empty box.

    A letter in disguise becomes the plain one, a symbol its Unicode name in brackets, anything else U+FFFD, and
    so do control characters and the two that turn the direction of what follows. The JSON record keeps them all.
    """
    changed: dict[int, str] = dict.fromkeys((0x2028, 0x2029), "\n")  # ends of lines, at which WeasyPrint may give up
    for character in set(text) - {"\u2028", "\u2029"}:
        kind, plain = unicodedata.category(character), unicodedata.normalize("NFKC", character)
        if character in "\t\n\r" or (covered[ord(character)] and kind != "Cc"):
            continue
        if kind == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, ""):
            if character in "\u202d\u202e":
                changed[ord(character)] = "\ufffd"
        elif kind == "Zs":
            changed[ord(character)] = " "
        elif kind != "Cc" and all(covered[ord(one)] for one in plain):
            changed[ord(character)] = plain
        elif kind in ("So", "Sm", "Sc", "Sk") and (name := unicodedata.name(character, "")):
            changed[ord(character)] = f"[{name.lower()}]"
        else:
            changed[ord(character)] = "\ufffd"
    return text.translate(changed)
