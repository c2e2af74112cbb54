"""The language of the page and of its person: chosen on the page, else what the browser asks for."""

from starlette.requests import Request

LANGUAGE_COOKIE = "gongkai_language"
#: Telegram's codes.
LANGUAGES = ("zh-hans", "zh-hant", "en")


def language_of(request: Request) -> str:
    """Return the language of a request: that of the cookie, else the first of the browser's that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    for wanted in request.headers.get("accept-language", "").lower().split(","):
        code = wanted.split(";")[0].strip()
        if code.startswith("en"):
            return "en"
        if code.startswith("zh"):
            traditional = any(part in code for part in ("hant", "tw", "hk", "mo"))
            return "zh-hant" if traditional else "zh-hans"
    return "zh-hans"
