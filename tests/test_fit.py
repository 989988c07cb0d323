"""Rules by which rows fit one another: each is shown refusing one cell of the real package, in the words that a person gets.

The cells are changed in memory, and the articles are not asked for.
"""

import pandas as pd
import pyarrow as pa
import pytest

from checks import (
    cited,
    codes,
    contrasts,
    copies,
    cues,
    gaps,
    kinds,
    occasions,
    parties,
    registers,
    rows,
    sayings,
    spellings,
    topics,
    wording,
)
from checks.keys import key_of
from checks.package import read
from schemas import arrow_types, csv_path, primary_key
from tests.conftest import ROOT, TINY

RULES = (
    cited,
    codes,
    contrasts,
    copies,
    gaps,
    kinds,
    occasions,
    parties,
    registers,
    rows,
    sayings,
    spellings,
    topics,
    wording,
)

# Rule, table, row, column, the cell that it gets, and what is told: of the row itself, or of the one that is named.
SLIPS = [
    (
        cited,
        "disagreements",
        "ds-03",
        "explanation",
        "s040 sees signs.",
        "s040 sees signs.  cites s040, which is no id",
    ),
    (cited, "readings", "rd-07", "reason", "As in qt-999.", "As in qt-999.  cites qt-999, which is no id"),
    (codes, "codes", "date_basis.frame", "rank", 3, "3  does not count from 1 to 5, each once"),
    (codes, "codes", "date_basis.frame", "rank", None, "(blank)  does not count from 1 to 5, each once"),
    (codes, "codes", "binds.all", "rank", 1, "1  has a rank, and most of its vocabulary has none"),
    (
        codes,
        "codes",
        "cameo_root.12",
        "crosswalk",
        "CAMEO 21",
        "CAMEO 21  does not end with the code, as others here do",
    ),
    (codes, "codes", "plover.AID", "crosswalk", None, "(blank)  does not end with the code, as others here do"),
    (codes, "codes", "cameo_root.12", "code", "22", "22  has no code before it, and these are numbered through"),
    (
        contrasts,
        "disagreements",
        "ds-01",
        "row_a",
        "quotes:qt-015",
        "quotes:qt-015  stands in no sentence that the evidence",
    ),
    (
        contrasts,
        "disagreements",
        "ds-04",
        "row_b",
        "events:ev-001",
        "events:ev-001  stands in no sentence that the evidence",
    ),
    (gaps, "positions", "ps-099", "stance_id", "sn-075", "sn-075  the number before it, 74, is neither in use"),
    (gaps, "retired", "locations.lc-005", "row_id", "lc-500", "lc-500  the number before it, 499, is neither in use"),
    (gaps, "retired", "locations.lc-005", "row_id", "Lc-005", "Lc-005  is no id that locations can have had"),
    (kinds, "participants", "pt-047", "role", "target", "target  does not go with ev-024, whose kind is statement"),
    (kinds, "participants", "pt-040", "role", "attendee", "attendee  does not go with ev-021, whose kind is strike"),
    (
        kinds,
        "military_claims",
        "mc-040",
        "kind",
        "territory",
        "territory  does not go with ev-011, whose kind is cyberattack",
    ),
    (
        kinds,
        "locations",
        "lc-003",
        "where_precision",
        "1",
        "1  does not go with ukraine_territory, whose kind is country",
    ),
    (
        occasions,
        "quotes",
        "qt-027",
        "event_id",
        "ev-016",
        "ev-016  is not where medinsky says so: ev-015 stands in the",
    ),
    (occasions, "quotes", "qt-027", "event_id", None, "(blank)  is not where medinsky says so: ev-015 stands in the"),
    (
        occasions,
        "military_claims",
        "mc-040",
        "event_id",
        "ev-001",
        "ev-001  stands neither in the sentences of the row nor",
    ),
    (
        occasions,
        "events",
        "ev-021",
        "talks_link",
        "after",
        "after  does not fit its dates (from 2022-03-29 to 2022-03-29)",
    ),
    (registers, "actors", "china", "state_iso3", "CAN", "CAN  is the code of canada, and that is a state too"),
    (
        registers,
        "actors",
        "fomin",
        "state_iso3",
        None,
        "(blank)  is not that of russian_delegation, which it is a member",
    ),
    (
        registers,
        "actors",
        "fomin",
        "side",
        "third_party",
        "third_party  is not that of russian_delegation, which it is a",
    ),
    (registers, "actors", "izvestia", "side", "ukraine", "ukraine  is not the side of RUS (russia)"),
    (registers, "places", "irpin", "country_iso3", "RUS", "RUS  is not that of kyiv_region, which holds it (UKR)"),
    (
        registers,
        "places",
        "dolmabahce_palace",
        "admin1",
        "Ankara",
        "Ankara  is not that of istanbul, which holds it (Istanbul)",
    ),
    (registers, "places", "kyiv_region", "within", "irpin", "irpin  is a city, and the place is a region"),
    (registers, "places", "kharkiv", "within", None, "(blank)  is blank, and ukraine_territory holds the place"),
    (registers, "guarantor_countries", "DEU", "actor_id", "israel", "israel  is not the state DEU"),
    (
        registers,
        "guarantor_countries",
        "GBR",
        "country",
        "Great Britain",
        "Great Britain  is not the name of uk (United Kingdom)",
    ),
    (
        registers,
        "guarantor_countries",
        "USA",
        "own_response_quote_id",
        "qt-071",
        "qt-071  is of peskov, who is not of USA",
    ),
    (spellings, "names", "nm-091", "actor_id", "china", "china  has no word in common with"),
    (
        spellings,
        "names",
        "nm-091",
        "kind",
        "variant",
        "variant  is not the kind of a spelling that is the bearer's name",
    ),
    (
        rows,
        "military_claims",
        "mc-020",
        "event_id",
        "ev-023",
        "ev-023  differs from the first rendering of as-001 (ev-014)",
    ),
    (
        rows,
        "quotes",
        "qt-106",
        "said_on",
        "2022-03-28",
        "2022-03-28  is not the frame date of the article (2022-03-29)",
    ),
    (
        sayings,
        "quotes",
        "qt-046",
        "relayed_by",
        "tass",
        "tass  is not that of ps-039, which has the same speaker in the",
    ),
    (
        sayings,
        "positions",
        "ps-039",
        "said_on_basis",
        "frame",
        "frame  is not that of qt-046, which has the same speaker in",
    ),
    (
        sayings,
        "guarantor_countries",
        "ITA",
        "proposed_on",
        "2022-03-30",
        "2022-03-30  is not that of CAN, which has the same speaker",
    ),
    (wording, "places", "irpin", "admin1", "Kуiv", "Kуiv  mixes alphabets in 'Kуiv'"),
    (wording, "readings", "rd-03", "read_as", "MEdinsky", "MEdinsky  has a capital inside 'MEdinsky'"),
    (registers, "quotes", "qt-046", "speaker_as_printed", "the secretary", "the secretary  holds no spelling that"),
    (registers, "quotes", "qt-046", "role_as_printed", "Dmitry Peskov", "Dmitry Peskov  is a name of peskov, not an"),
    (sayings, "quotes", "qt-039", "medium", "briefing", "briefing  is not that of qt-040, which has the same speaker"),
    (codes, "codes", "binds.all", "crosswalk", "CAMEO 20", "CAMEO 20  is filled, and most of its vocabulary has none"),
    (codes, "codes", "where_precision.4", "crosswalk", None, "(blank)  is blank, and most of its vocabulary has one"),
    (
        copies,
        "positions",
        "ps-001",
        "condition",
        "The foreign ministries initial the peace treaty.",
        "The foreign ministries initial the peace treaty.  is what ps-006 says, and the two share neither",
    ),
    (kinds, "participants", "pt-047", "role", "host", "host  does not go with arakhamia, whose side is ukraine"),
    (kinds, "locations", "lc-003", "role", "from", "from  does not go with ev-003, whose kind is war"),
    (kinds, "locations", "lc-043", "role", "from", "from  does not go with mc-001, whose kind is pledge"),
    (kinds, "locations", "lc-030", "where_precision", "4", "4  is too narrow for donbas, which holds regions"),
    (kinds, "events", "ev-022", "kind", "strike", "strike  does not go with ev-012, whose kind is negotiation"),
    (kinds, "events", "ev-022", "talks_link", "after", "after  does not go with ev-012, whose talks_link is during"),
    (occasions, "events", "ev-022", "part_of", "ev-005", "ev-005  lasts from 2022-03-01 to 2022-03-28, and its part"),
    (
        parties,
        "military_claims",
        "mc-040",
        "subject_id",
        "russia",
        "russia  has no part in ev-011 as agent or affected",
    ),
    (
        parties,
        "military_claims",
        "mc-040",
        "subject_id",
        None,
        "(blank)  is blank, and russian_forces is agent in ev-011",
    ),
    (parties, "military_claims", "mc-040", "event_id", None, "(blank)  is blank, and the sentence tells ev-011"),
    (
        parties,
        "military_claims",
        "mc-040",
        "modality",
        "denied",
        "denied  is the modality of a claim that no disagreement names",
    ),
    (registers, "actors", "canada", "side", "ukraine", "ukraine  is the side of ukraine, too"),
    (
        spellings,
        "names",
        "nm-130",
        "kind",
        "variant",
        "variant  is another spelling of `Vladimir Medinsky`, and shares no word",
    ),
    (spellings, "names", "nm-023", "kind", "demonym", "demonym  is the kind of one word, made from the name of a"),
    (
        spellings,
        "names",
        "nm-023",
        "kind",
        "role",
        "role  is the kind of a spelling without a word of `Vladimir Putin`",
    ),
    (
        spellings,
        "names",
        "nm-010",
        "kind",
        "role",
        "role  is the kind of a description, and the words are those of `Izvestia`",
    ),
    (spellings, "names", "nm-202", "kind", "role", "role  is name in other rows of the same spelling and bearer"),
    (spellings, "names", "nm-141", "actor_id", "zelensky", "zelensky  is of UKR, and `Russian President` names RUS"),
    (spellings, "names", "nm-089", "actor_id", "ukraine", "ukraine  is of UKR, and Moscow lies in RUS"),
    (spellings, "names", "nm-041", "actor_id", "cnn", "cnn  is not whom `TASS` names in other files (tass)"),
    (spellings, "names", "nm-041", "kind", "garble", "garble  is the kind of a spelling that a reading explains"),
    (
        spellings,
        "quotes",
        "qt-046",
        "role_as_printed",
        None,
        "(blank)  is blank, and `Kremlin spokesman` stands beside the name",
    ),
    (topics, "quotes", "qt-046", "topic", "sanctions", "sanctions  is the issue of no stance of peskov in its"),
    (topics, "positions", "ps-039", "issue", "sanctions", "sanctions  is the topic of no words of peskov in its"),
]


