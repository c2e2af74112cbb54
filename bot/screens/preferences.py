"""/settings: what is set for a chat, with the buttons that change it, in place and without any further question."""

from dataclasses import dataclass
from typing import Any, Self

from bot.questions.chosen_class import offered
from bot.records.model import Agency
from bot.screens.engine import environment
from bot.screens.labels import Words
from bot.screens.markup import plain as without_markup
from bot.screens.markup import tidy
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.screens.sentences import in_sentences
from bot.store.chat.preferences import Preferences

# Each is named in its own words, so that whoever cannot read the screen finds the way back.
LANGUAGE_NAMES = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English"}

_A_PAGE = 6  # agencies on one screen
_YEARS = 6  # years offered, the latest
_LISTS = ("agency", "year", "offices")


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """What a button of /settings says: `language=en` sets it, `agency=` leaves it open, `agency?2` lists them.

    Attributes:
        field: A field of `Preferences`; empty for the screen itself.
        value: What it becomes; None where a list is asked for.
        page: Of that list.
    """

    field: str = ""
    value: str | None = None
    page: int = 1

    def __str__(self) -> str:
        """Return it as `read` reads it."""
        return f"{self.field}?{self.page}" if self.value is None else f"{self.field}={self.value}"

    @classmethod
    def read(cls, written: str) -> Self:
        """Return what a button says; anything unknown shows the screen."""
        field, asks, page = written.partition("?")
        if asks and field in _LISTS and page.isdecimal():
            return cls(field, None, max(1, int(page)))
        field, _, value = written.partition("=")
        return cls(field, value) if field in Preferences.__slots__ else cls()

    @property
    def group_only(self) -> bool:
        """Whether it is something that only a group has."""
        return self.field in ("agency", "year")

    def changes(self) -> dict[str, Any]:
        """Return the field and its new value; empty where nothing is changed, or the value is none that we have."""
        if self.field == "language" and self.value in {"", *LANGUAGE_NAMES}:
            return {"language": self.value or None}
        if self.field == "plain" and self.value in {"0", "1"}:
            return {"plain": self.value == "1"}
        if self.field == "agency" and self.value is not None:
            return {"agency": self.value or None}
        if self.field == "offices" and self.value in {"", *offered()}:
            return {"offices": self.value or None}
        if self.field == "year" and self.value is not None and (not self.value or self.value.isdecimal()):
            return {"year": int(self.value) if self.value else None}
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What /settings shows.

    Attributes:
        chosen: What is set.
        language: The language in which the chat is answered, set or not.
        plain: Whether it is answered in plain mode.
        group: A group or channel: it has an agency and a year of its own too.
        agencies: What is loaded, to choose from.
        years: Years with a report, the latest first.
        offices: Names of the classes of offices that there are to choose from.
    """

    chosen: Preferences
    language: str
    plain: bool = False
    group: bool = False
    agencies: tuple[Agency, ...] = ()
    years: tuple[int, ...] = ()
    offices: tuple[str, ...] = ()


def render_preferences(setting: Setting, choice: SettingChoice | None = None) -> Screen:
    """Show what is set, or the list from which something is to be chosen."""
    words = Words(setting.language)
    asked = choice is not None and choice.value is None and (setting.group or not choice.group_only)
    listed = choice.field if choice is not None and asked else ""
    offices = words.label(f"offices_{setting.chosen.offices or 'any'}")
    agency = next((one.name for one in setting.agencies if one.slug == setting.chosen.agency), None)
    markup = environment(words.folder).get_template("settings.html.j2").render(
        setting=setting, listed=listed, agency=agency, offices=offices, names=LANGUAGE_NAMES
    )  # fmt: skip
    markup = words.shown(in_sentences(tidy(markup), words.folder) if setting.plain else tidy(markup))
    for name in LANGUAGE_NAMES.values():
        markup = markup.replace(words.shown(name), name)
    rows = _rows(setting, listed, choice.page if choice else 1, words)
    return Screen(
        name="settings", html=markup, plain=without_markup(markup), buttons=tuple(tuple(row) for row in rows if row)
    )


def in_words(chosen: Preferences, words: Words) -> str:
    """Return what is set for a person, in one line."""
    said = [LANGUAGE_NAMES[chosen.language]] if chosen.language in LANGUAGE_NAMES else []
    if chosen.plain:
        said.append(words.label("display_plain"))
    if chosen.offices:
        said.append(words.label(f"offices_{chosen.offices}"))
    return words.label("between_settings").join(said)


def _rows(setting: Setting, listed: str, page: int, words: Words) -> list[list[Button]]:
    if listed == "agency":
        return _agencies(setting, page, words)
    if listed == "year":
        return _years(setting, words)
    chosen = setting.chosen
    if listed == "offices":
        made = [
            _button(
                words.label(f"offices_{name or 'any'}"),
                SettingChoice("offices", name),
                words,
                chosen.offices == (name or None),
            )
            for name in (*setting.offices, "")
        ]
        return [*(made[at : at + 2] for at in range(0, len(made), 2)), [_back(words)]]
    rows = [
        [
            _button(name, SettingChoice("language", code), words, chosen.language == code)
            for code, name in LANGUAGE_NAMES.items()
        ],
        [_button(words.label("language_open"), SettingChoice("language", ""), words, chosen.language is None)],
        [
            _button(words.label("display_usual"), SettingChoice("plain", "0"), words, not chosen.plain),
            _button(words.label("display_plain"), SettingChoice("plain", "1"), words, chosen.plain),
        ],
    ]
    fields = [*(("agency", "year") if setting.group else ()), *(("offices",) if setting.offices else ())]
    return [*rows, [_button(words.label(f"choose_{field}"), SettingChoice(field), words) for field in fields]]


def _agencies(setting: Setting, page: int, words: Words) -> list[list[Button]]:
    pages = max(1, -(-len(setting.agencies) // _A_PAGE))
    page = min(page, pages)
    rows = [
        [_button(words.shown(one.name), SettingChoice("agency", one.slug), words, setting.chosen.agency == one.slug)]
        for one in setting.agencies[(page - 1) * _A_PAGE : page * _A_PAGE]
    ]
    turns = []
    if page > 1:
        turns.append(_button(words.label("previous_page"), SettingChoice("agency", None, page - 1), words))
    if page < pages:
        turns.append(_button(words.label("next_page"), SettingChoice("agency", None, page + 1), words))
    return [*rows, turns, [_button(words.label("any_agency"), SettingChoice("agency", ""), words), _back(words)]]


def _years(setting: Setting, words: Words) -> list[list[Button]]:
    made = [
        _button(words.label("year", year=year), SettingChoice("year", str(year)), words, setting.chosen.year == year)
        for year in setting.years[:_YEARS]
    ]
    rows = [made[at : at + 3] for at in range(0, len(made), 3)]
    return [*rows, [_button(words.label("latest_year"), SettingChoice("year", ""), words), _back(words)]]


def _back(words: Words) -> Button:
    return _button(words.label("back_to_settings"), SettingChoice("", ""), words)


def _button(label: str, choice: SettingChoice, words: Words, chosen: bool = False) -> Button:
    return Button(label=label + words.label("chosen") if chosen else label, press=Press(PressKind.SET, str(choice)))
