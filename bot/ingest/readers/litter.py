"""What lies among documents and is none: left by operating systems and programs, or belonging to a saved page."""

import re
from pathlib import PurePosixPath

_LEFT = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?|ico|svg|heic)$", re.IGNORECASE)
_OTHER = re.compile(
    r"\.(?:css|js|woff2?|ttf|otf|eot|mp[34]|wav|avi|mov|wmv|db|exe|dll|lnk|url|website|tmp|bak|ini)$", re.IGNORECASE
)


def litter_sort(name: str) -> str | None:
    """Return what a file is that no document can be by its name: `left`, `picture` or `other`; None for the rest.

    Args:
        name: Its path inside the folder or archive, with slashes.
    """
    if _LEFT.search(name):
        return "left"
    bare = PurePosixPath(name).name
    if _PICTURE.search(bare):
        return "picture"
    return "other" if _OTHER.search(bare) else None
