"""What is handed to an archive: one zip that holds the package and the code that proves it, and a wheel."""

import hashlib
import io
import zipfile

from hatchling.builders.wheel import WheelBuilder

from publish import descriptor

FOLDERS = ("bench", "checks", "data", "docs", "edit", "istanbul_talks", "publish", "scale", "schemas", "tests")
LEFT_OUT = ("__pycache__", ".new")
HIDDEN = (".gitignore", ".zenodo.json")


def encode(root, downloads):
    """(name, bytes) of the archive of the package under `root`.

    `downloads` maps the paths in `dist/` to bytes. Every member has the day of the version for its time and is stored,
    not deflated, so that the bytes hang on no clock and on no version of zlib. `SHA256SUMS` lists their digests.
    """
    about = descriptor.about(root)
    top = f"{about['name']}-{about['version']}"
    members = dict(sorted((_tree(root) | _files(root) | downloads).items()))
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in members.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in {**members, "SHA256SUMS": sums.encode()}.items():
            day = tuple(int(part) for part in about["created"][:10].split("-"))
            info = zipfile.ZipInfo(f"{top}/{path}", (*day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return f"{top}.zip", out.getvalue()


def wheel(root, folder):
    """Build the wheel of `istanbul_talks` into `folder`, with the data in it; its path."""
    return next(WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"]))


def _tree(root):
    """Relative path -> bytes of the files in the folders of the project."""
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in found
        if not any(part.endswith(LEFT_OUT) for part in path.parts)
    }


def _files(root):
    """Relative path -> bytes of the files beside them; of hidden ones only what others read."""
    found = (path for path in root.iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in found if not path.name.startswith(".") or path.name in HIDDEN}
