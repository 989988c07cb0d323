"""The scripts of the page: ES modules in `script/`, joined into one module."""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

FOLDER = Path(__file__).parent / "script"
IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./(\w+)\.js";\n', re.MULTILINE)
DECLARED = re.compile(r"^(export )?(?:async )?(?:function|const|let) (\w+)", re.MULTILINE)


def read() -> dict[str, str]:
    """Name of a module -> its text."""
    return {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js"))}


def bundle(modules: Mapping[str, str]) -> str:
    """One script from modules: each after those that it imports from, without the lines that import and export.

    Raises ValueError where two modules declare one name or one imports what the other does not export, and CycleError
    where modules import from one another in a circle.

    >>> bundle({"main": 'import { a } from "./other.js";\\na();\\n', "other": "export function a() {}\\n"})
    'function a() {}\\n\\na();\\n'
    """
    declared: dict[str, str] = {}
    exported: set[tuple[str, str]] = set()
    for module, text in modules.items():
        for export, name in DECLARED.findall(text):
            if name in declared:
                raise ValueError(f"{module}.js: {name} is declared in {declared[name]}.js, too; rename one of the two")
            declared[name] = module
            exported |= {(module, name)} if export else set()
    graph = {}
    for module, text in modules.items():
        imports = IMPORT.findall(text)
        graph[module] = [source for _, source in imports]
        for name, source in ((name, source) for names, source in imports for name in re.findall(r"\w+", names)):
            if (source, name) not in exported:
                raise ValueError(f"{module}.js imports {name} from {source}.js, which does not export it")
    texts = (
        re.sub("^export ", "", IMPORT.sub("", modules[name]), flags=re.M)
        for name in TopologicalSorter(graph).static_order()
    )
    return "\n".join(texts)
