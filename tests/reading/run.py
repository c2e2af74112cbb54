"""Runs the transformations and counts: a rate for each, beside its floor."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.ingest.pipeline import read_paths
from bot.resources import bundled
from tests.bench import province
from tests.reading import framed, joined, loaded, respelled, sets
from tests.reading.asking import Desk, desk
from tests.reading.kept import BUNDLED, SEVERAL, Ground, Part, Trial, Words
from tests.reading.rate import Rate

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
_MORE_TITLES, _MORE_REPORTS = 2_000, 8

Trials = Callable[[Ground, Part], Iterator[Trial]]


def transformations() -> dict[str, Trials]:
    """Return every transformation by name; each with words is there twice, with the words held out too."""
    words, held_out = Words.load("words"), Words.load("held_out")
    with_words = {"frame": framed.frames, "touching": framed.touching, "modifier": framed.modifiers}
    found: dict[str, Trials] = {}
    for name, make in with_words.items():
        found[name] = partial(_with, make, words)
        found[f"{name}, held out"] = partial(_with, make, held_out)
    return found | {
        "voice": framed.voice,
        "silent word": framed.silent,
        "sets": sets.sets,
        "symmetry": sets.symmetry,
        "joined": joined.joined,
        "follow-up": joined.follow_ups,
        "renamed": loaded.renamed,
        "loaded more": loaded.more,
        "digits singly": respelled.singly,
        "digits spaced": respelled.spaced,
        "Traditional": respelled.traditional,
        "homophones": respelled.homophones,
    }


def _with(
    make: Callable[[Ground, Words, Part], Iterator[Trial]], words: Words, ground: Ground, part: Part
) -> Iterator[Trial]:
    return make(ground, words, part)


def measured(name: str, make: Trials, ground: Ground, share: int = 1000) -> Rate:
    """Run a transformation over a part of the kept questions."""
    rate = Rate(name)
    for trial in make(ground, Part(name, share)):
        try:
            wrong = trial.judge(trial.desk.ask(*trial.turns))
        except Exception as error:  # noqa: BLE001 - whatever it is, the message has no answer
            wrong = f"raised {error!r}"
        rate.note((trial.identity, *trial.turns), wrong)
    return rate


@contextmanager
def opened(*, published: bool) -> Iterator[Ground]:
    """Open all libraries: the bundled documents, with the published reports too if asked, each renamed and with more.

    What every test run asks leaves them out, so that its rates are the same where their folder is absent.
    """
    with ExitStack() as stack:

        def library(name: str, *batches: object) -> Desk:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            return stack.enter_context(desk(name, folder, batches))  # type: ignore[arg-type]

        own = read_paths(sorted(bundled("documents").iterdir()))
        more = [*province.lists(_MORE_TITLES), *islice(province.reports(), _MORE_REPORTS)]
        places = {BUNDLED: own}
        if published and (further := _published()):
            places[SEVERAL] = [*own, *further]
        desks = []
        for name, batches in places.items():
            desks.append(library(name, *batches))
            desks.append(library(f"{loaded.RENAMED} {name}", *map(loaded.renamed_value, batches)))
            desks.append(library(f"{loaded.MORE} {name}", *batches, *more))
        yield Ground({one.name: one for one in desks})


def _published() -> Sequence[object]:
    """Return the published reports of other agencies, nothing where the folder is absent."""
    if not (SHARED / "reports").is_dir():
        return ()
    found = (SHARED / "reports").iterdir()
    return read_paths(
        sorted(path for path in found if path.suffix in {".html", ".pdf", ".md"} and path.stem != "README")
    )
