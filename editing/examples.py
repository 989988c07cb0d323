"""`python build.py examples`: run the examples of the pages, and write what they print below them.

A block of Python is followed by a block of text that holds its output; the blocks of a page go on from one another. In
a block marked `console` a line that begins with `$` is a command, and what follows is its output.
"""

import difflib
import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager, redirect_stdout

from checks.problem import Problem

PAGES = ("README.md", "docs/quickstart.md")
PYTHON = re.compile(r"```python\n((?:(?!```).)*)```\n\n```text\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
# An example may run Python, and nothing else.
PREFIX = "python "


def refreshed(text, root):
    """The text of a page with the output of each of its examples as it is now. `root` is the folder they run in."""
    names = {}
    text = PYTHON.sub(lambda found: f"```python\n{found[1]}```\n\n```text\n{_run(found[1], names, root)}```", text)
    return CONSOLE.sub(lambda found: f"```console\n{_type(found[1], root)}```", text)


def stale(root):
    """A problem for each page whose examples print something else now, at the first line that differs."""
    for page in PAGES:
        text = (root / page).read_text(encoding="utf-8")
        if text != (now := refreshed(text, root)):
            yield _first(page, text.split("\n"), now.split("\n"))


def lone(text):
    """Blocks of Python or of the console that stand without the output that they print."""
    printing = {found.start() for found in PYTHON.finditer(text)}
    blocks = re.finditer(r"```python\n(.*?)```", text, re.DOTALL)
    return [block[1] for block in blocks if block.start() not in printing] + [
        block for block in CONSOLE.findall(text) if not re.search(r"^[^$\n]", block, re.MULTILINE)
    ]


def _first(page, old, new):
    for tag, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            rule = f"an example prints otherwise now: {' / '.join(new[begin:stop])[:80]}"
            return Problem(page, start + 1, None, " / ".join(old[start:end]), rule, "run: python build.py examples")
    raise ValueError("the two do not differ")


def _run(code, names, root):
    """What a block of Python prints; it goes on from the names of those before it."""
    out = io.StringIO()
    with _inside(root), redirect_stdout(out):
        exec(compile(code, "example", "exec"), names)  # noqa: S102
    return _trimmed(out.getvalue())


def _type(block, root):
    """A block of the console with the output of its commands."""
    out = []
    for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
        if not command.startswith(PREFIX):
            raise ValueError(f"an example may run python alone, not {command!r}")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ISTANBUL_TALKS")}
        words = [sys.executable, *shlex.split(command.removeprefix(PREFIX))]
        done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8")
        out.append(f"$ {command}\n{_trimmed(done.stdout + done.stderr)}")
    return "\n".join(out)


def _trimmed(text):
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


@contextmanager
def _inside(root):
    before = os.getcwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)
