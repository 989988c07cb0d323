"""The small build without page, figures and `dist/`, and what it cannot do without: the same imports and files."""

from pathlib import Path

import checks
from checks.package import CARRIED, read

from schemas import TABLES, csv_path

ROOT = Path(__file__).resolve().parents[1]


def build():
    """Read, check and derive the package of this project, and make its tables, codebook and descriptor: their bytes."""
    from publish import codebook, descriptor, parquet, tables

    package, problems = read(ROOT)
    found, _ = checks.run(package)
    derived, more = checks.derive(package)
    if problems := [*problems, *found, *more]:
        raise ValueError(f"the package is not sound: {problems[0]}")
    frames, about = package.tables | derived, descriptor.about()
    made = {csv_path(stem): tables.encode(derived[stem]) for stem in derived}
    made |= {f"data/parquet/{stem}.parquet": parquet.encode(stem, frames[stem], frames["codes"]) for stem in frames}
    made["docs/codebook.md"] = codebook.encode(frames, about)
    raw = {csv_path(stem): (ROOT / csv_path(stem)).read_bytes() for stem in TABLES}
    made["datapackage.json"] = descriptor.encode(frames, raw | made, about)
    return made


def files():
    """Import the same libraries, and read and compare the same files."""
    import krippendorff  # noqa: F401
    import pandera.pandas  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    from publish import codebook, descriptor, parquet, tables  # noqa: F401

    read_ = [(ROOT / csv_path(stem)).read_bytes() for stem in (*TABLES, *CARRIED)]
    made = [*(ROOT / "data/parquet").glob("*"), *(ROOT / "data/derived").glob("*"), ROOT / "datapackage.json"]
    return read_, [path.read_bytes() for path in made]
