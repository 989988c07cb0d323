"""`build.py review --blind` and `--settle`: what is shown, which answers are refused, and how differences are settled."""

import csv
import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from editing import blind, settle
from editing.review import Options
from editing.tasks import tasks
from pipeline.blind import CHANCE, release_problems, states
from pipeline.derive import reliability
from pipeline.package import read
from publish import reliability_page
from publish.planted import plant
from schemas import asked, asked_sets, columns, csv_path
from tests.conftest import ROOT, replace

QUOTE = {
    "form": "full",
    "speaker_id": "coast_guard",
    "relayed_by": None,
    "medium": "",
    "topic": "arrival",
    "said_on": "2021-05-05",
    "said_on_precision": "day",
    "said_on_basis": "frame",
    "event_id": "ev-001",
}
REPORT = dict.fromkeys(asked("event_reports")) | {
    "voice": "attributed",
    "claimant_id": "norway",
    "status": "claimed",
    "date_start": "2021-05-04",
    "date_end": "2021-05-04",
    "date_precision": "day",
    "date_basis": "weekday",
    "value": 3.0,
    "unit": "boat",
    "value_qualifier": "exact",
    "participants": [["norway", "speaker"]],
    "locations": [["bergen", 1, "at"]],
}


def rows(folder, table):
    """The rows of a table, each column -> cell."""
    return list(csv.DictReader((folder / csv_path(table)).open(encoding="utf-8", newline="")))


def options(folder, **more):
    """What the command line would give."""
    return Options(folder, **{"sources": folder / "sources", "pass_name": "blind-1", "coded_by": "pass-a"} | more)


def show(folder, command=blind, **more):
    """The printed lines of JSON."""
    report = command.run(options(folder, show=True, **more)).report
    return [json.loads(line) for line in report.splitlines() if line.startswith("{")]


def give(folder, *lines, command=blind, **more):
    """What comes of a file of answers or decisions."""
    file = folder / "answers.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return command.run(options(folder, answers=file, **more))


def answer(name, answers, **changed):
    """A line of answers."""
    return {"task": name, "answers": answers | changed}


def problems(result):
    """The problems of a result, without the folder of the file."""
    return [str(problem).partition("answers.jsonl")[2] for problem in result.problems]


def test_task_shows_words_and_none_of_the_cells(tiny):
    """A task has the anchored words in their context and what is asked; the row's codes and our words are not in it."""
    codebook, *found = show(tiny)
    quote = next(task for task in found if task["table"] == "quotes")
    assert quote["shown"] == {} and quote["asked"] == list(QUOTE)
    assert quote["words"][0] | {"before": ""} == {
        "anchor": "s900:87-100",
        "before": "",
        "words": "All are safe,",
        "after": "” the coast guard said.¶(end)¶",
    }
    assert not {"coast_guard", "arrival", "No one was hurt.", "frame"} & set(json.dumps(quote).split('"'))
    assert codebook["codebook"]["quotes"]["topic"]["codes"]["arrival"].startswith("Arrival")
    assert codebook["events"] == [{"id": "ev-001", "title": "Boats reach Bergen"}]
    assert codebook["places"][0]["spellings"] == ["Bergen"]


def test_what_identifies_a_row_is_shown(tiny):
    """The title of an event is shown, and our own words where another row shares the passage."""
    shown = {task["task"]: task["shown"] for task in show(tiny)[1:]}
    assert shown["event_reports:er-001"] == {"event_id": {"id": "ev-001", "title": "Boats reach Bergen"}}
    assert shown["events:ev-001"] == {"title": "Boats reach Bergen", "description": "Three fishing boats come to port."}
    assert shown["positions:ps-001"] == {}
    file = tiny / "data/positions.csv"
    second = file.read_text("utf-8").splitlines()[1].replace("ps-001", "ps-002").replace("came to", "lie in")
    file.write_text(file.read_text("utf-8") + second + "\n", "utf-8")
    shown = {task["task"]: task["shown"] for task in show(tiny)[1:]}
    assert shown["positions:ps-002"] == {"statement": "The boats lie in port."}


def test_disagreement_shows_words_and_speakers_of_its_sides(unanswered):
    """The two rows of a disagreement are shown by words, speaker and article, and without a code."""
    found = {task.row.name: task.shown for task in tasks(unanswered, Options(ROOT, table="disagreements"))}
    side = found["disagreements:ds-02"]["row_a"]
    assert side.keys() == {"row", "words", "speaker", "article"} and side["speaker"] == "Vladimir Medinsky"


