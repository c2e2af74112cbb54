"""The transcripts in the READMEs are what the chat says today."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _transcript(readme: str) -> str:
    found = re.search(r"```text\n(.*?)\n```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{readme} shows no transcript"
    return found[1]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_transcript_is_real(readme: str, tmp_path: Path) -> None:
    transcript = _transcript(readme)
    asked = re.findall(r"^> (.*)$", transcript, re.MULTILINE)
    environment = {**os.environ, "GONGKAI_DATA_DIR": str(tmp_path), "GONGKAI_LANGUAGE": "zh"}
    said = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="\n".join(asked) + "\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    ).stdout
    assert said.split() == re.sub(r"^> .*$", "", transcript, flags=re.MULTILINE).split()


DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "deploy").glob("*.md"),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_can_be_copied_as_they_stand(document: Path) -> None:
    # `make setup` puts gongkai into .venv/bin, which is on no path.
    written = document.read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"^```(?:sh|text)?\n(.*?)^```", written, re.MULTILINE | re.DOTALL))
    bare = re.findall(r"(?:^|[|;&] *)gongkai [a-z-].*", fenced, re.MULTILINE) + re.findall(r"`gongkai [^`]*`", written)
    assert not bare
