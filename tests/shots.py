"""Screenshots of every page: python -m tests.shots OUTDIR [BASEURL USER PASSWORD].

Without an address it plays the demo on servers of its own and looks at it through the eyes of every role.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from playwright.sync_api import Browser

from tests.browser.chromium import LAPTOP, PHONE, chromium, opened, sign_in
from tests.browser.walking import too_wide, walk

SIZES = {"360": PHONE, "1280": LAPTOP}


def shoot(browser: Browser, folder: Path, address: str, name: str, password: str) -> int:
    """Take every page that a user reaches, at both sizes; return how many pages scroll sideways on a phone."""
    wide = 0
    for label, size in SIZES.items():
        page, complaints = opened(browser, size)
        sign_in(page, address, name, password)
        for pattern in walk(page, address):
            page.screenshot(path=folder / f"{name}-{pattern}-{label}.png", full_page=True)
            if size == PHONE and too_wide(page):
                print(f"{name} {pattern} is wider than the phone: {too_wide(page)}")
                wide += 1
        for complaint in complaints:
            print(f"{name}: {complaint}")
        page.context.close()
    return wide


def shoot_public(browser: Browser, folder: Path, address: str) -> None:
    """Take what a stranger sees."""
    for label, size in SIZES.items():
        page, _ = opened(browser, size)
        for name, path in {"login": "/login/", "check": "/t/", "unknown": "/t/TK7MB40AW/"}.items():
            page.goto(address + path)
            page.screenshot(path=folder / f"public-{name}-{label}.png", full_page=True)
        page.context.close()


@contextmanager
def demo_served(port: int = 8771) -> Iterator[str]:
    """Give the address of a server that has played the demo."""
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--no-input", "-v0"], check=True, env={**os.environ, "LODEBOOK_LOGIN": "owner"})
    subprocess.run([*manage, "collectstatic", "--no-input", "-v0"], check=True)
    subprocess.run([*manage, "demo"], check=True)
    serving = [sys.executable, "-m", "gunicorn", "-c", "config/web_server.py", "-b", f"127.0.0.1:{port}", "config.wsgi"]
    web = subprocess.Popen(serving)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/login/")
        yield address
    finally:
        web.terminate()
        web.wait()


def wait_for(address: str, seconds: int = 30) -> None:
    """Wait until somebody answers there."""
    for _ in range(seconds * 10):
        try:
            with urllib.request.urlopen(address):  # noqa: S310  (our own server)
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit(f"Nobody answers at {address}.")


def main(words: list[str]) -> None:
    """Take the screenshots."""
    if len(words) not in {1, 4}:
        raise SystemExit("usage: python -m tests.shots OUTDIR [BASEURL USER PASSWORD]")
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    django.setup()
    with chromium() as browser:
        if len(words) == 4:
            shoot_public(browser, folder, words[1])
            shoot(browser, folder, *words[1:])
            return
        with demo_served() as address:
            from buyers.demo.accounts import passwords

            shoot_public(browser, folder, address)
            for name, password in passwords().items():
                shoot(browser, folder, address, name, password)


if __name__ == "__main__":
    main(sys.argv[1:])
