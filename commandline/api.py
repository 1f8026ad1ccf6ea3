"""The HTTP API as its users see it: one request, patient with a busy or slow engine, plain about refusals."""

import ssl
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import httpx

from commandline.errors import FAILED, CommandFailed
from commandline.places import place

Json = Any
"""What JSON may hold; its readers check what they take."""

PATIENCE_S: Final = 120.0
"""How long an answer may be waited for before the verb gives up."""
_ASK_AGAIN_S: Final = 0.2
_SEND_AGAIN_S: Final = 15.0
_REQUEST_TIMEOUT_S: Final = 60.0
_PAGE: Final = 500
_MOST_ITEMS: Final = 20


class Refused(CommandFailed):
    """The engine's answer is no: the RFC 9457 problem says why."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        items = [_item(entry) for entry in problem.get("items") or ()]
        detail = str(problem.get("detail") or problem.get("title") or problem)
        told = "".join(f"\n- {item}" for item in dict.fromkeys(items[:_MOST_ITEMS]))
        super().__init__(detail + told, str(problem.get("detail_en") or detail), FAILED)
        self.problem = problem

    @property
    def refusal(self) -> str:
        """The stable code of the refusal."""
        return str(self.problem.get("code", ""))


@dataclass(frozen=True)
class Acting:
    """Which of an account's grants a command uses."""

    role: str
    unit: str


@dataclass(frozen=True)
class Order:
    """A command on its way: where it goes (kind in the plural, key), its name with dashes, fields, and id.

    With `seen_version` it is refused where the record has changed since.
    """

    plural: str
    key: str
    name: str
    command: Mapping[str, Any] = field(repr=False)
    command_id: str
    acting_as: Acting | None = None
    seen_version: int | None = None


class Api:
    """The web at a URL, for one signed-in person; safe to share between threads."""

    def __init__(self, url: str, token: str = "", transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=_REQUEST_TIMEOUT_S,
            transport=transport,
            trust_env=False,
            verify=_certificates(),
        )

    def sign_in(self, username: str, password: str) -> Json:
        """Sign in and use the token from now on; returns token, expiry and account."""
        answer = self._ask(
            "POST", "/api/v1/sign-in", body={"username": username, "password": password}
        ).json()
        self._client.headers["Authorization"] = f"Bearer {answer['token']}"
        return answer

    def prove(self, password: str) -> None:
        """Show anew who one is: a decision may be signed for some minutes afterwards."""
        self._ask("POST", "/api/v1/proof", body={"password": password})

    def send(self, order: Order) -> Json:
        """The receipt of a command. Raises `Refused`; sending the same command again gives the same receipt."""
        body: dict[str, Any] = {"command_id": order.command_id, "command": order.command}
        if order.acting_as:
            body["acting_as"] = {"role": order.acting_as.role, "unit": order.acting_as.unit}
        if order.seen_version is not None:
            body["seen_version"] = order.seen_version
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            answer = self._ask("POST", f"/api/v1/{order.plural}/{order.key}/{order.name}", body=body)
            if answer.status_code != HTTPStatus.ACCEPTED:
                return answer.json()["receipt"]
            receipt = self._receipt(str(answer.json()["status_url"]))
            if receipt is not None:
                return _accepted(receipt)
        raise CommandFailed(
            f"Lệnh {order.command_id} chưa có kết quả sau {PATIENCE_S:.0f} giây; chạy lại lệnh này không gây trùng.",
            f"no receipt of {order.command_id} within {PATIENCE_S:.0f} s; running this again does no harm",
        )

    def get(self, path: str, **params: str | int) -> Json:
        """Whatever stands at a path below /api/v1."""
        return self._ask("GET", f"/api/v1/{path}", params=params).json()

    def post(self, path: str, body: Json = None) -> Json:
        """Do something below /api/v1 that is no command; what it answers, if anything."""
        answer = self._ask("POST", f"/api/v1/{path}", body=body)
        return answer.json() if answer.content else None

    def pages(self, path: str, **params: str | int) -> Iterator[Json]:
        """Every row of a list, page by page."""
        after: str | None = ""
        while after is not None:
            page = self.get(path, **params, after=after, limit=_PAGE)
            yield from page["items"]
            after = page["next"]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _receipt(self, status_url: str) -> Json:
        """The receipt of a command that is under way; None when it is better sent again, lest it was lost."""
        deadline = time.monotonic() + _SEND_AGAIN_S
        while time.monotonic() < deadline:
            answer = self._once("GET", status_url, {}, None)
            if answer.status_code == HTTPStatus.OK:
                return answer.json()["receipt"]
            if answer.status_code not in {HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE}:
                _raise_for(answer)
            time.sleep(_ASK_AGAIN_S)
        return None

    def _ask(
        self, method: str, path: str, *, params: Mapping[str, str | int] | None = None, body: Json = None
    ) -> httpx.Response:
        """One answered request: a busy engine (503) is asked again, as it wishes."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            answer = self._once(method, path, params or {}, body)
            busy = answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            if not busy or time.monotonic() > deadline:
                break
            time.sleep(_pause(answer))
        if answer.is_error:
            _raise_for(answer)
        return answer

    def _once(self, method: str, path: str, params: Mapping[str, str | int], body: Json) -> httpx.Response:
        try:
            return self._client.request(method, path, params=dict(params), json=body)
        except httpx.TransportError as error:
            raise CommandFailed(
                f"Không kết nối được {self.url}: hệ thống có đang chạy không? ({error})",
                f"cannot reach {self.url}: is the system running? ({error})",
            ) from error
        except httpx.InvalidURL as error:
            raise CommandFailed(
                f"Địa chỉ {self.url} không hợp lệ.", f"{self.url} is not a usable address"
            ) from error


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates trusted for https, read once: it takes longer than a request."""
    return ssl.create_default_context()


def step_id(*parts: str) -> str:
    """The command id of a step of ours: the same step always has the same id, so it is done once."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("minhbach", *parts))))


def _item(entry: Mapping[str, Any]) -> str:
    """One line of a bulk refusal, or one field that does not fit."""
    field = str(entry.get("field") or "")
    where = entry.get("stream") or place(field.removeprefix("/command")) or field
    return f"{where}: {entry.get('detail') or entry.get('sentence_vi') or entry}"


def _pause(answer: httpx.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else _ASK_AGAIN_S


def _accepted(receipt: Json) -> Json:
    """A stored receipt, unless it is a refusal."""
    refusal = receipt.get("refusal")
    if not refusal:
        return receipt
    raise Refused(
        {
            "code": refusal["code"],
            "detail": refusal["sentence_vi"],
            "detail_en": refusal["sentence_en"],
            "source": refusal["source"],
            "items": refusal["items"],
        }
    )


def _raise_for(answer: httpx.Response) -> None:
    """Raise `Refused` with the problem the answer holds, or with what little it says."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {"detail": f"Máy chủ trả lời mã {answer.status_code}."}
    raise Refused(problem if isinstance(problem, dict) else {"detail": str(problem)})
