"""The lock files install with the pip that Python brings, whatever is published after them.

pip 23.2 looks a requirement with extras (`coverage[toml]`) up again where the lock pins the bare name, finds a newer
release and fails for want of its hash. So a lock must pin each requirement with the extras that are asked for.
"""

import re
import tomllib
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.lock": ["build"], "requirements-dev.lock": ["build", "dev"]}
"""Each lock file and the dependency groups that it holds besides what the bot itself needs."""


def _applies(requirement: Requirement, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**default_environment(), "extra": extra})


def _pins(lock: str) -> dict[str, Requirement]:
    """Return what a lock file's text pins on this Python and machine, by canonical name."""
    lines = (line.removesuffix("\\") for line in lock.splitlines() if line and line[0] not in " #")
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines) if _applies(pin)}


def _missing(lock: str, asked: list[str], needs: Callable[[str], list[str] | None]) -> list[str]:
    """Return each requirement that applies here and is not pinned in full, with the one that asks for it.

    `asked` is what the project asks for; `needs` gives what an installed distribution asks for.
    """
    pins = _pins(lock)
    asking = [("pyproject.toml", Requirement(line), "") for line in asked]
    for name, pin in pins.items():
        for extra in ["", *sorted(pin.extras)]:
            asking += [(name, Requirement(line), extra) for line in needs(name) or []]
    return [
        f"{asker} asks for {wanted}"
        for asker, wanted, extra in asking
        if _applies(wanted, extra)
        if (pin := pins.get(canonicalize_name(wanted.name))) is None
        or not wanted.extras <= pin.extras
        or not wanted.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_requirement_with_its_extras(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + [
        line for group in LOCKS[lock] for line in project["dependency-groups"][group]
    ]
    assert not _missing((ROOT / lock).read_text(encoding="utf-8"), asked, requires), "make lock PACKAGE=name adds it"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert not re.search(r"://|^-", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "missing"),
    [
        ("plugin==1\nengine[toml]==7\nreader==2", []),
        ("plugin==1\nengine==7\nreader==2", ["plugin asks for engine[toml]>=6"]),
        ("plugin==1\nEngine[other, toml]==7\nreader==2", []),
        ("plugin==1\nengine[toml]==7", ['engine asks for reader; extra == "toml"']),
        ("plugin==1\nengine[toml]==5 \\\n    --hash=sha256:00\nreader==2", ["plugin asks for engine[toml]>=6"]),
        ("engine[toml]==7\nreader==2", ["pyproject.toml asks for plugin"]),
    ],
)
def test_a_lock_that_was_stripped_is_found_out(lock: str, missing: list[str]) -> None:
    needs = {
        "plugin": ["engine[toml]>=6", 'winning[color]; sys_platform == "none"'],
        "engine": ['reader; extra == "toml"', 'other[all]; extra == "unasked"'],
    }
    assert _missing(lock, ["plugin"], needs.get) == missing
