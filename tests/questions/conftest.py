"""The bundled documents, loaded once, as a library to ask."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.questions.context import Context
from bot.questions.question import Question
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.service.library import Library
from bot.settings import Settings

TODAY = datetime.date(2026, 3, 4)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=Path(tmp_path_factory.mktemp("questions")), language="zh", _env_file=None)  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def library(settings: Settings) -> Iterator[Library]:
    opened = Library.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def vocabulary(library: Library) -> Vocabulary:
    return library.shelf().vocabulary


@pytest.fixture(scope="session")
def asked(vocabulary: Vocabulary) -> Callable[..., Question]:
    """Return a function that reads a message on a fixed day, after `context` if one is given."""

    def question(text: str, context: Context | None = None) -> Question:
        return read(text, vocabulary=vocabulary, context=context, today=TODAY)

    return question