def changed(package, stem, row_id, column, cell):
    """(the package with one cell changed, the line of its row)."""
    frame = package.tables[stem]
    keys = frame[primary_key(stem)].astype("string").agg(".".join, axis=1)
    index = int(frame.index[keys == row_id][0])
    values = pa.array(frame[column]).to_pylist()
    kind = arrow_types(stem)[column]
    values[index] = pa.scalar(cell).cast(kind).as_py() if cell is not None else None
    after = frame.assign(**{column: pd.Series(pa.array(values, kind), dtype=frame[column].dtype)})
    return package._replace(tables=package.tables | {stem: after}), index + 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_real_rows_keep_the_rule(package, rule):
    """No row of the real package breaks the rule."""
    assert [str(problem) for problem in rule.check(package)] == []


@pytest.mark.parametrize(
    ("rule", "stem", "row_id", "column", "cell", "words"), SLIPS, ids=lambda value: str(value)[:30]
)
def test_slip_is_told(package, rule, stem, row_id, column, cell, words):
    """The cell is refused by file, line and column, with its value and the rule."""
    after, line = changed(package, stem, row_id, column, cell)
    told = [str(problem) for problem in rule.check(after)]
    assert any(one.startswith(f"{csv_path(stem)}:{line}:{column}  {words}") for one in told), told


