"""Pictures of the guide: small enough to be kept with the text, taken only when asked for."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = Path("docs/guide/pictures")
COLOURS = 48
MOST_BYTES = 60_000


class Camera:
    """Takes pictures where HOCBA_GUIDE=1 asks for them, and none otherwise."""

    def __init__(self):
        self.is_on = os.environ.get("HOCBA_GUIDE") == "1"
        self.taken = set()

    def take(self, page, name, *, only=""):
        """Keep what the window shows the first time. only: a beginning that the name must have."""
        if not self.is_on or not name.startswith(only) or name in self.taken:
            return
        self.taken.add(name)
        FOLDER.mkdir(parents=True, exist_ok=True)
        shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
        # Adaptive colours: few enough to be small, and text stays sharp.
        plain = shown.quantize(COLOURS, dither=Image.Dither.NONE)
        plain.save(FOLDER / f"{name}.png", optimize=True)
