"""Who may look at the page and what the page may do: host, token, origin, how often, and headers on every answer.

On loopback nobody else can connect, but any page in the same browser can try: the name under which we are called must
be ours (a foreign name that was pointed at 127.0.0.1 is refused), and a request that changes something must come from
our own page. Elsewhere a token in the address opens the door and becomes a cookie.
"""

import secrets
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.http_server import side
from bot.local.web.languages import language_of
from bot.messages import message, written
from bot.service.rate_limit import Admission, RateLimit

KEY_COOKIE = "gongkai_key"

# Only what we serve ourselves; no inline script or style, no frame, no form that leaves.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LOOKING = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class GuardMiddleware:
    """ASGI middleware around the site.

    Args:
        site: What is guarded.
        token: What the address must hold; None on loopback, where the name of the host is looked at instead.
        requests: What one address may do in a minute; 0 for as much as it likes.
    """

    def __init__(self, site: ASGIApp, token: str | None, requests: int) -> None:
        self._site = site
        self._token = token
        self._doing = RateLimit(requests)
        # A page is a handful of files, and each picture is one more.
        self._looking = RateLimit(4 * requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            return

        async def send_guarded(part: Message) -> None:
            if part["type"] == "http.response.start":
                headers = MutableHeaders(scope=part)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(part)

        refusal = self._refusal(Request(scope))
        await (refusal or self._site)(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Response | None:
        pace = self._looking if request.method in _LOOKING else self._doing
        if pace.verdict(side(request.client)) is not Admission.FINE:
            words = {"error": message("web.too_often", written(language_of(request)))}
            return JSONResponse(words, 429, {"Retry-After": "60"})
        if self._token is None:
            if not is_loopback(_host_name(request.headers)):
                return PlainTextResponse(message("web.other_host"), 403)
        elif not _same(request.cookies.get(KEY_COOKIE), self._token):
            return self._door(request, self._token)
        if request.method not in _LOOKING and not _from_our_page(request.headers):
            return PlainTextResponse(message("web.other_origin"), 403)
        return None

    def _door(self, request: Request, token: str) -> Response:
        """Let in whoever has the token; it leaves the address at once, for histories keep addresses."""
        if request.url.path != "/" or not _same(request.query_params.get("token"), token):
            return PlainTextResponse(message("web.no_token"), 403)
        start = request.query_params.get("start")
        opened = RedirectResponse(f"./?start={quote(start, safe='')}" if start else "./", 303)
        opened.set_cookie(KEY_COOKIE, token, httponly=True, samesite="lax", path="/")
        return opened


def is_loopback(host: str | None) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _same(given: str | None, wanted: str) -> bool:
    return given is not None and secrets.compare_digest(given.encode(), wanted.encode())


def _host_name(headers: Headers) -> str | None:
    return urlsplit(f"//{headers.get('host', '')}").hostname


def _from_our_page(headers: Headers) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    ours = origin is None or urlsplit(origin).netloc == headers.get("host")
    # A form of another page can send neither of these two kinds.
    kind = headers.get("content-type", "").split(";")[0]
    return ours and site == "same-origin" and kind in {"application/json", "application/octet-stream"}
