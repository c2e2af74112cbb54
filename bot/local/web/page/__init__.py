"""The page: a template, two style and script files beside it, and its words in a language."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages import written
from bot.resources import read_yaml
from bot.text.normalise import to_traditional

PAGE_FOLDER = Path(__file__).parent / "static"


@cache
def page(language: str) -> str:
    """Return the page in a language: `zh-hans`, `zh-hant` or `en`."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = read_yaml("messages", written(language), "web_page.yaml")
    if language == "zh-hant":
        words = {key: to_traditional(text) for key, text in words.items()}
    return environment.get_template("index.html.j2").render(words=words, language=language)
