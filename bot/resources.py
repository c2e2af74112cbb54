"""Where the bundled files of `data/` are, in a checkout and in an installed wheel."""

from pathlib import Path
from typing import Any

import yaml

_INSTALLED = Path(__file__).parent / "bundled"
_CHECKOUT = Path(__file__).parent.parent / "data"


def bundled(*parts: str) -> Path:
    """Return the path of a bundled file or folder.

    Args:
        parts: Path below `data/`, e.g. `bundled("form", "cn_annual_2019.yaml")`.

    Returns:
        The path; inside the package when installed from a wheel, in `data/` in a checkout.

    Raises:
        FileNotFoundError: Nothing of that name is bundled.
    """
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"not bundled with Gongkai: {'/'.join(parts)}")
    return path


def read_yaml(*parts: str) -> Any:
    """Read a bundled YAML file.

    The loader is libyaml's where PyYAML has it: it is eight times as fast, and a start reads two dozen files.

    Args:
        parts: Path below `data/`.

    Raises:
        FileNotFoundError: Nothing of that name is bundled.
        yaml.YAMLError: It is no YAML.
    """
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(bundled(*parts).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
