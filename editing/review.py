"""`python build.py review`: rows are read against their anchors, and who read them is written down as checks.

Rows are shown at a terminal one by one, or printed; checks come from the keyboard, or as lines of verdicts over a pipe.
"""

import argparse
import csv
import datetime as dt
import io
import re
import sys
from functools import partial
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from checks import OF_CELLS, canonical, review
from checks.anchors import Anchor, key_of
from checks.mentions import standing_on
from checks.package import read
from checks.problem import Problem, once
from publish.place import alone, replace
from schemas import columns, csv_path, foreign_keys, primary_key

GRAMMAR = """\
Over a pipe, a line is a verdict on one row. Its four fields are parted by tabs:

  table:row_id  digest  accept  words
  table:row_id  digest  mend    what is wrong

The first two are the first line of the row's block, as --print shows it. The words of `accept` say what supports the
row; they are one or more of these, parted by `; `:

  column "words"   at most six words, which stand exactly so in the text of one of the row's anchors (between ⟦ and ⟧)
  column: words    words of your own, without a semicolon; only for a column that the codebook marks as reference, and
                   for rows of codes and retired, which have no anchors

Each row has words of its own: they are refused for a second row whose anchors hold other text. What is right is
written to data/checks.csv, what is wrong is told by its line, and `mend` is told and not written.
"""
PART = r'([a-z][a-z0-9_]*)(?: "([^"\s](?:[^"]*[^"\s])?)"|: ([^;]+))'
WORDS = re.compile(rf"{PART}(?:; {PART})*")
VERDICTS = ("accept", "mend")
LONGEST = 6
CONTEXT = 120
KEYS = "a accept, m mend, s skip, q quit:"
# What tells a person which row an id stands for.
TITLES = {"actors": "name", "places": "name", "events": "title", "military_claims": "statement", "quotes": "gloss"}


class Row(NamedTuple):
    """A row to be read: where it stands, its digest, its cells as text, and the anchors that it rests on."""

    table: str
    line: int
    row_id: str
    digest: str
    cells: dict
    anchors: list

    @property
    def name(self):
        return f"{self.table}:{self.row_id}"

    @property
    def place(self):
        return f"{csv_path(self.table)}:{self.line}"


def run(options, articles):
    """(problems, report, what became of the rest) of the command. Raises OSError where checks cannot be written."""
    load = partial(_load, options.root, articles)
    package, problems = load()
    if problems:
        return problems, "", "nothing was checked"
    by_hand = sys.stdin.isatty()
    checker = options.checker or ("person" if by_hand else "model")
    write = partial(_write, options.root, checker, options.name)
    if not by_hand and not options.print:
        return over_pipe(package, sys.stdin.buffer.read(), checker, options.name, write)
    rows = list(wanting(package, options.table, options.source, options.checker))
    problems = list(_unshown(package, rows, options))
    if problems:
        return problems, "", "nothing was checked"
    if options.print:
        blocks = (block(row, package).plain for row in rows)
        return [], "\n\n".join(blocks) or "Every row here has been checked.", ""
    return at_terminal(package, rows, load, write)


def _load(root, articles):
    """(package, problems): rows cannot be shown where single cells are wrong."""
    package, problems = read(root, articles)
    return package, once([*problems, *(problem for rule in OF_CELLS for problem in rule.check(package))])


def _write(root, checker, name, found):
    """Put [(row, words)] into data/checks.csv; the later check of a pass takes the place of the earlier."""
    with alone(root):
        _merge(root, checker, name, found)


def _merge(root, checker, name, found):
    path, width = root / csv_path("checks"), len(primary_key("checks"))
    header, *before = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    merged = {tuple(cells[:width]): cells for cells in before}
    for row, words in found:
        key = (row.table, row.row_id, row.digest, checker, name)
        if key not in merged or merged[key][-1] != words:
            merged[key] = [*key, dt.date.today().isoformat(), words]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *merged.values()])
    replace(path, canonical.tidy(out.getvalue(), "checks").encode())


def pass_name(text):
    """The name of a pass; raises ArgumentTypeError where it does not have the form."""
    if not re.fullmatch(r"[a-z0-9-]+", text):
        raise argparse.ArgumentTypeError(f"{text}: write small letters, digits and hyphens, such as review-1")
    return text


# Which rows, and what a reader is shown ----------------------------------------------------------------------------


