"""Files at an address that a user gives: read over https, through the system's proxy.

Nothing is asked of a server but what the address names; what it answers is taken as bytes of stated length.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import EoDeepError

_TIMEOUT_S = 30
_PIECE_BYTES = 1 << 20
_OWN = ("localhost", "127.0.0.1", "::1")  # this computer, which needs no encryption
_AGENT = {"User-Agent": "EO-Deep"}


def is_address(text: str) -> bool:
    """Whether a text is an address rather than a path."""
    return "://" in text


def join_address(place: str, href: str) -> str:
    """What a reference in the file at an address means."""
    return urllib.parse.urljoin(place, href)


def check_address(address: str) -> None:
    """EoDeepError unless an address begins with https://, or is one of this computer."""
    try:
        parts = urllib.parse.urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _OWN)):
        raise EoDeepError(f"An address must begin with https://, got '{address}'.")


def read_address(address: str, max_bytes: int) -> bytes:
    """What is at an address. EoDeepError if it cannot be reached, breaks off or is longer than `max_bytes`."""
    pieces: list[bytes] = []
    copy_address(address, pieces.append, max_bytes)
    return b"".join(pieces)


def copy_address(address: str, write: Callable[[bytes], Any], max_bytes: int, size: int | None = None,
                 tell: Callable[[int], None] = lambda done: None) -> None:
    """Give what is at an address to `write`, piece by piece; the same errors, and what `write` raises.

    size: how many bytes it must be, None if only the server says so. tell: receives how many are there.
    """
    done = 0
    with _open(address) as answer:
        stated = answer.headers.get("Content-Length", "")
        wanted = size if size is not None else int(stated) if stated.isdecimal() else None
        while True:
            try:
                piece = answer.read(_PIECE_BYTES)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, http.client.IncompleteRead):
                    done += len(error.partial)
                raise _describe_break(address, done, wanted) from None
            if not piece:
                break
            done += len(piece)
            if done > max_bytes:
                raise EoDeepError(f"'{address}' holds more than {max_bytes / 1e6:.3g} MB, which it must not.")
            write(piece)
            tell(done)
    if wanted is not None and done != wanted:
        raise _describe_break(address, done, wanted)


def _describe_break(address: str, done: int, wanted: int | None) -> EoDeepError:
    of = "" if wanted is None else f" of {wanted:,}"
    return EoDeepError(f"'{address}' ended after {done:,}{of} bytes.")


@contextmanager
def _open(address: str) -> Iterator[Any]:
    check_address(address)
    is_own = urllib.parse.urlsplit(address).hostname in _OWN
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({} if is_own else None),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        _Redirects(),
    )
    try:
        answer = opener.open(urllib.request.Request(address, headers=_AGENT), timeout=_TIMEOUT_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        raise EoDeepError(f"'{address}' cannot be read: the server answers {error.code} {error.reason}.") from None
    except urllib.error.URLError as error:
        raise EoDeepError(f"'{address}' cannot be reached: {_describe(error.reason)}.") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise EoDeepError(f"'{address}' cannot be reached: {_describe(error)}.") from None
    with answer:
        yield answer


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows servers only to addresses that a user might have given."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _describe(reason: object) -> str:
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return str(text).strip().rstrip(".")
