"""What one article says: its file, its sentences and spellings, and the rows that code them."""

from schemas import fields as f
from schemas.base import Counted, Dated, RowRule, Said, Status, Table, Voiced, filled_together
from schemas.fields import Date, Flag, Integer, Number, Text


class Sources(Table):
    """An article's file: name, digest, size, publisher, dates and language."""

    source_id: Text = f.key(f.SOURCE_ID, "Primary key: `s` and the number that the file name starts with.")
    file_name: Text = f.fact("Name of the file, without a folder.", pattern=r"[0-9A-Za-z_.-]+", titles_row=True)
    sha256: Text = f.fact("SHA-256 of the file's bytes, lower-case hexadecimal.", pattern=r"[0-9a-f]{64}")
    n_bytes: Integer = f.fact("Size of the file.", ge=1, unit="byte")
    n_chars: Integer = f.fact("Length of the file decoded as UTF-8.", ge=1, unit="code point")
    publisher: Text = f.printed("Who published the text, as the file states it.", blank="the file does not state it")
    credited_agencies: Text = f.printed(
        "Agencies that the file credits for text, photographs or delivery, joined by `; `.",
        blank="none credited",
        separator="; ",
    )
    dateline: Text = f.printed("Place and day at the head of the text, as printed.", blank="none printed")
    published_on: Date = f.date(
        "Day of publication.", blank="the file does not state it", dated_by="published_on_basis"
    )
    published_on_basis: Text = f.code("date_basis", "What gives `published_on`.", blank="`published_on` is blank")
    frame_date: Date = f.date(
        'The day that the file\'s weekdays and its "today" count from.', blank="nothing gives it", judged=True
    )
    frame_basis: Text = f.code("frame_basis", "What gives `frame_date`.", blank="`frame_date` is blank")
    outlet: Text = f.fact("Outlet where a copy can be found.", blank="unknown", wording="phrase")
    url: Text = f.fact("Address of a copy.", blank="unknown", pattern=r"https?://\S+")
    retrieved_on: Date = f.date("Day on which the copy at that address was compared.", blank="unknown", reference=True)
    language: Text = f.fact("Language of the file, ISO 639-1.", pattern=r"[a-z]{2}")
    translated_from: Text = f.own(
        "Language that the text was translated from, ISO 639-1.",
        blank="no sign of translation that settles the language",
        pattern=r"[a-z]{2}",
        judged=True,
    )
    translated_from_basis: Text = f.sentences("What shows it.", blank="`translated_from` is blank")
    rights: Text = f.sentences("What the file says of its rights, in our words.")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    published_basis_with_date = filled_together(
        "published_basis_with_date",
        "published_on_basis",
        "published_on",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    frame_basis_with_date = filled_together(
        "frame_basis_with_date",
        "frame_basis",
        "frame_date",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    translated_basis_with_language = filled_together(
        "translated_basis_with_language",
        "translated_from_basis",
        "translated_from",
        "a language without its basis, or a basis alone",
        "fill both or leave both blank",
    )
    frame_before_publication = RowRule(
        "frame_before_publication",
        "frame_date",
        "frame_date <= published_on",
        "later than the day of publication",
        "mend frame_date or published_on",
        "warning",
    )


class Segments(Table):
    """A sentence, heading, caption or credit line; together they cover their file, except for white space."""

    segment_id: Text = f.key(rf"{f.SOURCE_ID}-\d{{3,}}", "Primary key: source and running number.")
    source_id: Text = f.ref("sources", "The file.")
    n: Integer = f.number("Running number in the file, from 1.", ge=1)
    start: Integer = f.number("First character.", ge=0, unit="code point")
    end: Integer = f.number("Character after the last.", ge=1, unit="code point")
    kind: Text = f.code("segment_kind", "What kind of text it is.")
    reason: Text = f.code("segment_reason", "Why no row codes it.", blank="an anchor of a coding row touches it")
    notes: Text = f.notes()

    segment_in_order = RowRule(
        "segment_in_order", "end", '"start" < "end"', "ends before it starts", "mend start or end"
    )
    id_is_source_and_number = RowRule(
        "id_is_source_and_number",
        "segment_id",
        "segment_id = source_id || '-' || case when n < 1000 then lpad(cast(n as varchar), 3, '0')"
        " else cast(n as varchar) end",
        "does not consist of its source and its number",
        "number the segments of a file from 001",
    )
    boilerplate_is_boilerplate = RowRule(
        "boilerplate_is_boilerplate",
        "reason",
        "reason is null or (kind = 'boilerplate') = (reason = 'boilerplate')",
        "boilerplate in kind or in reason, and not in both",
        "mend kind or reason",
    )


class Names(Table):
    """One spelling of one actor or place in one source, with every place where it occurs."""

    name_id: Text = f.report_key("nm")
    actor_id: Text = f.ref("actors", "The actor that the spelling names.", blank="names a place")
    place_id: Text = f.ref("places", "The place that the spelling names.", blank="names an actor")
    source_id: Text = f.ref("sources", "The file.")
    spelling: Text = f.printed("The words exactly as printed.", titles_row=True)
    kind: Text = f.code("name_kind", "How the spelling names the actor or place.")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    one_entity = RowRule(
        "one_entity",
        "place_id",
        "(actor_id is null) <> (place_id is null)",
        "names an actor and a place at once, or neither",
        "fill exactly one of actor_id and place_id",
    )


class EventReports(Dated, Counted, Voiced, Status):
    """What one article says of one event."""

    report_id: Text = f.report_key("er")
    event_id: Text = f.ref("events", "The event.", identifies=f.ALWAYS)
    source_id: Text = f.source()
    voice: Text = f.voice()
    claimant_id: Text = f.claimant()
    relayed_by: Text = f.relayed_by()
    status: Text = f.code("event_status", "Whether this file says that it took place.")
    date_start: Date = f.date_start("the event")
    date_end: Date = f.date_end("the event")
    date_precision: Text = f.date_precision()
    date_basis: Text = f.date_basis()
    value: Number = f.value("Duration, toll, distance or count")
    unit: Text = f.unit()
    value_qualifier: Text = f.value_qualifier()
    value_as_printed: Text = f.value_as_printed()
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    status_of_voice = RowRule(
        "status_of_voice",
        "status",
        "status in ('planned', 'hypothetical') or (voice = 'narrator') = (status in ('occurred', 'ongoing'))",
        "is not the status of that voice",
        "write occurred or ongoing where the article says so in its own voice, and claimed where it quotes somebody",
    )


class Participants(Table):
    """An actor's part in an event, as one report has it; the anchors of the report support it."""

    participant_id: Text = f.report_key("pt")
    report_id: Text = f.ref("event_reports", "The report.")
    actor_id: Text = f.ref("actors", "The actor.")
    role: Text = f.code("participant_role", "The actor's part.")


class Locations(Table):
    """A place of an event or of a claim, as one article has it; the anchors of that row support it."""

    location_id: Text = f.report_key("lc")
    report_id: Text = f.ref("event_reports", "The report of an event.", blank="a claim's place")
    claim_id: Text = f.ref("military_claims", "The claim.", blank="an event's place")
    place_id: Text = f.ref("places", "The place.")
    where_precision: Text = f.code("where_precision", "How exactly the file locates it (UCDP where_prec).")
    role: Text = f.code("location_role", "How the place relates to the event or claim.")

    one_owner = RowRule(
        "one_owner",
        "claim_id",
        "(report_id is null) <> (claim_id is null)",
        "belongs to a report and a claim at once, or to neither",
        "fill exactly one of report_id and claim_id",
    )


class Quotes(Said):
    """A rendering of somebody's words in one source: direct in full, direct in part, or reported."""

    quote_id: Text = f.report_key("qt")
    statement_id: Text = f.group("st", "Renderings of the same statement share it, within a file and across files.")
    source_id: Text = f.source()
    form: Text = f.code("quote_form", "How much of the wording is the speaker's.")
    text: Text = f.printed(
        "The words between the quotation marks, exactly as printed.",
        blank="indirect: the words are the article's",
        identifies=f.SHARED_PASSAGE,
        words=True,
    )
    gloss: Text = f.sentences("What is said, in our words.", titles_row=True, identifies=f.SHARED_PASSAGE)
    speaker_id: Text = f.ref("actors", "Who is said to have said it.", speaker=True, shared_in_group=True)
    speaker_as_printed: Text = f.printed("The words by which the article names the speaker here.")
    role_as_printed: Text = f.printed(
        "Office or function given with the speaker here, at most ten words.", blank="none given"
    )
    relayed_by: Text = f.relayed_by()
    medium: Text = f.code("medium", "The occasion or channel on which it was said.", blank=f.NOT_REPORTED)
    topic: Text = f.code("topic", "What it is about.")
    said_on: Date = f.said_on()
    said_on_precision: Text = f.said_on_precision()
    said_on_basis: Text = f.said_on_basis()
    event_id: Text = f.event("The event in which it was said, or else the one it is about.")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    text_when_direct = RowRule(
        "text_when_direct",
        "text",
        "(\"text\" is null) = (form = 'indirect')",
        "blank exactly when the form is indirect",
        "fill text, or mend form",
    )
    role_is_short = RowRule(
        "role_is_short",
        "role_as_printed",
        "length(role_as_printed) - length(replace(role_as_printed, ' ', '')) < 10",
        "is longer than ten words",
        "cut it to ten, and say so in notes",
    )
    full_is_a_sentence = RowRule(
        "full_is_a_sentence",
        "form",
        "form <> 'full' or regexp_matches(\"text\", '(\\A[^\\p{L}\\p{N}]*\\p{Lu})|([.!?…]\\z)')",
        "full, but the text neither begins nor ends like a sentence",
        "use `partial`, or mend text",
        "warning",
    )


class GuarantorCountries(Table):
    """A country that one article lists as a guarantor of Ukraine's security."""

    guarantor_id: Text = f.report_key("gc")
    source_id: Text = f.source()
    country_iso3: Text = f.fact("The country, ISO 3166-1 alpha-3.", pattern=r"[A-Z]{3}")
    actor_id: Text = f.ref("actors", "The country as an actor.")
    name_as_printed: Text = f.printed("The name in the list.", titles_row=True)
    list_position: Integer = f.number("Position in the printed list, from 1.", ge=1, judged=True)
    proposed_by: Text = f.ref("actors", "Who names it as a guarantor.", blank=f.NOT_REPORTED, speaker=True)
    proposed_on: Date = f.date("Day of the proposal.", blank=f.NOT_REPORTED, dated_by="proposed_on_basis")
    proposed_on_basis: Text = f.code("date_basis", "What gives `proposed_on`.", blank="`proposed_on` is blank")
    relayed_by: Text = f.relayed_by()
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    proposed_basis_with_date = filled_together(
        "proposed_basis_with_date",
        "proposed_on_basis",
        "proposed_on",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    inferred_proposal_has_notes = RowRule(
        "inferred_proposal_has_notes",
        "notes",
        "notes is not null or proposed_on_basis is distinct from 'inferred'",
        "blank, though the day is inferred",
        "say from what",
    )


class GuaranteeTerms(Counted, Voiced):
    """A rendering of one term of the proposed guarantee or of what Ukraine would give for it."""

    guarantee_term_id: Text = f.report_key("gt")
    term_id: Text = f.group("tm", "Renderings of the same term share it.")
    source_id: Text = f.source()
    kind: Text = f.code("term_kind", "What kind of term it is.", shared_in_group=True)
    description: Text = f.sentences("The term, in our words.", titles_row=True, identifies=f.SHARED_PASSAGE)
    value: Number = f.value("A deadline or other quantity of the term")
    unit: Text = f.unit()
    value_qualifier: Text = f.value_qualifier()
    value_as_printed: Text = f.value_as_printed()
    binds: Text = f.code("binds", "Whom the term binds.", shared_in_group=True)
    voice: Text = f.voice()
    claimant_id: Text = f.claimant()
    relayed_by: Text = f.relayed_by()
    own_side_account: Flag = f.own_side_account("the proposer, Ukraine,")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    deadline_has_a_time = RowRule(
        "deadline_has_a_time",
        "kind",
        "kind <> 'deadline' or value_as_printed is not null",
        "a deadline without its time",
        "fill value_as_printed and unit, or mend kind",
        "warning",
    )


class MilitaryClaims(Dated, Counted, Voiced):
    """A rendering of one claim about force, as one source gives it. No verdict on its truth."""

    claim_id: Text = f.report_key("mc")
    assertion_id: Text = f.group("as", "Renderings of the same assertion share it.")
    source_id: Text = f.source()
    voice: Text = f.voice()
    claimant_id: Text = f.claimant()
    relayed_by: Text = f.relayed_by()
    subject_id: Text = f.ref("actors", "Who acts, moves or holds.", blank=f.NOT_REPORTED)
    target_id: Text = f.ref(
        "actors", "Whom or whose property it strikes or faces.", blank="not reported, or the target is a place alone"
    )
    kind: Text = f.code("claim_kind", "What kind of claim it is.", shared_in_group=True)
    modality: Text = f.code("modality", "How the content is put forward.", shared_in_group=True)
    statement: Text = f.sentences("The claim, in our words.", titles_row=True, identifies=f.SHARED_PASSAGE)
    date_start: Date = f.date_start("what is claimed")
    date_end: Date = f.date_end("what is claimed")
    date_precision: Text = f.date_precision()
    date_basis: Text = f.date_basis()
    value: Number = f.value("A toll, distance, duration or count")
    unit: Text = f.unit()
    value_qualifier: Text = f.value_qualifier()
    value_as_printed: Text = f.value_as_printed()
    event_id: Text = f.event("The event that the claim is about.", shared_in_group=True)
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    pledge_is_pledged = RowRule(
        "pledge_is_pledged",
        "modality",
        "(modality <> 'pledged' or kind = 'pledge') and (kind <> 'pledge' or modality <> 'forecast')",
        "pledged without a pledge, or a pledge that is forecast",
        "mend kind or modality; a pledge that another side reports is asserted",
    )
    threat_is_forecast = RowRule(
        "threat_is_forecast",
        "modality",
        "kind <> 'threat' or modality = 'forecast'",
        "a threat is usually a forecast",
        "mend kind or modality",
        "warning",
    )
    denied_by_somebody = RowRule(
        "denied_by_somebody",
        "modality",
        "modality <> 'denied' or voice = 'attributed'",
        "denied, but no claimant rejects another's claim",
        "use `asserted`, or give the claimant",
    )
    target_is_another = RowRule(
        "target_is_another",
        "target_id",
        "target_id <> subject_id",
        "is the subject, too",
        "mend one of the two",
        "warning",
    )
    losses_of_somebody = RowRule(
        "losses_of_somebody",
        "target_id",
        "target_id is not null or kind <> 'losses'",
        "blank, though somebody was lost or hit",
        "say who, or mend kind",
        "warning",
    )


class Positions(Said, Voiced):
    """A rendering of one party's stance on one issue."""

    position_id: Text = f.report_key("ps")
    stance_id: Text = f.group("sn", "Renderings of the same stance share it.")
    source_id: Text = f.source()
    voice: Text = f.voice()
    party_id: Text = f.ref("actors", "Whose stance it is.", shared_in_group=True)
    issue: Text = f.code("issue", "What it is about.", shared_in_group=True)
    stance: Text = f.code("stance", "What the party does with regard to the issue.", shared_in_group=True)
    statement: Text = f.sentences("The stance, in our words.", titles_row=True, identifies=f.SHARED_PASSAGE)
    condition: Text = f.sentences("What the stance depends on.", blank="none reported")
    claimant_id: Text = f.claimant()
    own_side_account: Flag = f.own_side_account("the party")
    relayed_by: Text = f.relayed_by()
    said_on: Date = f.said_on()
    said_on_precision: Text = f.said_on_precision()
    said_on_basis: Text = f.said_on_basis()
    event_id: Text = f.event("The event in which it was voiced, or else the one it is about.")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    condition_is_given = RowRule(
        "condition_is_given",
        "condition",
        "condition is not null or stance <> 'conditions'",
        "blank, though the stance depends on something",
        "say on what, or mend stance",
    )


class Readings(Table):
    """A place where we read the text otherwise than it is printed."""

    reading_id: Text = f.report_key("rd")
    source_id: Text = f.source()
    problem: Text = f.sentences("What is wrong with the words as printed.", identifies=f.ALWAYS)
    read_as: Text = f.own("What we take them to mean.", wording="words", identifies=f.ALWAYS)
    reason: Text = f.sentences("Why.")
    confidence: Text = f.code("confidence", "How sure the reading is.")
    evidence: Text = f.evidence()


class Exceptions(Table):
    """A quotation, number or weekday in a coded sentence that no row codes, on purpose."""

    exception_id: Text = f.report_key("xc")
    source_id: Text = f.source()
    what: Text = f.code("exception_what", "What is left uncoded.")
    reason: Text = f.sentences("Why no row codes it.")
    evidence: Text = f.evidence()