FAULTS = [
    ("nonsense", ":1  nonsense  is no line of JSON with a task"),
    ("{}", ""),
    (answer("quotes:qt-009", QUOTE), ":1:task  quotes:qt-009  is no task, or was answered"),
    ({"task": "quotes:qt-001"}, ":1:answers  are missing"),
    (answer("quotes:qt-001", {k: v for k, v in QUOTE.items() if k != "topic"}), ":1:topic  is not answered"),
    (answer("quotes:qt-001", QUOTE, gloss="x"), ":1:gloss  is not asked"),
    (answer("quotes:qt-001", QUOTE, topic="weather"), ":1:topic  weather  is no code of topic: use one of arrival"),
    (answer("quotes:qt-001", QUOTE, topic=None), ":1:topic  (blank)  is blank, and the column allows no blank"),
    (answer("quotes:qt-001", QUOTE, speaker_id="oslo"), ":1:speaker_id  oslo  is no row of actors"),
    (answer("quotes:qt-001", QUOTE, said_on="2021-02-30"), ":1:said_on  2021-02-30  is not a day such as 2022-03-29"),
    (answer("event_reports:er-001", REPORT, value="three"), ":1:value  three  is not a number such as 12 or 2.5"),
    (answer("event_reports:er-001", REPORT, participants=["norway"]), "  norway  is no list of actor_id, role"),
    (
        answer("event_reports:er-001", REPORT, locations=[["bergen", 9, "at"]]),
        ":1:locations.where_precision  9  is no code",
    ),
]


@pytest.mark.parametrize(("line", "message"), FAULTS)
def test_faulty_answer_is_refused(tiny, line, message):
    """A fault is reported with line and column, and nothing is written, not even what is right beside it."""
    result = give(tiny, line, answer("positions:ps-001", dict.fromkeys(asked("positions"), "cannot tell")))
    if message:
        assert message in problems(result)[0] and result.outcome == "nothing was written"
    assert bool(rows(tiny, "blind")) == (not message)


def test_all_faults_are_reported_at_once(tiny):
    """Two faults of one line and one of another."""
    wrong = answer("quotes:qt-001", QUOTE, topic="weather", speaker_id="oslo")
    assert len(problems(give(tiny, wrong, answer("positions:ps-001", {"voice": "x"} | QUOTE)))) > 10


def test_a_pass_cannot_review_what_it_coded(tiny):
    """The pass that answers is not the one that coded, has a proper name, and is of one kind of checker."""
    line = answer("quotes:qt-001", QUOTE)
    assert "--pass  pass-a  coded these rows itself" in str(give(tiny, line, pass_name="pass-a").problems[0])
    assert "--coded-by  (blank)  is no name of a pass" in str(give(tiny, line, coded_by="").problems[0])
    assert not give(tiny, line).problems
    person = give(tiny, line, checker="person")
    assert "--pass  blind-1  is a pass of a model: give yours another name" in str(person.problems[0])


def test_answers_are_written_with_the_cells_as_they_are(tiny):
    """A line for each cell has cell, answer, whether they agree, and the digest of the row; 3.0 is 3."""
    give(tiny, answer("event_reports:er-001", REPORT, date_basis="printed", claimant_id="cannot tell"))
    found = {(row["table"], row["column"]): row for row in rows(tiny, "blind")}
    basis = found["event_reports", "date_basis"]
    assert (basis["coded"], basis["answer"], basis["agree"]) == ("weekday", "printed", "false")
    assert (basis["pass"], basis["coded_by"], basis["checker"]) == ("blind-1", "pass-a", "model")
    assert found["event_reports", "value"]["agree"] == found["locations", "where_precision"]["agree"] == "true"
    assert found["event_reports", "claimant_id"]["agree"] == "false"
    checked = {(row["table"], row["words"]) for row in rows(tiny, "checks") if row["pass"] == "blind-1"}
    assert checked == {("participants", "blind: 2 of 2 cells alike"), ("locations", "blind: 3 of 3 cells alike")}
    assert show(tiny, table="event_reports")[1:] == []


def decide(column, resolution="coded_stands", name="quotes:qt-001", **more):
    """A line that settles a difference."""
    return {"task": name, "column": column, "resolution": resolution, "reason": "So it reads.", **more}


def judge(column, judged="complete", name="quotes:qt-001", **more):
    """A line that judges words."""
    return {"task": name, "column": column, "judged": judged, **more}


