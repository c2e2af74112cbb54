"""`make check` knows the tests of every file."""

import subprocess

import pytest

from tests.changed import ELSEWHERE, ROOT, asked_by, asked_for

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout of git: nothing can differ")


def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return listed.split("\0")[:-1]


def test_every_file_has_tests_that_are_there() -> None:
    gone = {test for file in files() for test in asked_by(file) if not (ROOT / test).exists()}
    assert not gone
    assert not [place for place in ELSEWHERE if not (ROOT / place).exists()]


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        (["bot/local/web/site.py"], ["tests/local/web"]),
        (["bot/local/web/page/__init__.py", "bot/local/channel.py"], ["tests/local"]),
        (["bot/settings.py"], ["tests/test_settings.py"]),
        (["docs/settings.md"], ["tests/test_picture.py", "tests/test_readme.py", "tests/test_references.py"]),
        (["bot/text/dates.py", "tests/text/test_dates.py"], ["tests/text"]),
        (["data/messages/zh/cli.yaml"], ["tests/test_messages.py"]),
        (["tests/golden/screens/zh/start.txt"], ["tests/screens"]),
        (["Makefile"], []),
    ],
)
def test_a_change_asks_for_the_asked_by_its_folders(changed: list[str], tests: list[str]) -> None:
    assert asked_for(changed) == tests


def test_a_file_in_a_new_place_must_be_given_its_tests() -> None:
    with pytest.raises(LookupError, match=r"elsewhere/new\.py"):
        asked_by("elsewhere/new.py")
