"""`python build.py examples`: run the examples of the pages, and write what they print below them.

A block of Python is followed by a block of text with its output; the blocks of a page go on from one another. In a
block marked `console` a line that begins with `$ python` is a command, and what follows is its output.
"""

import os
import re
import shlex
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

from pipeline.files import atomic_write, build_lock
from pipeline.problems import CommandResult, Problem

PAGES = ("README.md", "docs/quickstart.md")
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```\n(?:\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL)
MARK = "\x1e"  # ends the output of a block
COMMAND = "python build.py examples"


class ExampleError(Exception):
    """An example that cannot be run; the message says why."""


def run(root: Path) -> CommandResult:
    """Write what each example prints now below it."""
    problems = []
    for page in PAGES:
        try:
            now = refreshed((root / page).read_text("utf-8"), root)
        except ExampleError as error:
            problems.append(_failed(page, error))
            continue
        with build_lock(root):
            atomic_write(root / page, now.encode())
    report = f"{', '.join(PAGES)}: the examples print what is below them."
    return CommandResult(problems, "" if problems else report, "such a page was left as it is")


def stale(root: Path) -> list[Problem]:
    """A problem for each page that is not as `run` would write it, at the first line that differs."""
    problems = []
    for page in PAGES:
        text = (root / page).read_text("utf-8")
        try:
            pairs = zip_longest(text.split("\n"), refreshed(text, root).split("\n"), fillvalue="")
        except ExampleError as error:
            problems.append(_failed(page, error))
            continue
        for line, (old, new) in enumerate(pairs, 1):
            if old != new:
                message = f"is out of date, and should be: {new[:80]}"
                problems.append(Problem(page, line, None, old, message, f"run: {COMMAND}"))
                break
    return problems


def _failed(page: str, error: ExampleError) -> Problem:
    return Problem(page, None, None, None, f"an example fails ({error})", f"mend it, then run: {COMMAND}")


def refreshed(text: str, root: Path) -> str:
    """The text of a page with the output of each example as it is now, run in `root`. Raises ExampleError."""
    blocks = [(block[1], block[2]) for block in BLOCK.finditer(text)]
    script = "".join(f"{code}print(end={MARK!r})\n" for kind, code in blocks if kind == "python")
    outputs = iter(_python(["-c", script], root).split(MARK) if script else [])

    def fill(block: re.Match[str]) -> str:
        if block[1] == "python":
            return f"```python\n{block[2]}```\n\n```text\n{_trimmed(next(outputs))}```\n"
        commands = re.findall(r"^\$ (.+)$", block[2], re.MULTILINE)
        return "```console\n" + "\n".join(f"$ {command}\n{_typed(command, root)}" for command in commands) + "```\n"

    return BLOCK.sub(fill, text)


def _typed(command: str, root: Path) -> str:
    if not command.startswith("python "):
        raise ExampleError(f"only python may be run, not {command!r}")
    return _trimmed(_python(shlex.split(command.removeprefix("python ")), root))


def _python(arguments: list[str], root: Path) -> str:
    """What Python prints. The pages say nothing of folders that only some readers have."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ISTANBUL_TALKS")}
    command = [sys.executable, "-X", "utf8", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise ExampleError(done.stderr.strip().rpartition("\n")[2] or f"exit status {done.returncode}")
    return done.stdout + done.stderr


def _trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())
