"""Rules of texts on invented sentences: what is coded or understood is accepted, the rest is found whole."""

import datetime as dt
from dataclasses import replace

import pytest

from editing.split import sentences
from pipeline.texts import TEXT_RULES
from rules.text.article import AnchoredRow, Article, DatedCell, Segment
from rules.text.dates import dates
from rules.text.quantities import Span

FRAME = dt.date(2021, 5, 5)  # a Wednesday


def span(text: str, words: str) -> Span:
    """Where words stand."""
    at = text.index(words)
    return Span(at, at + len(words))


def row(article_text: str, table: str, *words: str, **cells: object) -> AnchoredRow:
    """A row that is anchored to words of a text."""
    return AnchoredRow(table, f"{table}-{words[0]}", tuple(span(article_text, each) for each in words), cells)


def article(text: str, *rows: AnchoredRow, dated: tuple[DatedCell, ...] = (), coded: bool = True) -> Article:
    """An article of one paragraph, all sentences of it coded."""
    segments = [Segment(f"s900-{n:03d}", *ends, "sentence", coded) for n, ends in enumerate(sentences(text), 1)]
    return Article("s900", text, FRAME, tuple(segments), rows, dated, tuple(dates(text, FRAME)))


def findings(rule: str, found: Article) -> list[str]:
    """What a rule of texts says of an article."""
    return [f"{each.value} {each.message}" for each in TEXT_RULES[rule].find(found)]


@pytest.mark.parametrize("text", ["“All is calm,” he said.", "«All is calm,» he said.", "„All is calm,“ he said."])
def test_quotation_in_any_marks(text):
    """A quotation is one in marks of any language; a row that anchors its words takes it up, or nobody codes its sentence."""
    assert findings("uncoded_quotation", article(text))[0].endswith("`All is calm,` is a quotation that no row codes")
    quote = row(text, "quotes", "All is calm,", text="All is calm,", speaker_id="captain")
    assert findings("uncoded_quotation", article(text, quote)) == []
    assert findings("uncoded_quotation", article(text, coded=False)) == []


@pytest.mark.parametrize(
    "name", ["McFaul", "YouTube", "Çavuşoğlu", "Élysée", "O’Neill", "Bab el-Mandeb", "Île-de-France"]
)
def test_names_of_any_spelling(name):
    """A name in a coded sentence is found whole; where it is listed nothing is said."""
    text = f"The captain told {name} nothing."
    assert findings("unlisted_name", article(text))[0].split("`")[1] in name
    assert findings("unlisted_name", article(text, row(text, "names", name, spelling=name))) == []


def test_one_sentence_of_two_media():
    """Each of two media in a sentence is a name of its own; one listed does not hide the other."""
    text = "The pilot told TASS that he slept, and CNN that he did not."
    tass, cnn = (row(text, "names", name, spelling=name) for name in ("TASS", "CNN"))
    assert findings("unlisted_name", article(text, tass, cnn)) == []
    assert ["CNN" in each for each in findings("unlisted_name", article(text, tass))] == [True]


@pytest.mark.parametrize("title", ["Mr.", "Gen.", "Lt. Gen.", "Dr.", "U.S. Adm."])
def test_titles_end_no_sentence(title):
    """A title with a full stop stands inside its sentence, and is no name by itself."""
    text = f"Nobody saw {title} Falk on the quay. The boats were safe."
    assert [text[start:end][-5:] for start, end in sentences(text)] == ["quay.", "safe."]


@pytest.mark.parametrize("kind", ["heading", "teaser", "sentence"])
def test_a_question_is_a_heading_too(kind):
    """Segments of any kind may end with a question mark."""
    text = "Is calm near? Nobody knows."
    segments = (Segment("s900-001", 0, 13, kind, True), Segment("s900-002", 14, 27, "sentence", True))
    asked = Article("s900", text, FRAME, segments, (), (), ())
    assert {name: findings(name, asked) for name in TEXT_RULES} == dict.fromkeys(TEXT_RULES, [])


@pytest.mark.parametrize(
    "text", ["On Tuesday the boats left.", "They left in May and came on Monday.", "I saw The Hague."]
)
def test_what_is_no_unlisted_name(text):
    """Days, months and words that begin a sentence are no names."""
    assert all("Hague" in each for each in findings("unlisted_name", article(text)))


