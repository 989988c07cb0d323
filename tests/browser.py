"""A real Chromium, started once: pages in it, what they complain of and what they ask the network for."""

import http.server
import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial

import pytest
from playwright.sync_api import sync_playwright

QUIET = ("gpu", "quic", "sync", "background-networking", "component-update", "extensions")
OPTIONS = ["--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET)]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable():
    """The path of an installed Chromium, or None; CHROMIUM names another one."""
    return next(filter(None, map(shutil.which, filter(None, (os.environ.get("CHROMIUM"), *NAMES)))), None)


@pytest.fixture(scope="session")
def chromium():
    """A running browser; tests that need it are skipped where none is installed."""
    path = executable()
    if not path:
        pytest.skip("no Chromium is installed, so the page is not tried: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def served(folder):
    """(address of a static server of the folder, list of the paths that it is asked for)."""
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, _, line, *__):
            asked.append(line)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(browser, address, *, silent=True, **options):
    """A tab with the page at `address`, its first table drawn; unless told otherwise, it must stay silent.

    Silent: not a word on its console, no uncaught error, no dialog, and no request but that for the page itself and for
    what it makes on its own (`blob:`).
    """
    context = browser.new_context(accept_downloads=True, **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    complaints = []
    tab.on("console", lambda message: complaints.append(f"console: {message.text}"))
    tab.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    tab.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: asked(request.url))

    def asked(url):
        if url.partition("#")[0] != address.partition("#")[0] and not url.startswith("blob:"):
            complaints.append(f"request: {url}")

    tab.goto(address)
    if options.get("java_script_enabled", True):
        tab.locator("#csv[download]").wait_for(state="attached")  # the last thing that a table gets
    tab.complaints = complaints
    try:
        yield tab
        if silent and complaints:
            raise AssertionError("\n".join(complaints))
    finally:
        context.close()