CUES = [
    (
        "segments",
        "s900-002",
        "kind",
        "teaser",
        "teaser  is the kind of words that end without a full stop (' had reached Bergen.')",
    ),
    ("segments", "s900-001", "kind", "sentence", "sentence  is the kind of words that end with a full stop"),
    ("quotes", "qt-001", "medium", "call", "call  is told in no sentence in which s900 gives words of coast_guard"),
    ("locations", "lc-001", "where_precision", "2", "2  is told in no sentence of ev-001"),
]


@pytest.mark.parametrize(("stem", "row_id", "column", "cell", "words"), CUES)
def test_code_without_its_words_is_told(stem, row_id, column, cell, words):
    """With the article at hand a code that hangs on words is refused where the sentences lack them; without it, not."""
    package, _ = read(TINY, TINY / "sources")
    assert list(cues.check(package)) == []
    after, line = changed(package, stem, row_id, column, cell)
    told = [str(problem) for problem in cues.check(after)]
    assert any(one.startswith(f"{csv_path(stem)}:{line}:{column}  {words}") for one in told), told
    assert list(cues.check(after._replace(texts={}))) == []


def test_real_articles_have_the_words(articles):
    """In the articles every code that hangs on words finds them."""
    package, problems = read(ROOT, articles)
    assert not problems
    assert [str(problem) for problem in cues.check(package)] == []


