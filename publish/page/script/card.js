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
  const parts = [
    spoken ?? cells,
    renderings(stem, row, world),
    against(stem, row, world),
    proofs(row),
    await check(stem, row, world),
    spoken && cells,
    related(stem, id, world),
    section("Cite this row", citations(stem, id, row)),
  ];
  const close = h("button", { type: "button", className: "close", on: { click: () => card.close() } }, "Close");
  card.replaceChildren(
    h("header", {}, h("p", {}, h("a", { href: `#${stem}` }, plain(stem)), " / ", h("b", {}, id)), close),
    h("h2", { id: "card-title", tabIndex: -1, dir: "auto" }, row[TITLES[stem]] || id),
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

// Speaker, bearer, article: who is said to have said it, and how it came to the reader.
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
    items.push(h("dd", { dir: "auto" }, shown, !empty && unit ? ` ${unit}` : ""));
  }
  return section("What the row holds", h("dl", {}, items));
}

// The reports of an event, or the rows that share the group of this one, side by side, and which articles have it.
function renderings(stem, row, { all, known, labels }) {
  const { columns } = facts.tables[stem];
  if (stem.endsWith("_wide")) return null;
  const reports = stem === "events" ? "event_reports" : stem;
  const group = stem === "events" ? "event_id" : Object.keys(columns).find((name) => columns[name].role === "group");
  if (!group) return null;
  const id = row[group];
  const same = all[reports].rows.filter((one) => one[group] === id);
  const told = all.corroboration.rows.filter((one) => one.table === reports && one.group_id === id);
  const block = (one) => (stem === "events" ? report(one, known, labels) : rendering(stem, one, one === row, labels));
  const title = stem === "events" ? "Reports" : `Renderings of the same, ${plain(group.replace(/_id$/, ""))} ${id}`;
  return section(title, h("ul", { className: "beside" }, same.map(block)), standing(told, all.sources.rows));
}

// What one article says of an event: whether it took place, when, and who says so.
function report(row, known, labels) {
  const days = [...new Set([row.date_start, row.date_end])].filter(Boolean).join(" to ") || "no day";
  const who = row.claimant_id ? labels.actors[row.claimant_id] : "in its own voice";
  const through = row.relayed_by && `, through ${labels.actors[row.relayed_by]}`;
  return h(
    "li",
    {},
    h("p", {}, link("sources", row.source_id, labels.sources[row.source_id]), ": ", h("b", {}, who), through),
    h("p", {}, `${known.event_status[row.status].label}; ${days}`),
    h("p", { className: "form" }, link("event_reports", row.report_id)),
  );
}

function rendering(stem, row, here, labels) {
  const speaker = labels.actors[row[SPEAKERS[stem]]] ?? "in its own voice";
  const through = row.relayed_by && `, through ${labels.actors[row.relayed_by]}`;
  const source = link("sources", row.source_id, labels.sources[row.source_id]);
  return h(
    "li",
    { className: here ? "this" : "" },
    h("p", {}, source, ": ", h("b", {}, speaker), through),
    row.text && h("blockquote", { dir: "auto" }, row.text),
    h("p", { dir: "auto" }, row[WORDS[stem]]),
    h("p", { className: "form" }, here ? "this row" : link(stem, rowId(stem, row))),
  );
}

function standing(rows, sources) {
  const states = sources.map(({ source_id: source }) => {
    const one = rows.find((row) => row.source_id === source);
    const words = !one ? "does not mention it" : one.disagreements ? "reports it, and another report differs" : "reports it";
    return h("li", { className: one ? "reported" : "silent" }, h("b", {}, source), ` ${words}`);
  });
  return h("ul", { className: "standing" }, states);
}

// The disagreements that name the row.
function against(stem, row, { all, known }) {
  const me = `${stem}:${rowId(stem, row)}`;
  const found = all.disagreements.rows.filter((one) => one.row_a === me || one.row_b === me);
  const items = found.map((one) => {
    const kind = ` (${known.disagreement_kind[one.kind].label.toLowerCase()}), against `;
    const other = rowLinks(one.row_a === me ? one.row_b : one.row_a);
    const words = [": ", one.explanation, " ", h("i", {}, one.how_coded)];
    return h("li", {}, link("disagreements", one.disagreement_id), kind, other, words);
  });
  return items.length ? section("What stands against it", h("ul", { className: "against" }, items)) : null;
}

// The rows of other tables that name this one in a foreign key.
function related(stem, id, { all, labels }) {
  const lists = [];
  for (const [other, { links }] of Object.entries(facts.tables)) {
    if (other.endsWith("_wide") || ECHOES.includes(other)) continue;
    const columns = Object.keys(links).filter((name) => links[name] === stem);
    const rows = all[other].rows.filter((row) => columns.some((name) => row[name] === id));
    if (!rows.length) continue;
    const items = h("ul", {}, rows.map((row) => relatedRow(other, row, all, labels)));
    const title = h("summary", {}, `${plain(other)}: ${rows.length}`);
    lists.push(h("li", {}, h("details", { open: rows.length < 9 }, title, items)));
  }
  return lists.length ? section("Rows that name it", h("ul", { className: "related" }, lists)) : null;
}

function relatedRow(stem, row, all, labels) {
  const report = stem === "event_reports" ? row : all.event_reports.rows.find((one) => one.report_id === row.report_id);
  const who = labels.actors[row.actor_id] ?? labels.places[row.place_id];
  const part = [who, row.role, labels.events[report?.event_id], report?.source_id].filter(Boolean).join(", ");
  return h("li", {}, link(stem, rowId(stem, row)), " ", row[TITLES[stem]] || part);
}

function proofs(row) {
  if (!row.evidence) return null;
  const words =
    "Source, first character, character after the last. With your own copy of the article, each shows its words.";
  const buttons = anchors(row.evidence).map((anchor) => h("li", {}, anchorButton(anchor)));
  return section("Where it stands", h("p", { className: "form" }, words), h("ul", { className: "anchors" }, buttons));
}

function anchorButton(anchor) {
  const show = { click: () => showAnchor(anchor) };
  return h("button", { type: "button", className: "anchor", on: show }, anchor.anchor);
}

// Who read the row, and whether it is still the row that was read.
async function check(stem, row, { all, known }) {
  const found = all.checks.rows.filter((one) => one.table === stem && one.row_id === rowId(stem, row));
  if (!found.length) return null;
  const digest = crypto.subtle && (await rowDigest(row));
  const items = found.map((one) => {
    const same = one.row_sha256 === digest ? " The row is as it was read." : " The row has changed since.";
    const who = `${known.checker[one.checker].label}, ${one.pass}, ${one.checked_on}.${digest ? same : ""}`;
    return h("li", {}, who, one.words && h("q", { dir: "auto" }, one.words));
  });
  const person = found.some((one) => one.checker === "person");
  const caution = person ? null : h("p", { className: "form" }, "No person has checked this row.");
  return section("Check", h("ul", { className: "checks" }, items), caution);
}
