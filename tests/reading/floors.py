"""The floors of the transformations (`floors.tsv`): they only rise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

_FILE = Path(__file__).with_name("floors.tsv")
ASKED = 40  # trials of each in every test run, about: seconds for all


@dataclass(frozen=True)
class Floor:
    """The least rate of a transformation.

    `whole` is over all kept questions, `part` over the part that every test run asks: `share` of a thousand rows.
    """

    whole: float = 0.0
    part: float = 0.0
    share: int = 1000


def floors() -> dict[str, Floor]:
    """Return the floors by name."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()[1:] if _FILE.exists() else []
    rows = (line.split("\t") for line in lines)
    return {name: Floor(float(whole), float(part), int(share)) for name, whole, part, share in rows}


def raised(rates: Mapping[str, tuple[float, int]], *, part: bool) -> None:
    """Write the floors of the whole, or of the part, where these rates are higher than what stands.

    Args:
        rates: The rate of each transformation, and of how many trials.
        part: They are rates of the part.
    """
    known = floors()
    for name, (rate, asked) in rates.items():
        one, least = known.get(name, Floor()), int(rate * 1000) / 1000
        if part:
            known[name] = replace(one, part=max(one.part, least))
        else:
            known[name] = replace(one, whole=max(one.whole, least), share=min(1000, ASKED * 1000 // asked + 1))
    lines = (f"{name}\t{one.whole}\t{one.part}\t{one.share}" for name, one in known.items())
    _FILE.write_text("\n".join(["name\twhole\tpart\tshare", *lines, ""]), encoding="utf-8")
