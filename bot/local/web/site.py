"""The site: the page, what happens in its chats as a stream of events, and what a person does there."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.local.bot_api import Chat, LocalTelegram
from bot.local.web.given import FILE_SECONDS, RefusedRequestError, RequestBody, body
from bot.local.web.inline import LONGEST_QUERY, InlineQueries
from bot.local.web.languages import LANGUAGE_COOKIE, LANGUAGES, ChatLanguages, language_of, spoken
from bot.local.web.page import PAGE_FOLDER, page
from bot.local.web.shown import KINDS, files_of, shown_chat, shown_commands, shown_message
from bot.local.web.visitors import OpenPage, Visitor, Visitors
from bot.messages import message, written

Json = dict[str, Any]
Process = Callable[[Json], Awaitable[None]]
#: Of the language and the data of the buttons under a message: what may be filled in there, None for nothing.
FormOf = Callable[[str, Sequence[str]], Json | None]

COOKIE = "gongkai_visitor"
LONGEST_TEXT = 4096  # Telegram's limit on what a person can send
# Seconds after which a silent stream says that it still lives, so that nothing between here and the page ends it.
_HEARTBEAT = 20.0
_FILES = 300
# Files that are received at a time; others wait for their turn, so that no memory is filled with them.
_AT_ONCE = 4


class Site:
    """The web chat of one local Telegram.

    Args:
        telegram: The local Telegram; the site becomes its observer.
        process: Takes an update to the bot; what comes back is seen by the observer.
        visitors: Most browsers kept in memory.
        upload_bytes: Size of the largest file that is taken.
        languages: What is set in chats.
        form_of: The form under a message; None where nobody may load documents.
    """

    def __init__(  # noqa: PLR0913 - what a site is made of, by name
        self,
        telegram: LocalTelegram,
        process: Process,
        *,
        visitors: int,
        upload_bytes: int,
        languages: ChatLanguages,
        form_of: FormOf | None = None,
    ) -> None:
        self.visitors = Visitors(telegram, visitors)
        self._telegram = telegram
        self._process = process
        self._upload_bytes = upload_bytes
        self._languages = languages
        self._form_of = form_of
        self._queries: dict[str, tuple[Visitor, Json]] = {}
        self._inline = InlineQueries(telegram, process)
        self._receiving = asyncio.Semaphore(_AT_ONCE)
        telegram.observer = self._observe
        routes = [
            Route("/", self._page),
            Route("/events", self._events),
            Route("/chats/{chat}/messages", self._say, methods=["POST"]),
            Route("/chats/{chat}/presses", self._press, methods=["POST"]),
            Route("/chats/{chat}/files", self._drop, methods=["POST"]),
            Route("/chats/{chat}/queries", self._ask_inline, methods=["POST"]),
            Route("/chats/{chat}/inserts", self._insert, methods=["POST"]),
            Route("/chats/{chat}/forms/{message:int}", self._form),
            Route("/chats/{chat}/forms/{message:int}", self._fill, methods=["POST"]),
            Route("/language", self._set_language, methods=["POST"]),
            Route("/files/{file}/{name}", self._file),
        ]
        site = Starlette(routes=routes, exception_handlers={RefusedRequestError: _refused})
        site.mount("/page", StaticFiles(directory=PAGE_FOLDER))
        self.application: ASGIApp = site

    # What the browser asks for.

    async def _page(self, request: Request) -> Response:
        response = Response(page(language_of(request)), media_type="text/html")
        if COOKIE not in request.cookies:
            # Lax: a link that is opened from elsewhere finds the chats of this browser.
            response.set_cookie(COOKIE, self.visitors.new_secret(), httponly=True, samesite="lax", path="/")
        return response

    async def _events(self, request: Request) -> Response:
        visitor = self._visitor(request)
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(visitor, request), media_type="text/event-stream", headers=headers)

    async def _stream(self, visitor: Visitor, request: Request) -> AsyncIterator[str]:
        here = OpenPage()
        visitor.pages.add(here)
        try:
            language = language_of(request)
            yield _event(
                {
                    "type": "state",
                    "chats": [shown_chat(chat, self._telegram) for chat in visitor.chats],
                    "bot": self._telegram.bot["username"],
                    "commands": {kind: shown_commands(self._telegram, language, kind) for kind in KINDS},
                    "language": language,
                    "lost": visitor.lost,
                    "loads": self._form_of is not None,
                }
            )
            while True:
                try:
                    event = await asyncio.wait_for(here.events.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield _event(event)
        finally:
            visitor.pages.discard(here)

    async def _file(self, request: Request) -> Response:
        visitor, file = self._visitor(request), request.path_params["file"]
        if file not in files_of(visitor.chats) or file not in self._telegram.files:
            raise RefusedRequestError(404, "web.no_file")
        name, content = self._telegram.files[file]
        # Only what is a picture by its own first bytes is shown; all else is saved, never opened here.
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return Response(content, media_type="image/png")
        response = Response(content, media_type="application/octet-stream")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
        return response

    # What a person does.

    async def _say(self, request: Request) -> Response:
        visitor, chat = self._place(request)
        given = await RequestBody.read(request)
        text = given.text("text").strip()
        if not text or len(text) > LONGEST_TEXT:
            raise RefusedRequestError(400, "web.bad_text")
        edited, reply = given.number("edit"), given.number("reply")
        if edited is not None:
            if edited not in chat.messages or chat.messages[edited]["from"]["id"] == self._telegram.bot["id"]:
                raise RefusedRequestError(404, "web.no_message")
            update = self._telegram.correct(edited, text, chat.identity)
            number = edited
        else:
            update = self._telegram.say(text, chat.identity, reply_to=reply if reply in chat.messages else None)
            number = max(chat.messages)
        return await self._happened(visitor, chat, number, update)

    async def _press(self, request: Request) -> Response:
        visitor, chat = self._place(request)
        given = await RequestBody.read(request)
        number, data = given.number("message") or 0, given.text("data")
        shown = chat.messages.get(number)
        rows = (shown or {}).get("reply_markup", {}).get("inline_keyboard", [])
        if not data or not any(button.get("callback_data") == data for row in rows for button in row):
            # The page shows a button that the message no longer has: what is there now is on its way.
            raise RefusedRequestError(404, "web.no_button")
        inserted = self._inline.name_of(chat, number)
        if inserted is not None:
            update = self._telegram.press_inserted(inserted, data, person=chat.person)
        else:
            update = self._telegram.press(number, data, chat.identity)
        self._queries[update["callback_query"]["id"]] = (visitor, {"chat": chat.identity, "message": number})
        await self._process(update)
        return JSONResponse({}, 202)

    async def _form(self, request: Request) -> Response:
        """Return what may be filled in under a message of the bot: `form` is null where that is nothing."""
        _, chat = self._place(request)
        return JSONResponse({"form": await self._form_under(request, chat)})

    async def _fill(self, request: Request) -> Response:
        visitor, chat = self._place(request)
        given = await RequestBody.read(request)
        form = await self._form_under(request, chat)
        if form is None:
            raise RefusedRequestError(404, "web.no_button")
        data = json.dumps(
            {
                "token": form["token"],
                "office": given.text("office"),
                "year": given.number("year"),
                "columns": given.texts("columns"),
            },
            ensure_ascii=False,
        )
        said = {"data": data, "button_text": form["words"]["send"]}
        update = self._telegram.post(chat.identity, reply_to=request.path_params["message"], web_app_data=said)
        return await self._happened(visitor, chat, max(chat.messages), update)

    async def _form_under(self, request: Request, chat: Chat) -> Json | None:
        shown = chat.messages.get(request.path_params["message"], {})
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        pressed = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        if self._form_of is None or not pressed:
            return None
        return await asyncio.to_thread(self._form_of, spoken(language_of(request)), pressed)

    async def _ask_inline(self, request: Request) -> Response:
        _, chat = self._place(request)
        given = await RequestBody.read(request)
        text, offset = given.text("text"), given.text("offset")
        if len(text) > LONGEST_QUERY:
            raise RefusedRequestError(400, "web.bad_text")
        return JSONResponse(await self._inline.ask(text, offset, chat))

    async def _insert(self, request: Request) -> Response:
        _, chat = self._place(request)
        given = await RequestBody.read(request)
        if not self._inline.insert(given.text("query"), given.text("result"), chat):
            raise RefusedRequestError(404, "web.no_result")
        self.visitors.tidy(chat)
        return JSONResponse({}, 202)

    async def _set_language(self, request: Request) -> Response:
        """Speak another language from now on; the page then loads itself anew."""
        wanted = (await RequestBody.read(request)).text("language")
        if wanted not in LANGUAGES:
            raise RefusedRequestError(400, "web.bad_text")
        visitor = self._visitor(request)
        visitor.speak(wanted)
        await self._languages.follow(visitor.chats[0].identity, wanted)
        response = JSONResponse({})
        response.set_cookie(LANGUAGE_COOKIE, wanted, max_age=31_536_000, httponly=True, samesite="strict", path="/")
        return response

    async def _drop(self, request: Request) -> Response:
        visitor, chat = self._place(request)
        too_big = RefusedRequestError(413, "web.too_big", megabytes=self._upload_bytes // 1_000_000)
        async with self._receiving:
            content = await body(request, self._upload_bytes, seconds=FILE_SECONDS, too_big=too_big)
        if not content:
            raise RefusedRequestError(400, "web.empty_file")
        name = Path(unquote(request.headers.get("x-file-name", ""))).name[:120] or message("web.file")
        kept = self._telegram.upload(name, content)
        described = {"file_id": kept, "file_unique_id": kept[-16:], "file_name": name, "file_size": len(content)}
        update = self._telegram.post(chat.identity, document=described)
        return await self._happened(visitor, chat, max(chat.messages), update)

    async def _happened(self, visitor: Visitor, chat: Chat, number: int, update: Json) -> Response:
        """Show a person's own message on every page, then hand it to the bot."""
        visitor.tell({"type": "message", "message": shown_message(chat.messages[number], self._telegram)})
        self.visitors.tidy(chat)
        self._telegram.forget_past(files=_FILES)
        await self._process(update)
        return JSONResponse({"message": number}, 202)

    # What the bot does.

    def _observe(self, event: str, what: Json) -> None:
        if event == "answered":
            if "inline_query_id" in what:
                self._inline.answered(what)
                return
            visitor, place = self._queries.pop(what.get("callback_query_id", ""), (None, {}))
            if visitor is not None:
                said = {"text": what.get("text", ""), "alert": bool(what.get("show_alert"))}
                visitor.tell({"type": "answered", **place, **said})
            return
        identity = what["chat_id"] if event == "action" else what["chat"]["id"]
        visitor = self.visitors.of_chat(identity)
        if visitor is None:
            return
        if event == "action":
            visitor.tell({"type": "action", "chat": identity, "action": what["action"]})
        elif event == "deleted":
            visitor.tell({"type": "deleted", "chat": identity, "message": what["message_id"]})
        else:
            visitor.tell({"type": "message", "message": shown_message(what, self._telegram)})
        chosen = self._languages.of(identity)
        if identity == visitor.chats[0].identity and chosen not in {None, visitor.chats[0].language}:
            visitor.tell({"type": "language", "language": chosen})

    def _visitor(self, request: Request) -> Visitor:
        secret = request.cookies.get(COOKIE)
        if not secret:
            raise RefusedRequestError(401, "web.no_cookie")
        return self.visitors.of(secret, language_of(request))

    def _place(self, request: Request) -> tuple[Visitor, Chat]:
        visitor, written = self._visitor(request), request.path_params["chat"]
        chat = next((one for one in visitor.chats if str(one.identity) == written), None)
        if chat is None:
            raise RefusedRequestError(404, "web.no_chat")
        return visitor, chat


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedRequestError):
        raise error
    language = written(language_of(request))
    return JSONResponse({"error": message(error.name, language, **error.values)}, error.status)


def _event(what: Json) -> str:
    return f"data: {json.dumps(what, ensure_ascii=False)}\n\n"


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
