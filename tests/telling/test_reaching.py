"""What is sent goes to the address that was checked, by HTTPS, within a deadline, and no further."""

from __future__ import annotations

import socket
import time
from http.server import BaseHTTPRequestHandler

import pytest

from ledger.telling import addresses
from ledger.telling.addresses import AddressRefused, is_public, reachable, target_of
from ledger.telling.reaching import post
from tests.telling.receivers import certificate, receiver


def sent(url: str, deadline_s: float = 5.0, localhost: bool = True):
    return post(url, b'{"a":1}', {"Content-Type": "application/json"}, localhost=localhost, deadline_s=deadline_s)


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A certificate for this machine that its programs trust."""
    files = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    return files


def test_a_receiver_that_answers_has_it(trusted):
    with receiver(trusted) as there:
        answer = sent(there.url)

    assert (answer.status, answer.error, answer.arrived) == (204, "", True)
    ((headers, body),) = there.came
    assert body == b'{"a":1}'
    assert headers["host"] == there.url.split("/")[2]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with receiver(certificate(tmp_path)) as there:
        answer = sent(there.url)

    assert (answer.status, answer.error) == (None, "certificate_refused")
    assert there.came == []


def test_a_certificate_for_another_name_is_refused(tmp_path, monkeypatch):
    files = certificate(tmp_path, address="192.0.2.7")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with receiver(files) as there:
        assert sent(there.url).error == "certificate_refused"
    assert there.came == []


@pytest.mark.parametrize(
    ("status", "error"), [(500, "answered_otherwise"), (404, "answered_otherwise"), (410, "gone"), (302, "redirects")]
)
def test_any_other_answer_is_no_arrival(status, error):
    with receiver() as there:
        there.answer = status
        answer = sent(there.url)

    assert (answer.status, answer.error, answer.arrived) == (status, error, False)


def test_a_redirect_is_not_followed():
    with receiver() as further, receiver() as there:

        def onward(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(307)
            handler.send_header("Location", further.url)
            handler.end_headers()

        there.answer = onward
        assert sent(there.url).error == "redirects"

    assert further.came == []


def test_a_receiver_that_says_nothing_is_given_up_at_the_deadline():
    with receiver() as there:
        there.answer = lambda handler: time.sleep(2)
        answer = sent(there.url, deadline_s=0.3)

    assert (answer.status, answer.error) == (None, "timed_out")


def test_a_receiver_that_drips_is_given_up_at_the_deadline():
    def drip(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(40):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.05)

    with receiver() as there:
        there.answer = drip
        answer = sent(there.url, deadline_s=0.3)

    assert (answer.status, answer.error) == (None, "timed_out")


def test_a_receiver_may_ask_to_be_left_alone():
    def later(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Retry-After", "120")
        handler.end_headers()

    with receiver() as there:
        there.answer = later
        assert sent(there.url).wait_s == 120


def test_nobody_listening_is_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = sent(f"http://127.0.0.1:{taken.getsockname()[1]}/")

    assert answer.error == "refused"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "2001:db8::1",
    ],
)
def test_an_inner_address_is_no_public_one_however_it_is_written(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "169.254.169.254"])
def test_an_inner_address_is_refused_before_anything_is_connected(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *said: pytest.fail("it connected"))

    assert sent(f"https://{host}/", localhost=False).error in {"not_public", "name_unknown"}


def test_one_inner_address_among_several_is_enough_to_refuse(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *said, **more: found)

    with pytest.raises(AddressRefused) as refusal:
        reachable(target_of("https://two.example/", localhost=False), localhost=False)

    assert refusal.value.code == "not_public"


def test_what_was_checked_is_what_is_connected_to(monkeypatch):
    """A name that resolves to a public address first and to an inner one a moment later reaches the first."""
    answers = iter([[(2, 1, 6, "", ("93.184.215.14", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]])
    connected = []

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *said, **more: next(answers))
    monkeypatch.setattr(socket, "create_connection", connect)

    assert sent("https://turns.example/", localhost=False).error == "refused"
    assert connected == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "not_https"),
        ("ftp://example.org/", "not_an_address"),
        ("https://", "not_an_address"),
        ("https://user:pw@example.org/", "not_an_address"),
        ("https://example.org/#part", "not_an_address"),
        ("https://example.org:99999/", "not_an_address"),
        ("https://example.org/\r\nX: y", "not_an_address"),
        ("https://exämple.org/", "not_an_address"),
        ("https://" + "a" * 500, "not_an_address"),
    ],
)
def test_an_address_that_cannot_be_an_endpoint_is_refused(url, code):
    with pytest.raises(AddressRefused) as refusal:
        target_of(url, localhost=False)

    assert refusal.value.code == code


def test_plain_http_reaches_this_machine_alone_even_where_it_is_allowed(monkeypatch):
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *said, **more: [(2, 1, 6, "", ("93.184.215.14", 80))])

    with pytest.raises(AddressRefused) as refusal:
        reachable(target_of("http://example.org/", localhost=True), localhost=True)

    assert refusal.value.code == "not_https"