def test_settling_mends_cells_and_checks_the_row(tiny):
    """The row is shown with its differing answers; where the answer stands the cell is mended, and the row has a check."""
    give(tiny, answer("quotes:qt-001", QUOTE, form="indirect", medium="cannot tell"))
    (task,) = show(tiny, settle)
    assert task["judge"] == ["gloss"] and task["row"]["gloss"] == "No one was hurt."
    assert [d["column"] for d in task["differences"]] == ["form", "medium"]
    lines = decide("form", "answer_stands"), decide("medium"), judge("gloss")
    result = give(tiny, *lines, command=settle)
    assert result.report.splitlines() == ["data/quotes.csv:2:form  indirect  mended", "3 cells settled; 1 row complete"]
    assert rows(tiny, "quotes")[0]["form"] == "indirect"
    assert [row["words"] for row in rows(tiny, "checks") if row["pass"] == "blind-1"] == ["blind: 7 of 9 cells alike"]
    assert (show(tiny, settle), show(tiny, table="quotes")[1:]) == ([], [])


def test_only_a_changed_cell_is_asked_again(tiny):
    """A mended note reopens no answer, but the check of the row, which shows what changed; a mended code is asked again."""
    give(tiny, answer("quotes:qt-001", QUOTE))
    give(tiny, judge("gloss"), command=settle)
    for command in (["init", "-q"], ["add", "data"], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=tiny, check=True)
    replace(tiny / "data/quotes.csv", "s900:102-122,", "s900:102-122,The day of the article.")
    (task,) = show(tiny, settle)
    assert (task["judge"], task["changed"]) == (["notes"], {"notes": ["", "The day of the article."]})
    assert show(tiny, table="quotes")[1:] == []
    assert give(tiny, judge("notes"), command=settle).report == "1 cell settled; 1 row complete"
    replace(tiny / "data/quotes.csv", ",full,", ",indirect,")
    assert [task["asked"] for task in show(tiny, table="quotes")[1:]] == [["form"]]
    assert show(tiny, settle) == []
    assert not give(tiny, answer("quotes:qt-001", {"form": "indirect"})).problems
    assert states(read(tiny)[0]).keys() and show(tiny, settle, table="quotes") == []


def test_words_that_are_not_complete_stay_open(tiny):
    """Words that say too much are judged with a reason, and again once they are mended."""
    give(tiny, answer("quotes:qt-001", QUOTE))
    unclear = give(tiny, judge("gloss", "too_much"), command=settle)
    assert ":1:reason  is missing: say why, in a sentence" in problems(unclear)[0]
    give(tiny, judge("gloss", "too_much", reason="Nobody speaks of harm."), command=settle)
    assert [task["judge"] for task in show(tiny, settle)] == [["gloss"]]
    replace(tiny / "data/quotes.csv", "No one was hurt.", "All are safe.")
    assert give(tiny, judge("gloss"), command=settle).report == "1 cell settled; 1 row complete"


UNSETTLED = [
    (decide("form", name="quotes:qt-002"), ":1:task  quotes:qt-002  has nothing to settle"),
    (decide("topic"), ":1:column  topic  has no difference to settle: settle one of form, medium, speaker_id"),
    (decide("form", "mine"), ":1:resolution  mine  is no code of blind_resolution: use one of answer_stands"),
    (decide("form", reason=""), ":1:reason  is missing"),
    (decide("medium", "answer_stands"), "medium  has no answer but `cannot tell`: use coded_stands or both_possible"),
    (judge("form"), ":1:column  form  holds no words to judge: judge one of gloss"),
    (judge("gloss", "good"), ":1:judged  good  is no code of words_judgement"),
]


@pytest.mark.parametrize(("line", "message"), UNSETTLED)
def test_faulty_decision_is_refused(tiny, line, message):
    """A fault is reported with its line, and nothing is written."""
    give(tiny, answer("quotes:qt-001", QUOTE, form="indirect", medium="cannot tell", speaker_id="norway"))
    before = (tiny / csv_path("blind")).read_bytes()
    result = give(tiny, line, decide("form", "answer_stands"), command=settle)
    assert message.replace("form, medium, speaker_id", "form, speaker_id, medium") in problems(result)[0]
    assert (tiny / csv_path("blind")).read_bytes() == before and rows(tiny, "quotes")[0]["form"] == "full"


