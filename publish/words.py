"""Words for people: the name of an article, a day at its precision, what all renderings of a group say."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from istanbul_talks.citing import LANGUAGES
from publish.tables import records
from schemas import TITLES, group_column

LEGAL_FORM = re.compile(r",? (Inc|Ltd|LLC|GmbH|AG|PLC|S\.A)\.?\Z", re.IGNORECASE)
# The bases of a day that a reader is told of: no words of the article date this very fact.
MARKS = {"inferred": "inferred", "frame": "day of the article"}
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # `%B` would follow the locale of the machine


@dataclass(frozen=True)
class Article:
    """An article by names that a person knows; `translation` is empty where nothing shows that it is one."""

    source_id: str
    name: str
    translation: str

    @property
    def title(self) -> str:
        """The name, and from which language it was translated."""
        return f"{self.name}, {self.translation}" if self.translation else self.name


@dataclass(frozen=True)
class When:
    """A day or days as precisely as they are known, and a mark where no words of the article date this very fact.

    `first` is the first day that is known, for an order.
    """

    words: str
    mark: str = ""
    first: date | None = None


def articles(sources: pd.DataFrame) -> dict[str, Article]:
    """Source -> its names: publisher without its legal form, else outlet, else the source; with the source where shared."""
    rows = records(sources)
    publishers = {row["source_id"]: _publisher(row) for row in rows}
    counts = Counter(publishers.values())
    found = {}
    for row in rows:
        source, publisher = row["source_id"], publishers[row["source_id"]]
        name = publisher if publisher and counts[publisher] == 1 else f"{publisher or 'unnamed outlet'} ({source})"
        language = row["translated_from"]
        translation = f"apparently translated from {LANGUAGES.get(language, language)}" if language else ""
        found[source] = Article(source, name, translation)
    return found


def _publisher(source: Mapping[str, Any]) -> str | None:
    """Who published an article, as people say it; None where that is unknown."""
    name = source["publisher"] or source["outlet"]
    return LEGAL_FORM.sub("", name) if name else None


def when(start: date | None, end: date | None, precision: str | None, basis: str | None = None) -> When:
    """Days in words.

    >>> one = when(date(2022, 3, 29), date(2022, 3, 29), "day", "inferred")
    >>> one.words, one.mark
    ('29 March 2022', 'inferred')
    >>> when(date(2014, 1, 1), date(2014, 12, 31), "year").words, when(date(2022, 3, 1), None, "month").words
    ('2014', 'March 2022')
    >>> when(None, date(2022, 3, 30), "span").words, when(date(2022, 2, 24), None, "span").words
    ('until 30 March 2022', 'from 24 February 2022')
    >>> when(date(2022, 3, 15), date(2022, 3, 29), "span").words, when(None, None, None).words
    ('15 March 2022 to 29 March 2022', 'no day given')
    """
    first = start or end
    return When(_days(start, end, precision), MARKS.get(basis or "", ""), first) if first else When("no day given")


def _days(start: date | None, end: date | None, precision: str | None) -> str:
    """Days, of which one at least is known, in words."""
    first = start or end
    if first is None or precision == "year":
        return str(first and first.year)
    if precision == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    if start == end or precision == "day":
        return day(first)
    if start and end:
        return f"{day(start)} to {day(end)}"
    return f"from {day(first)}" if start else f"until {day(first)}"


def day(value: date) -> str:
    """A day in words.

    >>> day(date(2022, 3, 29))
    '29 March 2022'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def group_label(tables: Mapping[str, pd.DataFrame], table: str, group_id: str) -> str:
    """What all renderings of a group say: its label, or the words of its only rendering.

    Raises ValueError where a group of several renderings has no label: the first of them does not speak for the others.
    """
    statements = tables["statements"]
    label = statements["label"][statements["group_id"] == group_id].item()
    if pd.notna(label):
        return str(label)
    renderings = tables[table][tables[table][group_column(table)] == group_id]
    if len(renderings) != 1:
        raise ValueError(f"statements: {group_id} has {len(renderings)} renderings and no label")
    return str(renderings[TITLES[table]].iloc[0])
