"""What a page sends: bounded in size and time, of the right types, whole characters only."""

import asyncio
import json
from typing import Any

from starlette.requests import Request

from bot.text.normalise import is_whole

# 4096 characters, each written as an escaped pair, and what stands around them.
LONGEST_JSON = 65_536
JSON_SECONDS = 10.0
# Of a file, for each piece that comes and for the whole.
PIECE_SECONDS = 15.0
FILE_SECONDS = 600.0


class RefusedRequestError(Exception):
    """A request that is refused, with the words for the person."""

    def __init__(self, status: int, name: str, **values: Any) -> None:
        self.status = status
        self.name = name
        self.values = values
        super().__init__(name)


class RequestBody:
    """The JSON object of a request. What is of another type than it should be refuses the request."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    @classmethod
    async def read(cls, request: Request) -> "RequestBody":
        """Return the object of a request.

        Raises:
            RefusedRequestError: It is too long, too slow, or none.
        """
        content = await body(
            request, LONGEST_JSON, seconds=JSON_SECONDS, too_big=RefusedRequestError(413, "web.bad_text")
        )
        try:
            fields = json.loads(content)
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict):
            raise RefusedRequestError(400, "web.bad_text")
        return cls(fields)

    def text(self, name: str) -> str:
        """Return a text; an empty one where it is not there.

        Raises:
            RefusedRequestError: It is no text, or half a character is in it, as of an emoji that was cut.
        """
        value = self._fields.get(name, "")
        if not isinstance(value, str):
            raise RefusedRequestError(400, "web.wrong_type", field=name)
        if not is_whole(value):
            raise RefusedRequestError(400, "web.half_character")
        return value

    def texts(self, name: str) -> dict[str, str]:
        """Return texts by name; none where they are not there.

        Raises:
            RefusedRequestError: It is something else.
        """
        value = self._fields.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) and is_whole(one) for one in value.values()):
            raise RefusedRequestError(400, "web.wrong_type", field=name)
        return value

    def number(self, name: str) -> int | None:
        """Return a whole number, None where it is not there.

        Raises:
            RefusedRequestError: It is no whole number.
        """
        value = self._fields.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise RefusedRequestError(400, "web.wrong_type", field=name)
        return value


async def body(request: Request, most: int, *, seconds: float, too_big: RefusedRequestError) -> bytes:
    """Return the body of a request.

    Args:
        request: The request.
        most: Bytes that are read; of one that says beforehand that it is longer, none.
        seconds: In which all of it must be here.
        too_big: Raised where there is more.

    Raises:
        RefusedRequestError: `too_big`, or it does not come.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise too_big
    content = bytearray()
    pieces = request.stream()
    try:
        async with asyncio.timeout(seconds):
            while True:
                piece = await asyncio.wait_for(anext(pieces, None), PIECE_SECONDS)
                if piece is None:
                    return bytes(content)
                content += piece
                if len(content) > most:
                    raise too_big
    except TimeoutError:
        raise RefusedRequestError(408, "web.too_slow") from None
