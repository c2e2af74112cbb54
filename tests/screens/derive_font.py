"""Make the charts' font: `python -m tests.screens.derive_font NotoSansCJKsc-Regular.otf`.

The file is in the PyPI package mplfonts. What is kept: GB2312, ASCII, some punctuation, and every character of our
forms, labels, messages and screens, in simplified and Traditional Chinese. Kerning, vertical forms and hints go.
"""

import sys
from itertools import product
from pathlib import Path

import opencc
from fontTools import subset

DATA = Path(__file__).parents[2] / "data"
TEXTS = [
    *(
        path
        for folder in ("messages", "form", "labels", "agencies", "screens")
        for path in sorted((DATA / folder).rglob("*.yaml"))
    ),
    *sorted((DATA.parent / "bot" / "screens" / "templates").rglob("*.j2")),
]
TARGET = DATA / "fonts" / "NotoSansCJKsc-Regular.subset.otf"
MORE = "·–—…‘’“”•‰′″※←↑→↓−×÷≈≠≤≥±°〇■□▲△▼▽◆◇○●★☆✓✗⚠"


def characters() -> set[str]:
    """Every character that the font is to have."""
    kept = {chr(code) for code in range(0x20, 0x7F)} | set(MORE)
    for pair in product(range(0xA1, 0xF8), range(0xA1, 0xFF)):
        kept |= set(bytes(pair).decode("gb2312", "ignore"))
    ours = "".join(path.read_text(encoding="utf-8") for path in TEXTS)
    kept |= set(ours) | set(opencc.OpenCC("s2t").convert(ours)) | set(opencc.OpenCC("s2tw").convert(ours))
    return {sign for sign in kept if sign >= " "}


def main(source: str) -> None:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GSUB", "GPOS", "DSIG"]
    font = subset.load_font(source, options)
    made = subset.Subsetter(options)
    made.populate(unicodes=[ord(sign) for sign in characters()])
    made.subset(font)
    subset.save_font(font, str(TARGET), options)


if __name__ == "__main__":
    main(sys.argv[1])