def rows(package):
    """Yield every row that wants a check, in the order of tables and lines."""
    standing = {(stem, line): anchors for (stem, line, _), anchors in standing_on(package.tables).items()}
    for stem, line, row_id, digest in review.rows(package):
        cells = dict(zip(columns(stem), next(csv.reader([package.lines[stem][line - 2]])), strict=True))
        own = [Anchor(cells["source_id"], int(cells["start"]), int(cells["end"]))] if stem == "segments" else []
        yield Row(stem, line, row_id, digest, cells, standing.get((stem, line), own))


def wanting(package, table=None, source=None, checker=None):
    """Yield the rows without a check as they stand, by `checker` where it is given."""
    checked = review.checkers(package)
    for row in rows(package):
        kinds = checked[row.table, row.row_id][row.digest]
        done = checker in kinds if checker else kinds
        here = table in (None, row.table) and (source is None or any(a.source_id == source for a in row.anchors))
        if here and not done:
            yield row


def _unshown(package, rows, options):
    """Problems that keep rows from being shown."""
    known = package.tables["sources"]["source_id"].tolist()
    if options.source and options.source not in known:
        yield Problem("--source", None, None, options.source, "is no source", f"use one of {', '.join(known)}")
    if not package.texts and any(row.anchors for row in rows):
        remedy = "name their folder: --sources DIR (without them: review --table codes)"
        yield Problem("sources", None, None, None, "no articles at hand, and a check needs them", remedy)
    if not options.print and options.checker == "model":
        rule, remedy = "a model's check needs words", "give verdicts over a pipe: python build.py review --help"
        yield Problem("--checker", None, None, "model", rule, remedy)


def block(row, package):
    """What a reader is shown: name and digest, file and line, the cells, and the anchored words in their context."""
    found = Text(f"{row.name}\t{row.digest}\n{row.place}")
    for column, cell in row.cells.items():
        if cell:
            found.append(f"\n  {column}  ", style="cyan").append(cell).append(_title(row, column, package), style="dim")
    for anchor in row.anchors:
        before, words, after = surroundings(package.texts[anchor.source_id], anchor)
        found.append(f"\n  {anchor}  ", style="cyan").append(f"...{before}⟦")
        found.append(words, style="bold yellow").append(f"⟧{after}...")
    return found


def surroundings(text, anchor):
    """The words before, in and after an anchor; `¶` stands for each line end.

    >>> surroundings("One.\\nTwo. Three.", Anchor("s001", 5, 9))
    ('One.¶', 'Two.', ' Three.')
    """
    text = text.replace("\n", "¶")
    before, after = text[max(anchor.start - CONTEXT, 0) : anchor.start], text[anchor.end : anchor.end + CONTEXT]
    return before, text[anchor.start : anchor.end], after


def _title(row, column, package):
    """What the row is called that a cell links to, in brackets."""
    target = foreign_keys(row.table).get(column)
    if target not in TITLES:
        return ""
    frame = package.tables[target]
    return f" ({frame.loc[frame[key_of(target)] == row.cells[column], TITLES[target]].iloc[0]})"


# At a terminal -----------------------------------------------------------------------------------------------------


def at_terminal(package, rows, load, write):
    """Offer the rows one by one; each check is written at once, so that stopping loses nothing."""
    n = 0
    for row in accepted(package, [row.name for row in rows], load, Console()):
        write([(row, "")])
        n += 1
    return [], f"{n} of {len(rows)} rows checked" if rows else "Every row here has been checked.", ""


def accepted(package, names, load, console):
    """Yield each row that is accepted; a row that is mended is read anew and shown again."""
    for n, name in enumerate(names, 1):
        while row := next((row for row in rows(package) if row.name == name), None):
            console.print(block(row, package), end="\n\n")
            key = ask(f"{n} of {len(names)}. {KEYS} ")
            if key == "m":
                package = mended(row, load)
            if key == "q" or package is None:
                return
            if key == "a":
                yield row
            if key in ("a", "s"):
                break


def mended(row, load):
    """The package read anew once the row is mended in its file; None where the person quits instead."""
    while ask(f"{row.place}: mend it and save, then press Enter (q quits) ") != "q":
        package, problems = load()
        if not problems:
            return package
        print(*problems, sep="\n")
    return None


def ask(prompt):
    """The answer at the terminal; q where the input ends or is interrupted."""
    try:
        return input(prompt).strip().lower()
    except (EOFError, KeyboardInterrupt):
        print()
        return "q"


# Over a pipe -------------------------------------------------------------------------------------------------------


