"""Topics: what somebody says in a sentence and the stance that they take in it are about the same."""

from checks.anchors import standing_in
from checks.keys import cells_of
from checks.problem import Problem
from schemas import csv_path

# Topic of a quotation -> issues of a stance that are part of it, beside the one of the same name.
PARTS = {
    "emotions": ("war_aims", "negotiating_position", "talks_format"),
    "fighting": ("military_activity",),
    "neutrality": ("foreign_forces", "weapons"),
    "proposals": ("neutrality", "foreign_forces", "weapons"),
}


def check(package):
    """Yield a problem for each quotation that shares its sentences and speaker with stances, but its topic with none.

    The stances are told, too, unless another quotation there has their issue.
    """
    quotes, positions = (_by_segment(package, *names) for names in COLUMNS)
    for index, quote, speaker, topic, numbers in quotes:
        theirs = [row for row in positions if row[2] == speaker and row[4] & numbers]
        issues = {row[3] for row in theirs}
        if issues and not issues & _issues(topic):
            rule = f"is the issue of no stance of {speaker} in its sentences ({', '.join(sorted(issues))})"
            yield Problem(csv_path("quotes"), index + 2, "topic", topic, rule, "mend it, or the issue of the stance")
            said = [row for row in quotes if row[2] == speaker]
            for at, _, _, issue, there in theirs:
                topics = {row[3] for row in said if row[4] & there}
                if not any(issue in _issues(one) for one in topics):
                    rule = f"is the topic of no words of {speaker} in its sentences, such as {quote} ({topic})"
                    remedy = "mend it, or the topic of the words"
                    yield Problem(csv_path("positions"), at + 2, "issue", issue, rule, remedy)


COLUMNS = (
    ("quotes", "quote_id", "speaker_id", "topic"),
    ("positions", "position_id", "claimant_id", "issue"),
)


def _issues(topic):
    """The issues that a topic holds."""
    return {topic, *PARTS.get(topic, ())}


def _by_segment(package, stem, *names):
    """[(index, id, speaker, what it is about, numbers of the segments of its first anchor)] of attributed rows."""
    held = standing_in(package)
    rows = enumerate(cells_of(package.tables[stem], *names))
    found = ((index, *cells, held.get((stem, cells[0]), [[]])) for index, cells in rows if cells[1])
    return [(*row[:-1], set(row[-1][0])) for row in found]
