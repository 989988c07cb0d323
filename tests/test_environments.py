"""The wheel where users have it: with the oldest pandas and pyarrow that it supports, with 2.2, and with the newest."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from editing import examples
from tests.conftest import ROOT
from tests.test_release import done

pytestmark = pytest.mark.release
ENVIRONMENTS = ROOT / ".venv"
# What a user has beside the wheel: pandas and pyarrow, and what these need.
RUNTIME = ("pandas", "pyarrow", "numpy", "dateutil", "python_dateutil", "pytz", "six", "tzdata")
VERSIONS = {"floor": ("2.0.", "14.0."), "middle": ("2.2.", "17."), "newest": ("3.", "")}
LOAD = """
import sys
import istanbul_talks as talks, pandas, pyarrow
for table, frame in talks.load_all().items():
    cells = [list(row.cells) for row in talks.open_package().rows(table)]
    assert len(frame) == len(cells) and [list(frame)] * len(cells) == cells, table
    if table.endswith("_wide"):
        assert talks.load(table[:-5], wide=True).equals(frame), table
    texts = talks.load(table, categories=False).select_dtypes(include=["object", "string"])
    assert not texts.fillna("").isna().any(axis=None), table
assert len(talks.relationships()) > 50
print(pandas.__version__, pyarrow.__version__)
"""


@dataclass(frozen=True)
class Environment:
    """An environment that has the wheel; `name` is its key in VERSIONS."""

    name: str
    python: Path

    def run(self, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        """What its Python did, with every warning an error."""
        return done(self.python, "-W", "error", *words, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel of the files as they are."""
    return Path(
        next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    )


@pytest.fixture(scope="module", params=VERSIONS)
def environment(request, wheel, tmp_path_factory) -> Environment:
    """An environment that has the wheel, pandas and pyarrow of one age, and nothing else."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    base = Path(sys.executable) if name == "newest" else ENVIRONMENTS / name / "bin" / "python"
    if not base.exists():
        pytest.skip(f"{name} is not at hand: make .venv/{name}/ready")
    done(base, "-m", "venv", folder / "venv", cwd=folder, check=True)
    python = folder / "venv" / "bin" / "python"
    here, there = (
        Path(done(each, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip())
        for each in (base, python)
    )
    for package in RUNTIME:
        for pattern in (package, f"{package}.libs", f"{package}.py", f"{package}-*.dist-info"):
            for path in here.glob(pattern):
                (there / path.name).symlink_to(path)
    # With --no-index and its dependencies, so that pip refuses versions that the wheel does not allow.
    done(python, "-m", "pip", "install", "--quiet", "--no-index", wheel, cwd=folder, check=True)
    return Environment(name, python)


def test_every_table_loads(environment, tmp_path):
    """Every table and wide view has its rows and columns, and its words can be filled, with the versions of its name."""
    session = environment.run("-c", LOAD, cwd=tmp_path)
    assert session.returncode == 0, session.stderr
    pandas, pyarrow = session.stdout.split()
    assert pandas.startswith(VERSIONS[environment.name][0]) and pyarrow.startswith(VERSIONS[environment.name][1])


@pytest.mark.parametrize("page", examples.PAGES)
def test_examples_print_what_the_page_has(environment, page, tmp_path, monkeypatch):
    """Every example of a page prints the same, wherever it runs."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setattr(sys, "executable", str(environment.python))
    text = (ROOT / page).read_text("utf-8")
    assert examples.refreshed(text, tmp_path) == text


def test_command_shows_cites_verifies_and_exports(environment, tmp_path):
    """The installed command works from another folder, with no repository around."""
    command = environment.python.parent / "istanbul-talks"
    for words, printed in (
        (("show", "qt-007"), "qt-007: "),
        (("show", "qt-007", "--json"), '[\n  {\n    "table": "quotes"'),
        (("cite", "qt-007"), "Istanbul Talks 2022"),
        (("export", "quotes", "--format", "parquet", "--to", tmp_path), f"{tmp_path}/quotes.parquet"),
    ):
        ran = done(command, *words, cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "") and ran.stdout.startswith(printed)
    assert (tmp_path / "quotes.parquet").read_bytes() == (ROOT / "data/parquet/quotes.parquet").read_bytes()
    assert done(command, "verify", cwd=tmp_path).stdout.endswith("no problems found\n")


def test_import_is_light(environment, tmp_path):
    """Neither pandas nor pyarrow is imported before a table is loaded."""
    imported = environment.run("-X", "importtime", "-c", "import istanbul_talks", cwd=tmp_path).stderr
    assert "istanbul_talks" in imported and "pandas" not in imported and "pyarrow" not in imported
