"""Supply chain: what is installed is locked and licensed, and nothing of ours reaches the network or runs data as code."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_release import SESSION

LOCKS = {"requirements.lock": 20, "tests/validators.lock": 20, "tests/fuzz.lock": 1}  # at least so many packages
FREE = re.compile(r"(0BSD|BSD|MIT|ISC|Apache|PSF|Python Software|Mozilla Public|MPL-2\.0|Zlib|CC0|Artistic)")
# Licences that the pattern does not know, and why they do no harm.
KNOWN = {
    "krippendorff": "GPL-3.0-or-later: a build imports it, and nothing of it is in what we publish",
    "axe-playwright-python": "MIT by the licence file beside it; its metadata has no field for it",
}
SOURCES = sorted(
    path
    for folder in ("bench", "checks", "edit", "istanbul_talks", "publish", "scale", "schemas")
    for path in (ROOT / folder).rglob("*.py")
) + [ROOT / "build.py", ROOT / "stamp.py"]
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "socket", "urllib", "requests", "http"}
# Refuses, as Python itself sees it, whatever asks for a name or a connection; --check and a whole session go without.
DEAF = """
import runpy, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise PermissionError(f"the network was asked for: {event} {args[1:]}")
sys.addaudithook(refuse)
"""


def deaf(code, cwd=ROOT):
    """What Python did that may not use the network."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", DEAF + code], capture_output=True, text=True, cwd=cwd, env=environment)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_hash(lock):
    """Each line of a lock names one version and at least one SHA-256, and no line a host."""
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) >= LOCKS[lock]
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+( ; [^\\]+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+", block), (
            block
        )
    assert not re.search(r"https?:|index-url|find-links|file:", text)


def test_every_licence_is_known():
    """Each installed package is free software; those with a licence of another kind are named with a reason."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(found) > 50
    strangers = {package["Name"]: package["License"] for package in found if not FREE.search(package["License"])}
    assert set(strangers) <= set(KNOWN), strangers


def test_build_asks_for_no_network():
    """A build that may not use the network checks everything and ends well."""
    done = deaf("sys.argv = ['build.py', '--check']\nrunpy.run_path('build.py', run_name='__main__')")
    assert done.returncode == 0, done.stderr


def test_reader_asks_for_no_network(tmp_path):
    """Load, show, cite and verify do without the network."""
    done = deaf(SESSION, tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_call_for_the_network_is_seen():
    """The hook above refuses a name and a connection."""
    for code in (
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
    ):
        done = deaf(code)
        assert done.returncode == 1
        assert "the network was asked for" in done.stderr


def faults(tree):
    """Yield what runs data as code, or reaches out, in the syntax tree of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"line {node.lineno}: imports {n}" for n in names if n.split(".")[0] in FORBIDDEN_MODULES)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("eval", "exec", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load"):
                yield f"line {node.lineno}: calls {called}"
            if any(word.arg == "shell" for word in node.keywords):
                yield f"line {node.lineno}: names a shell"
        if isinstance(node, ast.Assert):
            yield f"line {node.lineno}: asserts, which -O leaves out"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_runs_data_as_code(path):
    """No module of ours unpickles, evaluates, calls a shell or the network, or rests on assert."""
    found = list(faults(ast.parse(path.read_text("utf-8"))))
    # The examples of the README are ours, and running them is what this module is for.
    allowed = ["calls exec"] if path.name == "examples.py" else []
    assert [fault for fault in found if fault.split(": ")[1] not in allowed] == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from urllib import request",
        "eval('1')",
        "subprocess.run('x', shell=True)",
        "assert x",
        "os.system('x')",
    ],
)
def test_a_fault_is_found(code):
    """Each kind of fault is found in a line that has it."""
    assert len(list(faults(ast.parse(code)))) == 1


def test_project_names_no_path_of_a_machine():
    """No file that is handed on names a home folder or a registry."""
    for path in [
        *SOURCES,
        *(ROOT / name for name in LOCKS),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        *Path(ROOT).glob("*.md"),
    ]:
        assert not re.search(r"/(home|root|Users)/\w", path.read_text("utf-8")), path


def test_every_promise_has_its_test():
    """Each row of the table in SECURITY.md names files of tests, or targets of make, and these are there."""
    rows = re.findall(r"^\| (.+?) \| (`.+`) \|$", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(rows) > 10
    for promise, shown in rows:
        named = re.findall(r"`(.+?)`", shown)
        assert any(name.startswith("tests/test_") for name in named), promise
        assert all(name.removeprefix("make ") in targets or (ROOT / name).is_file() for name in named), promise
