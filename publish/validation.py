"""What is about to be published, validated by frictionless as any user of the package would."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.problems import Problem, shorten


def package_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield an error for each fault that frictionless finds in relative path -> bytes, `datapackage.json` among them."""
    from frictionless import Checklist, system, validate  # takes half a second, and only a build needs it

    with tempfile.TemporaryDirectory() as folder:
        for path, content in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        with system.use_context(trusted=True):
            report = validate(Path(folder, "datapackage.json").as_posix(), checklist=Checklist())
    for error in report.errors:
        yield Problem("datapackage.json", None, None, None, error.message, "mend the table or its schema", "package")
    for task in report.tasks:
        for error in task.errors:
            line, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
            value = getattr(error, "cell", None)
            message = f"is refused by frictionless ({shorten(error.message, 200)})"
            yield Problem(task.place, line, column, value, message, "mend the table or its schema", "package")
