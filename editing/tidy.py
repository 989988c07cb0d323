"""`python build.py tidy`: the files under data/ in canonical form: rows in the order of their keys, minimal quoting."""

from pathlib import Path

from pipeline import form
from pipeline.files import atomic_write, build_lock
from pipeline.problems import CommandResult, Problem, count
from schemas import TABLES, csv_path


def run(root: Path) -> CommandResult:
    """Rewrite each table that is not in canonical form; one that cannot be read is a problem, and left as it is."""
    problems, changed = [], []
    with build_lock(root):
        for table in TABLES:
            path = csv_path(table)
            try:
                raw = (root / path).read_bytes()
            except OSError as error:
                hint = f"restore it (git checkout {path}), or give read permission"
                problems.append(Problem(path, None, None, None, f"cannot be read ({error.strerror})", hint))
                continue
            canonical, faults = canonical_bytes(raw, table)
            problems += faults
            if canonical != raw:
                atomic_write(root / path, canonical)
                changed.append(path)
    report = "\n".join([*changed, f"{count(len(changed), 'file')} changed; the tables are in canonical form."])
    return CommandResult(problems, "" if problems else report, "such a file was left as it is")


def canonical_bytes(raw: bytes, table: str) -> tuple[bytes, list[Problem]]:
    """The canonical form of the bytes of a CSV; the bytes themselves where they cannot be read, and why."""
    rows, problems = form.read_rows(raw, csv_path(table))
    if problems:
        return raw, problems
    return form.encode_canonical(rows[0], rows[1:], table).encode(), []
