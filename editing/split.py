"""`python build.py split FILE`: the lines of `data/segments.csv` for a new article, as a first draft to mend."""

import csv
import io
import re
from pathlib import Path

# The end of a sentence: a stop, a closing mark if any, a space, and something that can begin a sentence.
END = re.compile(r"[.!?][”\"]?(?= +[A-Z“\"\[])")
LINE = re.compile(r"\S[^\n\r]*")


def segments(text):
    """[(start, end)] of the sentences of a text, in code points; they leave out white space alone.

    >>> [("One. Two “three.” Four"[a:b]) for a, b in segments("One. Two “three.” Four")]
    ['One.', 'Two “three.”', 'Four']
    """
    found = []
    for line in LINE.finditer(text):
        ends = [match.end() for match in END.finditer(text, *line.span())] + [line.end()]
        start = line.start()
        for end in ends:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            if text[start:end].strip():
                found.append((start, start + len(text[start:end].rstrip())))
            start = end
    return found


def draft(file):
    """CSV lines for `data/segments.csv`; kind is `sentence` throughout, reason and notes are blank."""
    source = "s" + re.match(r"\d*", file.name)[0]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for n, (start, end) in enumerate(segments(Path(file).read_text(encoding="utf-8")), 1):
        writer.writerow([f"{source}-{n:03d}", source, n, start, end, "sentence", "", ""])
    return out.getvalue().splitlines()
