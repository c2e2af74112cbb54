"""The bytes of one file, with its name: what every reader is given."""

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file, or a member of an archive, in memory.

    Attributes:
        name: As imported; a member of an archive is `archive.zip/name`. For people: no reader decides by it.
        data: All bytes.
        depth: How many archives it was inside.
        sha256: Of `data`, in hexadecimal.
    """

    name: str
    data: bytes = field(repr=False)
    depth: int = 0
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())
