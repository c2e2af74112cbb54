"""What Telegram answers when it refuses: a status, its own words, sometimes parameters."""

from typing import Any

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class ApiError(Exception):
    """A request that Telegram would refuse.

    Attributes:
        status: HTTP status, also `error_code` of the answer.
        description: Telegram's own words, e.g. `Bad Request: chat not found`.
        parameters: `retry_after` (seconds) or `migrate_to_chat_id`.
    """

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        self.status = status
        self.description = description
        self.parameters = parameters
        super().__init__(description)

    @property
    def answer(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> ApiError:
    """Return a refusal with status 400."""
    return ApiError(400, f"Bad Request: {words}")
