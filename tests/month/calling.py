"""How people reach Lodebook: a phone or a program with a token, a browser with a session; one wire for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from ledger.parties.models import User
from ledger.parties.tokens import make_token

MOST_ENTRIES = 400
Answer = dict[str, Any]


class NotRecorded(AssertionError):
    """An entry of the month was not recorded: what was sent, and what was answered."""


class Wire:
    """One connection to the server, opened again when it was closed."""

    def __init__(self, port: int) -> None:
        self.port, self.entries = port, 0
        self.line = HTTPConnection("127.0.0.1", port, timeout=300)

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict, bytes]:
        """Return status, headers and body of the answer."""
        for again in (True, False):
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                return answer.status, _headers(answer.getheaders()), answer.read()
            except (HTTPException, ConnectionError):
                self.line.close()
                if not again:
                    raise
        raise AssertionError("unreachable")


def _headers(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in said:
        headers[name.lower()] = "\n".join(filter(None, (headers.get(name.lower()), value)))
    return headers


class Caller:
    """A person with a phone, or a program: speaks to the API with a token."""

    def __init__(self, wire: Wire, user: User, party: str) -> None:
        self.wire, self.party, self.id, self.name = wire, party, str(user.public_id), user.username
        self.headers = {"Authorization": f"Bearer {make_token(user)}", "Accept": "application/json"}

    def send(self, envelopes: Sequence[dict]) -> list[Answer]:
        """Send entries in batches as a phone does when it has a network again; return the answers in their order."""
        answers: list[Answer] = []
        for start in range(0, len(envelopes), MOST_ENTRIES):
            body = json.dumps({"entries": list(envelopes[start : start + MOST_ENTRIES])}).encode()
            said = self._json("POST", "/api/v1/entries/", body, "application/json", expected=(200, 400, 403))
            answers += said["answers"]
        self.wire.entries += len(answers)
        return answers

    def enter(self, *envelopes: dict) -> list[Answer]:
        """Send entries that must all be recorded."""
        answers = self.send(envelopes)
        for envelope, answer in zip(envelopes, answers, strict=True):
            if answer["status"] != "recorded":
                raise NotRecorded(f"{self.name} sent {envelope}\nand was answered {answer}")
        return answers

    def get(self, path: str, **query: Any) -> Any:
        """Return what an address of the API says."""
        asked = f"{path}?{urlencode(query)}" if query else path
        return self._json("GET", asked.replace(f"http://127.0.0.1:{self.wire.port}", ""), None, None)

    def all(self, path: str, **query: Any) -> list[Any]:
        """Return the rows of all pages of a list."""
        page = self.get(path, **query)
        rows = list(page["results"])
        while page["next"]:
            page = self.get(page["next"])
            rows += page["results"]
        return rows

    def paper(self, content: bytes, media_type: str = "application/pdf") -> str:
        """Hand in a document or photo and return the hash by which entries name it."""
        return str(self._json("POST", "/api/v1/papers/", content, media_type, expected=(201,))["sha256"])

    def bring(self, sheet: str, name: str, content: bytes) -> Any:
        """Bring a file and return the import."""
        body, kind = form_of({"sheet": sheet}, ("file", name, content))
        return self._json("POST", "/api/v1/imports/", body, kind, expected=(202,))

    def accept(self, run: str) -> Any:
        """Enter the rows of a file that was tried."""
        return self._json("POST", f"/api/v1/imports/{run}/enter/", b"{}", "application/json", expected=(202,))

    def _json(self, method: str, path: str, body: bytes | None, kind: str | None, expected: Iterable[int] = (200,)):
        headers = {**self.headers, **({"Content-Type": kind} if kind else {})}
        status, _, said = self.wire.ask(method, path, body, headers)
        assert status in expected, (method, path, status, said[:2_000])
        return json.loads(said)


def form_of(fields: dict[str, str], file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    """Return body and type of a form with a file."""
    border = uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    name, file_name, content = file
    head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
    parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n")
    body = "\r\n".join(parts).encode() + content + f"\r\n--{border}--\r\n".encode()
    return body, f"multipart/form-data; boundary={border}"


class Browser:
    """Somebody at a desk: signs in with a password, opens pages, fills in forms."""

    def __init__(self, wire: Wire, name: str, password: str) -> None:
        self.wire, self.cookies = wire, {}
        self.get("/login/")
        status, _, said = self.post("/login/", username=name, password=password)
        assert status == 302, (status, said[:500])

    def get(self, path: str) -> tuple[dict[str, str], bytes]:
        """Return headers and body of a page."""
        status, headers, body = self._ask("GET", path, None, {})
        assert status == 200, (path, status, body[:500])
        return headers, body

    def post(self, path: str, **fields: Any) -> tuple[int, dict[str, str], bytes]:
        """Send a form."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict, bytes]:
        said = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        status, answered, content = self.wire.ask(method, path, body, said)
        if found := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', content):
            self.token = found[1].decode()
        for line in answered.get("set-cookie", "").split("\n"):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return status, answered, content