def test_differing_sets_say_which_row_to_add_or_remove(tiny):
    """A participant that no row has is a difference of the report; one that was not answered is one of its own row."""
    give(tiny, answer("event_reports:er-001", REPORT, participants=[["coast_guard", "speaker"]]))
    found = {task["task"]: task["differences"] for task in show(tiny, settle)}
    extra = {"column": "participants", "coded": "", "answer": "coast_guard:speaker", "pass": "blind-1"}
    assert found["event_reports:er-001"] == [extra]
    assert {d["column"] for d in found["participants:pt-001"]} == {"actor_id", "role"}
    lines = (
        decide("participants", "answer_stands", "event_reports:er-001"),
        decide("actor_id", "answer_stands", "participants:pt-001"),
    )
    report = give(tiny, *lines, command=settle).report
    assert "event_reports:er-001: add to data/participants.csv (python build.py row): coast_guard:speaker" in report
    assert "participants:pt-001: remove it from data/participants.csv" in report
    replace(tiny / "data/participants.csv", "norway", "coast_guard")
    assert not show(tiny, table="event_reports")[1:], "the answer that brought a row is one for it"


# Guesses ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unanswered(package):
    """The real package before anybody has coded it a second time."""
    return dataclasses.replace(package, rows=package.rows | {"blind": []})


@pytest.fixture(scope="module")
def known(unanswered):
    """What answers are compared with."""
    return blind.known(unanswered)


@pytest.fixture(scope="module")
def right(unanswered, known):
    """Tasks with their answers as the rows have them, of the quotes, positions and claims of the real package."""
    found = []
    for task in tasks(unanswered, Options(ROOT)):
        if task.row.table in ("quotes", "positions", "military_claims"):
            answers = {column: task.row.cells.get(column) for column in task.asked}
            for column in set(asked_sets(task.row.table)) & set(task.asked):
                owned = known.owned.get((column, task.row.row_id), [])
                answers[column] = [[row.cells[name] for name in asked(column)] for row in owned]
            found.append((task, answers))
    return found


def values_of(known, right):
    """(table, column) -> values that an answer may have."""
    found = {}
    for task, answers in right:
        for column in set(answers) - set(asked_sets(task.row.table)):
            facts = columns(task.row.table)[column]
            values = known.codes.get(facts.get("codes")) or list(known.ids.get(facts.get("references"), ()))
            found[task.row.table, column] = values
    return found


def at_random(known, right):
    """Valid answers, drawn at random."""
    draw, values = random.Random(4), values_of(known, right)
    return [
        {column: draw.choice(values.get((task.row.table, column)) or [cell]) for column, cell in answers.items()}
        for task, answers in right
    ]


def most_frequent(known, right):
    """The most frequent cell of each column."""
    counts = {}
    for task, answers in right:
        for column, cell in answers.items():
            counts.setdefault((task.row.table, column), Counter())[json.dumps(cell)] += 1
    return [
        {column: json.loads(counts[task.row.table, column].most_common(1)[0][0]) for column in answers}
        for task, answers in right
    ]


def of_the_row_before(known, right):
    """The cells of the row before in the same table."""
    found, before = [], {}
    for task, answers in right:
        found.append(before.get(task.row.table, answers))
        before[task.row.table] = answers
    return found


def careful(known, right):
    """The cells as they are, one in ten of them changed."""
    draw, values = random.Random(4), values_of(known, right)
    return [
        {
            column: draw.choice(values[task.row.table, column])
            if draw.random() < 0.1 and values.get((task.row.table, column))
            else cell
            for column, cell in answers.items()
        }
        for task, answers in right
    ]


def batch(right, given):
    """A file of answers."""
    lines = [{"task": task.row.name, "answers": answers} for (task, _), answers in zip(right, given, strict=True)]
    return "\n".join(map(json.dumps, lines)).encode()


