"""The wheel in environments that users have: the oldest pandas and pyarrow that it supports, and those of some years."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.release
SESSION = """
import sys, pandas, pyarrow
import istanbul_talks as talks
frames = talks.load_all()
wide = {name[:-5]: talks.load(name[:-5], wide=True) for name in frames if name.endswith("_wide")}
assert len(wide) == 8 and all(len(wide[name]) == len(frames[name]) for name in wide)
assert talks.load("quotes", categories=False).fillna({"text": ""})["text"].eq("").any()
assert len(talks.relationships()) and talks.tables()["quotes"]
assert talks.verify()
print(f"Python {sys.version_info[0]}.{sys.version_info[1]}, pandas {pandas.__version__}, pyarrow {pyarrow.__version__}")
"""
VERSIONS = {"floor": ("pandas 2.0.", "pyarrow 14.0."), "middle": ("pandas 2.2.", "pyarrow 17.0.")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built of this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module", params=VERSIONS)
def environment(request, wheel, tmp_path_factory) -> tuple[str, Path]:
    """The name and folder of an environment that has the wheel beside what its lock holds."""
    made = ROOT / ".venv" / request.param
    if not (made / "ready").exists():
        pytest.skip(f"there is no environment: make .venv/{request.param}/ready")
    folder = tmp_path_factory.mktemp(request.param) / "site"
    python = made / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", folder, wheel]
    subprocess.run([*map(str, install)], check=True, capture_output=True)
    return request.param, folder


def done(environment: tuple[str, Path], *words: str) -> subprocess.CompletedProcess[str]:
    """What a Python of an environment did, outside the project, with every warning of the future an error."""
    name, site = environment
    python = [str(ROOT / ".venv" / name / "bin" / "python"), "-W", "error::FutureWarning"]
    return subprocess.run(
        [*python, *words], cwd=site.parent, env={"PYTHONPATH": str(site)}, capture_output=True, text=True
    )


def test_every_table_loads_and_is_verified(environment):
    """All tables and wide views load with the versions that the lock names, and `verify` finds no problem."""
    ran = done(environment, "-c", SESSION)
    assert ran.returncode == 0, ran.stderr
    assert all(version in ran.stdout.splitlines()[-1] for version in VERSIONS[environment[0]])


@pytest.mark.parametrize("page", ["README.md", "docs/quickstart.md"])
def test_examples_print_the_same_words(environment, page):
    """The examples of a page run; what they print has the words that stand on the page, wherever pandas puts spaces."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", text, re.MULTILINE | re.DOTALL)
    script = "".join(code for code, _ in blocks if "data/" not in code)
    ran = done(environment, "-c", script)
    assert ran.returncode == 0, ran.stderr
    expected = " ".join(printed for code, printed in blocks if "data/" not in code)
    assert ran.stdout.split() == expected.split()


def test_commands_run(environment, tmp_path):
    """show, cite and export, and the command that is installed."""
    commands = {"show qt-007 --json": "qt-007", "cite qt-007": "qt-007", f"export quotes --to {tmp_path}": "quotes.csv"}
    for words, printed in commands.items():
        ran = done(environment, "-m", "istanbul_talks", *words.split())
        assert ran.returncode == 0 and printed in ran.stdout, ran.stderr
    assert (tmp_path / "quotes.csv").read_bytes() == (ROOT / "data/quotes.csv").read_bytes()
    assert "istanbul-talks" in {path.name for path in (environment[1] / "bin").iterdir()}
