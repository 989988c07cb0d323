"""The scripts of the page as modules: how they are joined, and what is refused."""

from graphlib import CycleError

import pytest

from publish.page import scripts


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        (
            {"one": "export const a = 1;\n", "two": "export function a() {}\n"},
            "two.js: a is declared in one.js, too; rename one of the two",
        ),
        (
            {"one": "const a = 1;\n", "two": 'import { a } from "./one.js";\n'},
            "two.js imports a from one.js, which does not export it",
        ),
        ({"two": 'import { a } from "./one.js";\n'}, "two.js imports a from one.js, which does not export it"),
    ],
)
def test_modules_that_do_not_fit_are_refused(modules, message):
    """Two declarations of one name, and an import of what is not exported, are reported with their files."""
    with pytest.raises(ValueError, match="^" + message.replace(".", r"\.")):
        scripts.bundle(modules)


def test_a_circle_of_imports_is_refused():
    """Modules that import from one another have no order."""
    one, two = (
        'import { b } from "./two.js";\nexport const a = 1;\n',
        'import { a } from "./one.js";\nexport const b = 1;\n',
    )
    with pytest.raises(CycleError, match="nodes are in a cycle"):
        scripts.bundle({"one": one, "two": two})


def test_every_module_is_in_the_script():
    """The script of the page has each declaration of each module once, and no import or export."""
    modules = scripts.read()
    script = scripts.bundle(modules)
    names = [name for text in modules.values() for _, name in scripts.DECLARED.findall(text)]
    assert sorted(names) == sorted(name for _, name in scripts.DECLARED.findall(script)) and len(names) > 100
    assert not [line for line in script.splitlines() if line.startswith(("import ", "export "))]
