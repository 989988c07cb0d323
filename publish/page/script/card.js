// One row, opened: who said it through whom, its other renderings, what contradicts it, where its words stand, who
// checked it, what it holds, what else names it, and how to cite it.

const card = document.getElementById("card");
let before = ""; // the address that the reader comes back to

// The column that names the one who speaks, by table.
const SPEAKERS = {
  event_reports: "claimant_id",
  quotes: "speaker_id",
  positions: "claimant_id",
  military_claims: "claimant_id",
  guarantee_terms: "claimant_id",
};
// The column that says in our words what a rendering says, by table; and, for all tables, the one that heads a card.
const WORDS = {
  quotes: "gloss",
  positions: "statement",
  military_claims: "statement",
  guarantee_terms: "description",
};
const TITLES = {
  ...WORDS,
  ...facts.labels,
  disagreements: "explanation",
  readings: "problem",
  codes: "label",
  names: "spelling",
  exceptions: "reason",
};
// Tables that say of every row what others say of it already; they would only fill a card.
const ECHOES = ["evidence", "mentions", "ledger", "corroboration"];

async function openCard({ stem, row }) {
  const [all, known, labels] = await Promise.all([tables(), codes(), names()]);
  const world = { all, known, labels };
  const id = rowId(stem, row);
  const spoken = chain(stem, row, world);
  const cells = cellsOf(stem, row, world);
  const same = reportsOf(stem, row, all);
  const parts = [
    spoken ?? cells,
    beside(stem, row, same, world),
    against(stem, row, same, world),
    proofs(row),
    await check(stem, row, world),
    spoken && cells,
    related(stem, id, same, world),
    section("Cite this row", citations(stem, id, row, same)),
  ];
  const close = h("button", { type: "button", className: "close", on: { click: () => card.close() } }, "Close");
  card.replaceChildren(
    h("header", {}, h("p", {}, h("a", { href: `#${stem}` }, plain(stem)), " / ", h("b", {}, id)), close),
    h("h2", { id: "card-title", tabIndex: -1, dir: "auto" }, row[TITLES[stem]] || labels[stem]?.[id] || id),
    ...parts.filter(Boolean),
  );
  if (!card.open) card.showModal();
  card.scrollTop = 0;
  document.getElementById("card-title").focus();
}

card.addEventListener("close", () => {
  if (location.hash !== before) history.pushState(null, "", before || "#tables");
});
// A click beside the card closes it.
card.addEventListener("click", (event) => event.target === card && card.close());
// A dialog is printed on one sheet, whatever it holds; so a copy is printed in its place, which style.css knows.
addEventListener("beforeprint", () => {
  if (card.open) document.body.append(h("div", { id: "printed" }, ...card.cloneNode(true).childNodes));
});
addEventListener("afterprint", () => document.getElementById("printed")?.remove());

function section(title, ...children) {
  return h("section", {}, h("h3", {}, title), ...children);
}

function link(stem, id, words = id) {
  return h("a", { href: address(stem, id) }, words);
}

// Speaker, relay, article: who is said to have said it, and how it came to the reader.
function chain(stem, row, { labels, known }) {
  if (!(stem in SPEAKERS)) return null;
  const source = link("sources", row.source_id, labels.sources[row.source_id]);
  const actor = (id) => link("actors", id, labels.actors[id]);
  const speaker = row[SPEAKERS[stem]];
  const steps = speaker ? [["says it", actor(speaker)]] : [["says it in its own voice", source]];
  if (row.relayed_by) steps.push(["carries it", actor(row.relayed_by)]);
  if (speaker) steps.push(["prints it", source]);
  const items = steps.map(([does, who]) => h("li", {}, h("span", {}, does), who));
  const words = row.text && h("blockquote", { dir: "auto" }, row.text);
  const form = row.form && h("p", { className: "form" }, known.quote_form[row.form].definition);
  return section("Who says it", words, form, h("ol", { className: "chain" }, items));
}

// Every column with its label; a blank one says what blank means.
function cellsOf(stem, row, { known, labels }) {
  const items = [];
  for (const [name, { role, description, blank, unit }] of Object.entries(facts.tables[stem].columns)) {
    if (role === "anchor") continue;
    const empty = row[name] === "";
    const shown = empty
      ? h("span", { className: "blank" }, "blank: ", prose(blank))
      : content(stem, name, row, known, labels);
    items.push(h("dt", { title: description }, plain(name)));
    items.push(h("dd", { dir: "auto" }, shown, !empty && unit && !unit.startsWith("see ") ? ` ${unit}` : ""));
  }
  return section("What the row holds", h("dl", {}, items));
}