@pytest.mark.parametrize("title", ["Gen. ", "Mr ", "Lt. Gen. "])
def test_a_name_after_a_title_is_unlisted(title):
    """The full stop of a title ends no sentence: the name after it is one like others."""
    text = f"Nobody saw {title}Falk on the quay."
    assert [each.split("`")[1] for each in findings("unlisted_name", article(text))] == ["Falk"]


def test_states_are_no_words():
    """Countries are no verb of speech; what somebody states is."""
    assert findings("speech_without_quotation", article("A group of states met.")) == []
    assert len(findings("speech_without_quotation", article("The paper states that all is calm."))) == 1


@pytest.mark.parametrize("channel", ["Facebook", "Telegram", "YouTube"])
def test_a_channel_is_a_medium(channel):
    """The channel of a quotation stands in its medium, and needs no spelling; where nothing has it, it does."""
    text = f"The captain wrote on {channel} that all is calm."
    words = row(text, "quotes", "all is calm", text="", medium="social_media")
    assert findings("unlisted_name", article(text, words)) == []
    (problem,) = TEXT_RULES["unlisted_name"].find(article(text, replace(words, cells={"text": "", "medium": None})))
    assert f"`{channel}`" in problem.message and problem.hint.startswith("give the quotation its medium")


@pytest.mark.parametrize(("day", "basis", "n"), [(4, "inferred", 0), (4, "frame", 0), (3, "inferred", 1)])
def test_a_weekday_dates_a_row_of_any_basis(day, basis, n):
    """A row around a weekday that has its day takes it up; one with another day does not."""
    text = "By Tuesday the boats had left."
    dated = row(text, "quotes", text, text="", said_on=dt.date(2021, 5, day), said_on_basis=basis)
    assert len(findings("uncoded_weekday", article(text, dated))) == n


def test_numbers_that_rows_take_up():
    """A number is coded by a quantity, a name or an exception that holds it; those of a date count nothing."""
    text = "On May 4, 2021, some 30 boats of Flotilla 7 met 12 others."
    assert len(findings("uncoded_number", article(text))) == 3
    named = row(text, "names", "Flotilla 7", spelling="Flotilla 7")
    counted = row(text, "event_reports", "some 30 boats", value_as_printed="some 30 boats")
    excepted = row(text, "exceptions", "12 others", what="number")
    assert findings("uncoded_number", article(text, named, counted, excepted)) == []


@pytest.mark.parametrize(
    ("words", "day", "basis", "message"),
    [
        ("on Monday", dt.date(2021, 5, 4), "weekday", "2021-05-04 is not the day that the weekday date"),
        ("on May 4", dt.date(2021, 5, 4), "weekday", "2021-05-04 has the basis weekday, and no such date"),
        ("yesterday", dt.date(2021, 5, 4), "relative", None),
        ("days earlier", dt.date(2021, 5, 4), "relative", None),
        ("at dawn", dt.date(2021, 5, 4), "printed", "2021-05-04 has the basis printed, and no such date"),
        ("on 4/5/2021", dt.date(2021, 4, 5), "printed", None),  # understood in no way: nothing is said
    ],
)
def test_days_that_words_mean(words, day, basis, message):
    """A day that the words contradict is found; one that they mean, or that nobody can work out, is accepted."""
    text = f"The boats left {words}."
    found = article(text, dated=(DatedCell("event_reports", "er-1", "date_start", day, basis, (Span(0, len(text)),)),))
    said = findings("date_differs", found)
    assert [each.startswith(message or "?") for each in said] == ([True] if message else [])


@pytest.mark.parametrize(("frame", "n"), [(FRAME, 1), (None, 0)])
def test_a_weekday_counts_from_the_frame_date(frame, n):
    """A weekday dates a row where the article has a frame date; without one nothing says which day it is."""
    text = "On Tuesday the boats left."
    found = replace(article(text), frame=frame, dates=tuple(dates(text, frame)))
    assert len(findings("uncoded_weekday", found)) == n


@pytest.mark.parametrize(("words", "basis", "n"), [("on May 4, 2021", "printed", 1), ("on Monday", "weekday", 0)])
def test_a_full_date_needs_no_frame_date(words, basis, n):
    """Without a frame date a printed day with its year is still compared with the row; a weekday is not understood."""
    text = f"The boats left {words}."
    cell = DatedCell("event_reports", "er-1", "date_start", dt.date(2021, 5, 3), basis, (Span(0, len(text)),))
    found = replace(article(text, dated=(cell,)), frame=None, dates=tuple(dates(text, None)))
    assert len(findings("date_differs", found)) == n