@pytest.fixture
def copy(tmp_path) -> Path:
    """The tables of the real package without answers, to write to."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / csv_path("blind")).write_text(",".join(columns("blind")) + "\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("guess", [at_random, most_frequent, of_the_row_before])
def test_guesses_are_refused(unanswered, known, right, copy, guess):
    """A batch that agrees no better than guesses is refused with its figure, and nothing is written."""
    result = blind.take(unanswered, [task for task, _ in right], batch(right, guess(known, right)), "x", options(copy))
    (problem,) = result.problems
    assert float(problem.value) < CHANCE and f"agree beyond chance; guesses come below {CHANCE}" in problem.message
    assert rows(copy, "blind") == []


def test_careful_answers_are_written(unanswered, known, right, copy):
    """Answers of which one in ten differs are accepted, and make pass and planted errors what they are."""
    result = blind.take(
        unanswered, [task for task, _ in right], batch(right, careful(known, right)), "x", options(copy)
    )
    assert not result.problems and "tasks written to data/reliability/blind.csv" in result.report
    answered, _ = read(copy)
    assert "pass_at_chance" not in {problem.rule for problem in release_problems(answered)}
    found = rows(copy, "blind")
    errors = plant(answered.tables, found)
    exposed = sum(error.exposed for error in errors)
    assert len(errors) > 10 and 0.9 * len(errors) <= exposed <= len(errors)
    assert errors == plant(answered.tables, found), "the same errors every time"
    blank = [entry | {"answer": "cannot tell"} for entry in found]
    assert not any(error.exposed for error in plant(answered.tables, blank))


def test_release_refuses_guesses_in_small_batches(unanswered, known, right, copy):
    """Batches too small to be refused are looked at together when a release is made."""
    given = at_random(known, right)
    for n in range(0, 38, 19):
        chosen = right[n : n + 19]
        raw, name = batch(chosen, given[n : n + 19]), f"blind-{n}"
        assert not blind.take(
            unanswered, [task for task, _ in chosen], raw, "x", options(copy, pass_name=name)
        ).problems
    found = [problem for problem in release_problems(read(copy)[0]) if problem.rule == "pass_at_chance"]
    assert [problem.message.partition(":")[0] for problem in found] == ["small passes"]


def test_release_refuses_rows_without_a_blind_review(tiny):
    """Each content row that nobody has coded again is named; a row that is complete is not."""
    give(tiny, answer("quotes:qt-001", QUOTE))
    give(tiny, judge("gloss"), command=settle)
    found = release_problems(read(tiny)[0])
    assert {problem.table for problem in found} == {"events", "event_reports", "participants", "locations", "positions"}
    assert str(found[0]).startswith(
        "data/events.csv:2  ev-001  has no blind review of 11 cells: python build.py review"
    )


def test_agreement_counts_what_nobody_could_tell_apart(tiny):
    """Cells that nobody could tell are no units; participants that no row has are units of theirs."""
    give(tiny, answer("event_reports:er-001", REPORT, status="cannot tell", participants=[["coast_guard", "speaker"]]))
    found = {row[:2]: row[2:] for row in reliability(rows(tiny, "blind"))}
    assert found["event_reports", "status"] == (0, 0, None, None, None, None, 1)
    assert found["event_reports", "value"] == (1, 1, 100.0, None, None, None, 0)
    assert found["participants", "actor_id"][:2] == (2, 0)
    assert ("participants", "role") not in found


def test_page_names_the_weakest_columns_and_confused_codes(tiny, run):
    """docs/reliability.md has the columns with their alpha, and which code was answered for which."""
    give(tiny, answer("quotes:qt-001", QUOTE, form="indirect", topic="cannot tell"))
    assert run(tiny, "--no-dist").status == 0
    page = (tiny / "docs/reliability.md").read_text("utf-8")
    assert "| `quotes.topic` | 0 |  | undefined |  | 1 |" in page
    assert "- `quotes.form` (alpha 0.0): What makes it hard is not said yet." in page
    assert "| quote_form | `full` | `indirect` | 1 |" in page
    after = (ROOT / reliability_page.PATH).read_text("utf-8").partition(reliability_page.END)[2]
    assert page.endswith(after) and "written by `make mutate`" in after


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_person_answers_column_by_column(tiny):
    """Codes are picked by number, actors by any spelling; a wrong answer is asked again, and `q` stops."""
    import pty

    ours, theirs = pty.openpty()
    keys = ["1", "Norway", "oslo", "arrival", "?", "norway", "true", "", "2021-05-05", "day", "frame", "boats"]
    os.write(ours, "\n".join([*keys, ""]).encode())
    code = "import sys; from pathlib import Path; from editing.blind import *; p = Path(sys.argv[1])\n"
    code += (
        "o = Options(p, p / 'sources', table='positions', checker='person', pass_name='blind-2', coded_by='pass-a')\n"
    )
    code += "result = run(o); print(*result.problems, result.report)"
    process = subprocess.run([sys.executable, "-c", code, tiny], cwd=ROOT, stdin=theirs, capture_output=True, text=True)
    assert "⟦Norway said on Tuesday" in process.stdout and process.stdout.endswith("1 of 1 task answered\n"), (
        process.stderr
    )
    assert "oslo  is no code of issue" in process.stdout
    found = {row["column"]: row for row in rows(tiny, "blind")}
    assert (found["party_id"]["answer"], found["stance"]["answer"]) == ("norway", "cannot tell")
    assert {row["checker"] for row in found.values()} == {"person"}
