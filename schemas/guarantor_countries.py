"""`data/guarantor_countries.csv`."""

from schemas import columns as c
from schemas.columns import Date, Flag, Integer, Text
from schemas.table import Table, among, rule

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")


class GuarantorCountries(Table):
    """A country named as a guarantor of Ukraine's security."""

    country_iso3: Text = c.column(
        "key", "Primary key: ISO 3166-1 alpha-3.", pattern=r"[A-Z]{3}", unique=True, primary_key=True, reference=True
    )
    actor_id: Text = c.ref("actors", "The country as an actor.")
    country: Text = c.phrase("Usual English name of the country.")
    name_as_printed: Text = c.printed("The name in the list.")
    list_position: Integer = c.number("Position in the printed list, from 1.", ge=1, judged=True)
    proposed_by: Text = c.ref("actors", "Who names it as a guarantor.")
    proposed_on: Date = c.date("Day of the proposal.", blank=c.NOT_REPORTED, dated_by="proposed_on_basis")
    proposed_on_basis: Text = c.code("date_basis", "What gives `proposed_on`.", blank="`proposed_on` is blank")
    own_response: Text = c.sentences(
        "What the files report that the country itself said of it, in our words.", blank=c.NOT_REPORTED
    )
    own_response_quote_id: Text = c.ref("quotes", "The quotation that says so.", blank=c.NOT_REPORTED)
    unsc_permanent_member: Flag = c.flag("Permanent member of the UN Security Council.", reference=True)
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("own_response_quote_id", "a response and its quotation come together", "fill both or leave both blank")
    def response_is_quoted(cls, df):
        return df["own_response"].isna() == df["own_response_quote_id"].isna()

    @rule("proposed_on_basis", "a basis without a date, or a date without one", "fill both or leave both blank")
    def basis_with_date(cls, df):
        return df["proposed_on_basis"].isna() == df["proposed_on"].isna()

    @rule("notes", "blank, though the day is inferred", "say from what")
    def inferred_from_something(cls, df):
        return df["notes"].notna() | (df["proposed_on_basis"] != "inferred")

    @rule("unsc_permanent_member", f"the permanent members are {', '.join(PERMANENT)}", "mend it")
    def permanent_members(cls, df):
        return df["unsc_permanent_member"] == among(df["country_iso3"], PERMANENT)
