"""Settings: from the environment and `.env`, each documented, and a mistake said with its place."""

import os
from pathlib import Path

import pytest

from bot.environment_file import SettingsError
from bot.settings import PREFIX, Settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, content: str | bytes) -> None:
    (folder / ".env").write_bytes(content.encode() if isinstance(content, str) else content)


def documented() -> list[str]:
    """The rows that docs/settings.md must hold."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or field.default is None else f"`{str(field.default).lower()}`"
        if isinstance(field.default, str):
            default = f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return rows


def test_every_setting_is_documented() -> None:
    written = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert written == documented()


def test_every_setting_has_a_reason() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "# ours\n\nexport GONGKAI_LANGUAGE='en'\nGONGKAI_SENDS_PER_GROUP=5\nOTHER=1\nGONGKAI_AGENCY=\n")
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    settings = Settings.read(folder)
    assert (settings.language, settings.sends_per_group, settings.agency) == ("zh", 5, None)


def test_nothing_set_at_all(folder: Path) -> None:
    settings = Settings.read(folder)
    assert settings.token is None
    assert settings.database == f"sqlite:///{settings.data_dir / 'gongkai.db'}"
    assert settings.bot_api_base_url == "https://api.telegram.org/bot"


def test_a_database_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "postgresql://somewhere/gongkai")
    monkeypatch.setenv("GONGKAI_DATA_DIR", "~/gongkai")
    settings = Settings.read(folder)
    assert settings.database == "postgresql://somewhere/gongkai"
    assert settings.log_file == Path.home() / "gongkai" / "gongkai.log"


MALFORMED = [
    ("GONGKAI_LANGUAGE=zh\n\nno equals sign\n", "第 3 行"),
    ("GONGKAI_BOT_TOKEN\n", "第 1 行"),
    ('A=1\nGONGKAI_BOT_TOKEN="never closed\n', "第 2 行"),
    ("A=1\nGONGKAI_BOT_TOKN=1:a\n", "第 2 行：没有名为 GONGKAI_BOT_TOKN 的设置，最接近的是 GONGKAI_BOT_TOKEN"),
    ("A=1\n\nGONGKAI_BUNDLED_RECORDS=perhaps\n", "第 3 行）：应为 true 或 false"),
    ("GONGKAI_SENDS_PER_CHAT=0\n", "第 1 行）：不能小于 1"),
    ("GONGKAI_SENDS_PER_CHAT=1e6\n", "第 1 行）：应为整数"),
    ("GONGKAI_WORKER_THREADS=1000\n", "不能大于 64"),
    ("GONGKAI_LANGUAGE=fr\n", "只能是 zh、zh-Hant、en"),
    ("GONGKAI_BOT_API_BASE_URL=127.0.0.1:8081\n", "http://"),
    ("GONGKAI_TIME_ZONE=Asia/Liaocheng\n", "时区"),
    ("GONGKAI_BOT_TOKEN='12 34'\n", "@BotFather"),
    ("GONGKAI_BOT_TOKEN=令牌\n", "@BotFather"),
    ("GONGKAI_BOT_TOKEN=ABC-def\n", "@BotFather"),
    ("GONGKAI_BOT_TOKEN=bot123:ABC-def\n", "@BotFather"),
    ("GONGKAI_BOT_TOKEN=123:ABC:def\n", "@BotFather"),
    ("GONGKAI_BOT_TOKEN=<123:ABC-def>\n", "@BotFather"),
    (b"A=1\nB=2\n\xff\xfe=1\n", "第 3 行不是 UTF-8"),
]


@pytest.mark.parametrize(("content", "words"), MALFORMED)
def test_a_mistake_in_the_file_is_said_with_its_line(folder: Path, content: str | bytes, words: str) -> None:
    write(folder, content)
    with pytest.raises(SettingsError) as fault:
        Settings.read(folder)
    assert words in str(fault.value)
    assert str(folder / ".env") in str(fault.value)
    assert fault.value.exit_code == 2
    assert "\n" not in str(fault.value)


def test_a_mistake_in_the_environment_says_so_and_not_the_value(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_BOT_TOKEN", "123:secret part")
    with pytest.raises(SettingsError, match="环境变量") as fault:
        Settings.read(folder)
    assert "secret" not in str(fault.value)


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / ".env").mkdir()
    with pytest.raises(SettingsError, match="无法读取"):
        Settings.read(folder)


def test_the_token_is_not_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_BOT_TOKEN", " 123:secret ")
    settings = Settings.read(folder)
    assert settings.token == "123:secret"
    assert "secret" not in repr(settings) + str(settings.model_dump())


def test_it_speaks_english_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "en")
    write(folder, "nonsense\n")
    with pytest.raises(SettingsError, match="line 1 cannot be read"):
        Settings.read(folder)


def test_it_speaks_traditional_chinese_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh-Hant")
    assert Settings.read(folder).language == "zh-Hant"
    write(folder, "nonsense\n")
    with pytest.raises(SettingsError, match="第 1 行無法識別"):
        Settings.read(folder)