def test_every_rule_is_shown(package):
    """Of each rule above a slip is told, and each names a row of the package."""
    assert {rule for rule, *_ in SLIPS} == set(RULES)
    for _, stem, row_id, *_ in SLIPS:
        assert row_id in set(package.tables[stem][key_of(stem)]) or stem in ("codes", "retired")


def test_disagreement_the_other_way_round(package):
    """Where the words of the second row are anchored first, the two are to be exchanged."""
    first, second = ("quotes:qt-028", "quotes:qt-046")
    after, line = changed(package, "disagreements", "ds-04", "row_a", second)
    after, _ = changed(after, "disagreements", "ds-04", "row_b", first)
    told = [str(problem) for problem in contrasts.check(after)]
    assert told == [
        f"data/disagreements.csv:{line}:row_a  {second}  is anchored after {first}: exchange row_a and row_b"
    ]


def test_withdrawn_row_leaves_no_gap(package):
    """A row that is gone is missed, even after one that was withdrawn with its reason."""
    frame = package.tables["locations"]
    left = frame[frame["location_id"] != "lc-004"].reset_index(drop=True)
    told = [str(problem) for problem in gaps.check(package._replace(tables=package.tables | {"locations": left}))]
    assert told == [
        "data/retired.csv:2:row_id  lc-005  the number before it, 4, is neither in use nor withdrawn: "
        "restore the row, or list its id in data/retired.csv"
    ]


@pytest.mark.parametrize(("rule", "stem", "column"), [(gaps, "events", "event_id"), (codes, "codes", "code")])
def test_endless_number_raises_nothing(package, rule, stem, column):
    """A number of five thousand digits is asked for no neighbour."""
    frame = package.tables[stem]
    row_id = ".".join(frame.loc[len(frame) - 1, primary_key(stem)])
    after, _ = changed(package, stem, row_id, column, frame[column].iloc[-1][:3] + "9" * 5000)
    assert isinstance(list(rule.check(after)), list)


def test_most_rows_of_one_saying_are_believed(package):
    """Of several rows of one speaker in one sentence only the one that differs is told; of two, both."""
    after, line = changed(package, "guarantor_countries", "ITA", "proposed_on", "2022-03-30")
    assert [problem.line for problem in sayings.check(after)] == [line]
    after, _ = changed(package, "quotes", "qt-046", "relayed_by", "tass")
    assert {problem.file for problem in sayings.check(after)} == {csv_path("quotes"), csv_path("positions")}
