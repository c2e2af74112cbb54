"""The local Telegram as python-telegram-bot's HTTP client: the bot that users get, without the wire."""

import json
from typing import Any

from telegram import InputFile
from telegram.request import BaseRequest, RequestData

from bot.local.bot_api.refusal import ApiError
from bot.local.bot_api.telegram import LocalTelegram


class LocalRequest(BaseRequest):
    """Hands requests to a `LocalTelegram` and returns what its server would."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """None: nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # the timeouts that PTB also gives have no meaning here
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Answer one request: status and body, as from the network."""
        if method == "GET" and url.rsplit("/", 1)[-1] in self._telegram.files:
            return 200, self._telegram.files[url.rsplit("/", 1)[-1]][1]
        parameters = request_data.json_parameters if request_data else {}
        files = _parts(request_data) if request_data and request_data.contains_files else {}
        try:
            result = await self._telegram.call(url.rsplit("/", 1)[-1], dict(parameters), files)
        except ApiError as refusal:
            return refusal.status, json.dumps(refusal.answer).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _parts(data: RequestData) -> dict[str, tuple[str, bytes]]:
    parts: dict[str, tuple[str, bytes]] = {}
    for name, (file_name, content, _) in data.multipart_data.items():
        body: Any = content if isinstance(content, bytes) else InputFile(content).input_file_content
        parts[name] = (file_name, body if isinstance(body, bytes) else bytes(body.read()))
    return parts
