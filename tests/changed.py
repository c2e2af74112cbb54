"""Which tests a change asks for: those of the folders that it touches. `make check` runs them.

`python -m tests.changed` prints them, one a line: of what differs from where this branch left main (on main itself:
from the last commit), and of what is not committed yet.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
#: What has its tests where no folder has its name. Nothing: no test reads it, or all do.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "bot/__init__.py": ("tests/test_cli.py", "tests/test_readme.py"),
    "bot/__main__.py": ("tests/test_cli.py",),
    "bot/cli": ("tests/cli", "tests/test_cli.py"),
    "bot/counters.py": ("tests/handlers/test_staff.py",),
    "bot/database_address.py": ("tests/store/test_database.py",),
    "bot/environment_file.py": ("tests/test_settings.py",),
    "bot/errors.py": ("tests/test_messages.py",),
    "bot/http_server.py": ("tests/local/web/test_bounds.py",),
    "bot/plain_json.py": ("tests/store/test_chats.py", "tests/records"),
    "bot/recent.py": ("tests/store/test_chats.py", "tests/handlers/test_rate_limit.py"),
    "bot/announce/site": ("tests/sites",),
    "bot/ingest/site": ("tests/sites",),
    "bot/resources.py": ("tests/test_messages.py",),
    "bot/resting.py": ("tests/announce/test_telling.py",),
    "bot/service/condition.py": ("tests/handlers/test_staff.py",),
    "bot/service/handed_in.py": ("tests/handlers/test_documents.py",),
    "bot/service/inline.py": ("tests/handlers/test_inline.py",),
    "bot/service/rate_limit.py": ("tests/handlers/test_rate_limit.py",),
    "bot/service/staff.py": ("tests/handlers/test_staff.py",),
    "bot/service/uploads.py": ("tests/handlers/test_documents.py",),
    "bot/service/verdicts.py": ("tests/handlers/test_documents.py",),
    "bot/settings_words.py": ("tests/test_settings.py",),
    "data/agencies": ("tests/records",),
    "data/calendar": ("tests/announce",),
    "data/columns": ("tests/records",),
    "data/documents": ("tests/ingest",),
    "data/examples.yaml": ("tests/screens",),
    "data/fonts": ("tests/screens",),
    "data/form": ("tests/records",),
    "data/guidance.yaml": ("tests/answers", "tests/questions/test_first_contact.py"),
    "data/labels": ("tests/screens",),
    "data/messages": ("tests/test_messages.py",),
    "data/offers.yaml": ("tests/screens",),
    "data/screens": ("tests/screens",),
    "data/sessions": ("tests/records",),
    "data/similar.yaml": ("tests/search",),
    "data/telegram": ("tests/telegram",),
    "data/titles": ("tests/records",),
    "data/vocabulary": ("tests/questions",),
    "tests/__init__.py": (),
    "tests/bench": (),
    "tests/changed.py": ("tests/test_changed.py",),
    "tests/conftest.py": (),
    "tests/fuzz.py": ("tests/questions/test_fuzz.py",),
    "tests/lines.py": (),
    "tests/picture.py": ("tests/test_picture.py",),
    "tests/forking.py": ("tests/end_to_end/test_process.py",),
    "tests/golden/screens": ("tests/screens",),
    "tests/golden/search": ("tests/search",),
    "tests/processes.py": ("tests/end_to_end/test_process.py",),
    "tests/seed": ("tests/ingest/test_seed.py", "tests/questions/test_samples.py"),
    "tests/work.py": ("tests/test_worker.py",),
    "docs": ("tests/test_picture.py", "tests/test_readme.py", "tests/test_references.py"),
    "deploy": ("tests/test_readme.py", "tests/test_references.py"),
    "pyproject.toml": ("tests/test_locks.py",),
    "requirements.lock": ("tests/test_locks.py",),
    "requirements-dev.lock": ("tests/test_locks.py",),
    "Makefile": (),
    ".ci": (),
    ".gitignore": (),
}


def asked_by(file: str) -> tuple[str, ...]:
    """Return the files and folders of tests that a file asks for, by its path in the repository.

    Raises:
        LookupError: None has its name, and `ELSEWHERE` does not say where they are.
    """
    path = PurePosixPath(file)
    for place in (path, *path.parents):
        if str(place) in ELSEWHERE:
            return ELSEWHERE[str(place)]
    if path.suffix == ".md" and len(path.parts) == 1:
        return ELSEWHERE["docs"]
    first, *below = path.parts
    if first == "tests":
        return (str(path if len(below) == 1 else path.parent),)
    if below and first in {"bot", "data"}:
        own = f"tests/test_{path.stem}.py"
        if len(below) == 1 and (ROOT / own).exists():
            return (own,)
        mirrored = (PurePosixPath("tests", *below[:depth]) for depth in range(len(below) - 1, 0, -1))
        return (next(str(folder) for folder in mirrored if (ROOT / folder).is_dir()),)
    if first == "handlers":
        return ("tests/handlers",)
    raise LookupError(f"{file}: say in {__name__} which tests it has")


def asked_for(files: Iterable[str]) -> list[str]:
    """Return the tests that files ask for, none twice, without those that a folder among them holds already."""
    wanted = {test for file in files for test in asked_by(file) if (ROOT / test).exists()}
    return sorted(test for test in wanted if not any(str(above) in wanted for above in PurePosixPath(test).parents))


def changed() -> list[str]:
    """Return the files that are not as they are on main, or were at the last commit."""
    base = (_git("merge-base", "main", "HEAD") or ["HEAD"])[0]
    return _git("diff", "--name-only", "-z", base) + _git("ls-files", "--others", "--exclude-standard", "-z")


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return [part for part in done.stdout.replace("\n", "\0").split("\0") if part] if done.returncode == 0 else []


if __name__ == "__main__":
    tests = asked_for(changed())
    sys.stdout.write("".join(f"{test}\n" for test in tests))
    sys.stderr.write("" if tests else "Nothing differs from main that has tests.\n")