// The rows that report the same: {stem, holder, id, rows}, where row `id` of `holder` is what they share; or nothing.
function reportsOf(stem, row, all) {
  for (const one of stems.filter((name) => !name.endsWith("_wide"))) {
    const { columns, links } = facts.tables[one];
    const groups = Object.keys(columns).filter((name) => columns[name].role === "group");
    const [column] = one === "event_reports" ? ["event_id"] : groups;
    const holder = links[column];
    if (!column || ![one, holder].includes(stem)) continue;
    const id = stem === one ? row[column] : rowId(stem, row);
    const rows = all[one].rows.filter((each) => each[column] === id);
    if (rows.length) return { stem: one, holder, id, rows };
  }
  return null;
}

// The rows that report the same, side by side, and which articles have it.
function beside(stem, row, same, world) {
  if (!same) return null;
  const { all, labels } = world;
  const isEvent = same.holder === "events";
  const blocks = same.rows.map((one) => (isEvent ? report(one, one === row, world) : rendering(same.stem, one, one === row, labels)));
  const what = stem !== same.holder && h("p", {}, link(same.holder, same.id, labels[same.holder][same.id]));
  const reported = all.corroboration.rows.filter((one) => one.table === same.stem && one.group_id === same.id);
  const title = isEvent ? "Reports of the event" : "Renderings of the same";
  return section(title, what, h("ul", { className: "beside" }, blocks), mentions(reported, all.sources.rows));
}

// What one article says of an event: whether it took place, when, how many, with whom, where, and who says so.
function report(row, here, { all, known, labels }) {
  const linked = (stem, column, target) =>
    all[stem].rows
      .filter((one) => one.report_id === row.report_id)
      .flatMap((one, n) => [n ? "; " : "", link(target, one[column], labels[target][one[column]]), ` (${one.role})`]);
  const parts = [linked("participants", "actor_id", "actors"), linked("locations", "place_id", "places")];
  return h(
    "li",
    { className: here ? "this" : "" },
    h("p", {}, by(row.claimant_id, row, labels)),
    h("p", {}, [known.event_status[row.status].label, span(row), row.value_as_printed].filter(Boolean).join("; ")),
    parts.filter((part) => part.length).map((part) => h("p", {}, part)),
    h("p", { className: "form" }, here ? "this row" : link("event_reports", row.report_id)),
  );
}

// The dates of a report, in the words of the Python reader.
function span({ date_start: start, date_end: end }) {
  if (start && end) return start === end ? start : `${start} to ${end}`;
  if (start) return `from ${start}`;
  return end ? `until ${end}` : "no date";
}

function rendering(stem, row, here, labels) {
  return h(
    "li",
    { className: here ? "this" : "" },
    h("p", {}, by(row[SPEAKERS[stem]], row, labels)),
    row.text && h("blockquote", { dir: "auto" }, row.text),
    h("p", { dir: "auto" }, row[WORDS[stem]]),
    h("p", { className: "form" }, here ? "this row" : link(stem, rowId(stem, row))),
  );
}

// Article, speaker and relay of a report.
function by(speaker, row, labels) {
  const through = row.relayed_by && `, through ${labels.actors[row.relayed_by]}`;
  const who = labels.actors[speaker] ?? "in its own voice";
  return [link("sources", row.source_id, labels.sources[row.source_id]), ": ", h("b", {}, who), through];
}

// Which articles report it, and which do not mention it.
function mentions(rows, sources) {
  const states = sources.map(({ source_id: source }) => {
    const one = rows.find((row) => row.source_id === source);
    const reports = one?.disagreements ? "reports it, and disagrees with another report" : "reports it";
    const words = one ? reports : "does not mention it";
    return h("li", { className: one ? "reported" : "silent" }, h("b", {}, source), ` ${words}`);
  });
  return h("ul", { className: "standing" }, states);
}

