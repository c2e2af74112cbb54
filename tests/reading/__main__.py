"""Every transformation over every kept question: `python -m tests.reading [name …] [--part] [--show N] [--raise]`.

Prints a rate for each, and N faults of each that is not held out. Ends with 1 where a rate is below its floor.
"""

import argparse
import sys
from collections.abc import Iterator

from tests.reading.computed import COMPUTED, TRUE, held_against_the_oracle
from tests.reading.floors import Floor, floors, raised
from tests.reading.rate import Rate
from tests.reading.run import measured, opened, transformations

ORACLE = "oracle"
REPORTS, QUESTIONS = 200, 20_000
REPORTS_OF_PART, QUESTIONS_OF_PART = 20, 240


def rates(names: list[str], *, part: bool) -> Iterator[Rate]:
    """Yield the rate of each named transformation, of all when none is named, then those of the oracle."""
    chosen = {name: make for name, make in transformations().items() if not names or name in names}
    if chosen:
        with opened(published=not part) as ground:
            for name, make in chosen.items():
                yield measured(name, make, ground, floors().get(name, Floor()).share if part else 1000)
    if not names or ORACLE in names:
        size = (REPORTS_OF_PART, QUESTIONS_OF_PART) if part else (REPORTS, QUESTIONS)
        yield from held_against_the_oracle(*size).values()


def main(arguments: list[str]) -> int:
    """Run, print, and compare with the floors."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading")
    parser.add_argument("names", nargs="*", help="transformations, or `oracle`; all when none is given")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N faults of each")
    parser.add_argument("--part", action="store_true", help="only what every test run asks")
    parser.add_argument("--raise", dest="raising", action="store_true", help="write the floors that are reached")
    chosen = parser.parse_args(arguments)
    below, reached = [], {}
    for rate in rates(chosen.names, part=chosen.part):
        floor = floors().get(rate.name, Floor())
        least = floor.part if chosen.part else floor.whole
        print(f"{rate.name:<34}{100 * rate.share:6.1f} %  of {rate.asked:>6}   floor {100 * least:.1f} %", flush=True)
        if rate.shown and chosen.show:
            for asked, wrong in rate.faults[:: max(1, len(rate.faults) // chosen.show)]:
                print(f"    {' ⇒ '.join(asked)!r}\n        {wrong[:300]}")
        if rate.share < least:
            below.append(rate.name)
        if rate.name in (TRUE, COMPUTED) or not rate.name.startswith(ORACLE):
            reached[rate.name] = (rate.share, rate.asked)
    if chosen.raising:
        raised(reached, part=chosen.part)
    if below:
        print(f"below their floors: {', '.join(below)}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
