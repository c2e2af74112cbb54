"""`make bench`: every timing that the project promises, as tables; exits 1 where one does not hold.

A bench is a module beside this one with `run() -> bool`: it prints its table and returns whether its promises hold.
"""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the benches named, or all of them; return the exit status."""
    known = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    known.remove("__main__")
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(f"no such bench: {', '.join(unknown)}; there are: {', '.join(known)}\n")
        return 2
    modules = [importlib.import_module(f"tests.bench.{name}") for name in names or known]
    # Some only serve the others.
    held = [bool(module.run()) for module in modules if hasattr(module, "run")]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