// The disagreements that name the row, or a report of what the row is.
function against(stem, row, same, { all, known }) {
  const me = `${stem}:${rowId(stem, row)}`;
  const holds = same?.holder === stem ? same.rows.map((one) => `${same.stem}:${rowId(same.stem, one)}`) : [];
  const mine = [me, ...holds];
  const found = all.disagreements.rows.filter((one) => mine.includes(one.row_a) || mine.includes(one.row_b));
  const items = found.map((one) => {
    const [side, other] = mine.includes(one.row_a) ? [one.row_a, one.row_b] : [one.row_b, one.row_a];
    const how = [known.disagreement_strength[one.strength].label, known.disagreement_kind[one.kind].label];
    const words = ` (${[...new Set(how)].join(", ").toLowerCase()}), `;
    const sides = side === me ? ["with ", rowLinks(other)] : [rowLinks(side), " with ", rowLinks(other)];
    const says = [": ", one.explanation, " ", h("i", {}, one.how_coded)];
    return h("li", {}, link("disagreements", one.disagreement_id), words, sides.flat(), says);
  });
  return items.length ? section("Disagreements", h("ul", { className: "against" }, items)) : null;
}

// The rows of other tables that name this one in a foreign key, but for those that stand side by side already.
function related(stem, id, same, { all, labels }) {
  const lists = [];
  for (const [other, { links }] of Object.entries(facts.tables)) {
    if (other.endsWith("_wide") || ECHOES.includes(other) || (stem === same?.holder && other === same.stem)) continue;
    const columns = Object.keys(links).filter((name) => links[name] === stem);
    const rows = all[other].rows.filter((row) => columns.some((name) => row[name] === id));
    if (!rows.length) continue;
    const items = h("ul", {}, rows.map((row) => relatedRow(other, row, all, labels)));
    const title = h("summary", {}, `${plain(other)}: ${rows.length}`);
    lists.push(h("li", {}, h("details", { open: rows.length < 9 }, title, items)));
  }
  return lists.length ? section("Related rows", h("ul", { className: "related" }, lists)) : null;
}

// A related row with its title; that of a participant or a place leads to its event or claim.
function relatedRow(stem, row, all, labels) {
  const id = rowId(stem, row);
  const label = row[TITLES[stem]] || labels[stem]?.[id];
  const title = label !== id && label;
  if (label || !(row.report_id || row.claim_id)) return h("li", {}, link(stem, id), " ", title);
  const report = all.event_reports.rows.find((one) => one.report_id === row.report_id);
  const [holder, name] = report ? ["events", report.event_id] : ["military_claims", row.claim_id];
  const who = labels.actors[row.actor_id] ?? labels.places[row.place_id];
  const where = report && `, ${report.source_id}`;
  return h("li", {}, link(stem, id), ` ${who} (${row.role}): `, link(holder, name, labels[holder][name]), where);
}

function proofs(row) {
  if (!row.evidence) return null;
  const words =
    "Source, first character, character after the last. With your own copy of the article, each shows its words.";
  const buttons = anchors(row.evidence).map((anchor) => h("li", {}, anchorButton(anchor)));
  return section("Passages", h("p", { className: "form" }, words), h("ul", { className: "anchors" }, buttons));
}

function anchorButton(anchor) {
  const show = { click: () => showAnchor(anchor) };
  return h("button", { type: "button", className: "anchor", on: show }, anchor.anchor);
}

// Who read the row, and whether it is still the row that was read.
async function check(stem, row, { all, known }) {
  if (!facts.tables[stem].checked) return null;
  const found = all.checks.rows.filter((one) => one.table === stem && one.row_id === rowId(stem, row));
  const digest = crypto.subtle && (await rowDigest(row));
  const items = found.map((one) => {
    const same = one.row_sha256 === digest ? " The row is as it was read." : " The row has changed since.";
    const who = `${known.checker[one.checker].label}, ${one.pass}, ${one.checked_on}.${digest ? same : ""}`;
    return h("li", {}, who, one.words && h("q", { dir: "auto" }, one.words));
  });
  // A check of other words counts for nothing; a browser that computes no digest cannot tell.
  const standing = found.filter((one) => !digest || one.row_sha256 === digest);
  const person = standing.some((one) => one.checker === "person");
  const words = standing.length ? "No person has checked this row." : "Nobody has checked this row as it stands.";
  const caution = person ? null : h("p", { className: "form" }, words);
  return section("Check", caution, items.length && h("ul", { className: "checks" }, items));
}
