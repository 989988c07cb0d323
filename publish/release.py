"""The release: a zip with the data alone, one with everything, and a wheel."""

import hashlib
import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.wheel import WheelBuilder

from pipeline.files import atomic_write
from publish import descriptor
from publish.catalogues import data_archive


def write(
    root: Path, tracked: Iterable[str], checked: Mapping[str, bytes], downloads: Mapping[str, bytes]
) -> list[str]:
    """Write the archives, the wheel and the downloads into dist/, and give their paths. Raises OSError.

    `tracked` are the files that git knows; `checked` has those of them that were checked or made, which are not read again.
    """
    files = {path: (root / path).read_bytes() for path in tracked} | checked
    about = descriptor.about(root)
    data, whole = archive_paths(about)
    archives = {
        data: encode(Path(data).stem, data_archive(files, about), about),
        whole: encode(Path(whole).stem, files | downloads, about),
    }
    for path, content in {**downloads, **archives}.items():
        atomic_write(root / path, content)
    with tempfile.TemporaryDirectory() as folder:  # hatchling takes every file that it finds
        for path, content in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        wheel = next(WheelBuilder(folder).build(directory=str(root / "dist"), versions=["standard"]))
    return [*archives, str(wheel)]


def archive_paths(about: Mapping[str, Any]) -> tuple[str, str]:
    """Where the archive of the data and that of everything lie."""
    top = f"dist/{about['name']}-{about['version']}"
    return f"{top}-data.zip", f"{top}.zip"


def tracked_files(root: Path) -> list[str]:
    """The files that git knows under the root, and no others; none where it is no clone."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True)
    return [path for path in done.stdout.split("\0") if path]


def encode(top: str, files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The bytes of an archive of relative path -> bytes, all in the folder `top`.

    Every member has the day of the version for its time and is stored, not deflated, so that the bytes of the archive
    depend on no clock; of its members, only the workbook and the page depend on zlib. `SHA256SUMS` lists the digests.
    """
    members = dict(sorted(files.items()))
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in members.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in {**members, "SHA256SUMS": sums.encode()}.items():
            day = tuple(int(part) for part in about["created"][:10].split("-"))
            info = zipfile.ZipInfo(f"{top}/{path}", (*day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