def over_pipe(package, raw, checker, name, write):
    """Take verdicts: what is right is written, what is to be mended is printed, what is wrong is a problem."""
    try:
        lines = raw.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem("stdin", line, None, None, "is not UTF-8", "send UTF-8")
        return [problem], "", "nothing was checked"
    checks, mends, problems = judge(package, lines, checker, name)
    if checks:
        write(checks)
    for mend in mends:
        print(mend)
    hint = "" if any(lines) else "; no verdict was given: python build.py review --help"
    report = f"{len(checks)} check{'s' * (len(checks) != 1)} written to {csv_path('checks')}"
    return problems, report + hint, report


def judge(package, lines, checker, name):
    """([(row, words)], mends, problems) of verdict lines; `checker` and `name` are the pass that they belong to."""
    known = {row.name: row for row in rows(package)}
    used = _used(package, known, checker, name)
    checks, mends, problems = [], [], []
    for n, line in enumerate(lines, 1):
        if not line:
            continue
        fields = line.split("\t")
        row, words = known.get(fields[0]), fields[-1]
        faults = list(_faults(fields, row, package, used))
        problems += [Problem("stdin", n, None, *fault) for fault in faults]
        if not faults and fields[2] == "mend":
            mends.append(Problem(csv_path(row.table), row.line, None, row.row_id, "wants mending", words))
        elif not faults:
            used.setdefault(words, row)
            checks.append((row, words))
    return checks, mends, problems


def _used(package, known, checker, name):
    """words -> the row that has them, of the checks of this pass."""
    frame = package.tables["checks"]
    mine = frame[(frame["checker"] == checker) & (frame["pass"] == name) & frame["words"].notna()]
    found = {}
    for stem, row_id, digest, words in mine[["table", "row_id", "row_sha256", "words"]].itertuples(index=False):
        row = known.get(f"{stem}:{row_id}")
        if row and row.digest == digest:
            found.setdefault(words, row)
    return found


def _faults(fields, row, package, used):
    """Yield (value, rule, remedy) for what is wrong with a verdict on `row`, None where there is no such row."""
    show = "python build.py review --print"
    if len(fields) != 4 or fields[2] not in VERDICTS:
        remedy = "write table:row_id, digest, accept or mend, and words, parted by tabs"
        yield "\t".join(fields), "is no verdict", remedy
        return
    name, digest, verdict, words = fields
    if row is None:
        yield name, "is no row", f"copy the first line of a block: {show}"
    elif digest != row.digest:
        yield name, "was not shown as it stands now", f"read it again: {show} --table {row.table}"
    elif row.anchors and not package.texts:
        yield name, "cannot be checked without its article", "name the folder of the articles: --sources DIR"
    elif not words.strip():
        yield name, "has no words", 'say what supports it: column "words"; or, to mend, what is wrong'
    elif verdict == "accept":
        yield from _unsupported(row, words, package)
        other = used.get(words, row)
        if slices(other, package) != slices(row, package):
            yield words, f"are the words for {other.name} too, whose anchors differ", f"read {name}, then say its own"


def slices(row, package):
    """The texts of the row's anchors, as a set."""
    return {package.texts[a.source_id][a.start : a.end] for a in row.anchors}


def _unsupported(row, words, package):
    """Yield (value, rule, remedy) for words that do not say what supports the row."""
    known, anchored = columns(row.table), slices(row, package)
    if rule := canonical.fault(words):
        yield words, rule, "remove it"
    if not WORDS.fullmatch(words):
        yield words, "does not have the form", 'write column "words", several parted by `; `'
        return
    parts = re.findall(PART, words)
    if row.anchors and not any(quoted for _, quoted, _ in parts):
        yield words, "quotes nothing of the anchors", 'add column "words of the anchors"'
    for column, quoted, free in parts:
        shown = f'{column} "{quoted}"' if quoted else f"{column}: {free}"
        if column not in known:
            yield shown, f"is no column of {row.table}", f"use one of {', '.join(known)}"
        elif quoted and not row.anchors:
            yield shown, "quotes, but the row has no anchors", f"write {column}: and words of your own"
        elif quoted and len(quoted.split()) > LONGEST:
            yield shown, "quotes more than six words", "quote those that tell"
        elif quoted and not any(quoted in text for text in anchored):
            yield shown, f"does not stand in the anchors of {row.name}", "copy words of the anchors as printed"
        elif free and row.anchors and not known[column].get("reference"):
            yield shown, "quotes nothing, and is no reference column", f'write {column} "words of the anchors"'
