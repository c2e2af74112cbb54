"""Make the profile photo: `python -m tests.telegram.derive_photo`; the icon of the web chat, filling the square."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

TARGET = Path(__file__).parents[2] / "data" / "telegram" / "photo.jpg"
SIDE, DRAWN = 640, 2560  # drawn larger, so that edges are smooth when it is made smaller
FIRST, LAST, LINES = (0x23, 0xA0, 0x8F), (0x13, 0x68, 0x8A), (0x1A, 0x84, 0x89)


def main() -> None:
    along = np.add.outer(np.arange(DRAWN), np.arange(DRAWN))[..., None] / (2 * DRAWN)
    picture = Image.fromarray((np.array(FIRST) * (1 - along) + np.array(LAST) * along).astype("uint8"))
    pen, unit = ImageDraw.Draw(picture), DRAWN / 64
    pen.rounded_rectangle([12 * unit, 15 * unit, 52 * unit, 45 * unit], 5 * unit, fill="white")
    pen.polygon([(23 * unit, 44 * unit), (33 * unit, 44 * unit), (23 * unit, 53 * unit)], fill="white")
    for x, y in ((43, 23), (43, 30), (33, 37)):
        pen.rounded_rectangle([19.2 * unit, (y - 1.8) * unit, x * unit, (y + 1.8) * unit], 1.8 * unit, fill=LINES)
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(TARGET, quality=88, optimize=True)


if __name__ == "__main__":
    main()
