// One row, opened: what it holds, who said it through whom, its other renderings, what contradicts it, who checked it,
// where its words stand, and how to cite it.

const card = document.getElementById("card");
let before = ""; // the address that the reader comes back to

// Column that names the one who speaks, by table.
const SPEAKERS = { quotes: "speaker_id", positions: "claimant_id", military_claims: "claimant_id", guarantee_terms: "claimant_id" };
const WORDS = { quotes: "gloss", positions: "statement", military_claims: "statement", guarantee_terms: "description", events: "title" };
const TITLES = { ...WORDS, ...facts.labels, disagreements: "explanation", readings: "problem", codes: "label", names: "spelling", exceptions: "reason" };

async function openCard({ stem, number, row }) {
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
    await check(stem, row, number, world),
    spoken && cells,
    related(stem, id, world),
    section("Cite this row", citations(stem, id, row)),
  ];
  const close = h("button", { type: "button", className: "close", on: { click: () => card.close() } }, "Close");
  const title = row[TITLES[stem]] || id;
  card.replaceChildren(
    h("header", {}, h("p", {}, h("a", { href: `#${stem}` }, plain(stem)), " / ", h("b", {}, id)), close),
    h("h2", { id: "card-title", tabIndex: -1, dir: "auto" }, title),
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
addEventListener("beforeprint", () => card.open && document.body.append(h("div", { id: "printed" }, ...card.cloneNode(true).childNodes)));
addEventListener("afterprint", () => document.getElementById("printed")?.remove());

function section(title, ...children) {
  return h("section", {}, h("h3", {}, title), ...children);
}

// Speaker, bearer, article: who is said to have said it, and how it came to the reader.
function chain(stem, row, { labels, known }) {
  if (!row.source_id || !(stem in SPEAKERS)) return null;
  const actor = (id) => h("a", { href: address("actors", id) }, labels.actors[id] ?? id);
  const source = h("a", { href: address("sources", row.source_id) }, labels.sources[row.source_id]);
  const speaker = row[SPEAKERS[stem]];
  const steps = [
    speaker ? ["says it", actor(speaker)] : ["says it in its own voice", source],
    row.relayed_by && ["carries it", actor(row.relayed_by)],
    speaker && ["prints it", source],
  ].filter(Boolean);
  const words = row.text ? [h("blockquote", { dir: "auto" }, row.text)] : [];
  const form = row.form ? h("p", { className: "form" }, known.quote_form[row.form].definition) : null;
  return section("Who says it", ...words, form, h("ol", { className: "chain" }, steps.map(([does, who]) => h("li", {}, h("span", {}, does), who))));
}

// Every column with its label; a blank one says what blank means.
function cellsOf(stem, row, { known, labels }) {
  const items = Object.entries(facts.tables[stem].columns).flatMap(([name, says]) => {
    if (says.role === "anchor") return [];
    const shown = row[name] === "" ? h("span", { className: "blank" }, `blank: ${says.blank}`) : content(stem, name, row, known, labels);
    const unit = row[name] !== "" && says.unit ? ` ${says.unit}` : "";
    return [h("dt", { title: says.says }, plain(name)), h("dd", { dir: "auto" }, shown, unit)];
  });
  return section("What the row holds", h("dl", {}, items));
}

// The rows that share the group of this one, side by side, and what each article has of it.
function renderings(stem, row, { all, known, labels }) {
  const group = Object.keys(facts.tables[stem].columns).find((name) => facts.tables[stem].columns[name].role === "group");
  const told = all.corroboration.rows.filter((one) => one.table === stem && one.group_id === row[group ?? facts.tables[stem].key[0]]);
  if (stem.endsWith("_wide")) return null;
  if (!group) return told.length ? section("Article by article", standing(told, known)) : null;
  const others = all[stem].rows.filter((one) => one[group] === row[group]);
  const blocks = others.map((one) =>
    h(
      "li",
      { className: one === row ? "this" : "" },
      h("p", {}, h("a", { href: address("sources", one.source_id) }, labels.sources[one.source_id]), ": ", h("b", {}, labels.actors[one[SPEAKERS[stem]]] ?? "in its own voice"), one.relayed_by ? `, through ${labels.actors[one.relayed_by]}` : ""),
      one.text ? h("blockquote", { dir: "auto" }, one.text) : null,
      h("p", { dir: "auto" }, one[WORDS[stem]]),
      one === row ? h("p", { className: "form" }, "this row") : h("p", {}, h("a", { href: address(stem, rowId(stem, one)) }, rowId(stem, one))),
    ),
  );
  return section(`Renderings of the same, ${plain(group).replace(" id", "")} ${row[group]}`, h("ul", { className: "beside" }, blocks), standing(told, known));
}

function standing(rows, known) {
  const states = rows.map((one) => {
    const words = one.standing === "contradicted" && one.n_renderings !== "0" ? "reported and contradicted" : known.standing[one.standing].label.toLowerCase();
    return h("li", { className: one.standing }, h("b", {}, one.source_id), ` ${words}`);
  });
  return h("ul", { className: "standing" }, states);
}

// The disagreements that name the row.
function against(stem, row, { all, known }) {
  const me = `${stem}:${rowId(stem, row)}`;
  const found = all.disagreements.rows.filter((one) => one.row_a === me || one.row_b === me);
  if (!found.length) return null;
  const items = found.map((one) =>
    h("li", {}, h("a", { href: address("disagreements", one.disagreement_id) }, one.disagreement_id), ` (${known.disagreement_kind[one.kind].label.toLowerCase()}), against `, rowLinks(one.row_a === me ? one.row_b : one.row_a), ": ", one.explanation, " ", h("i", {}, one.how_coded)),
  );
  return section("What stands against it", h("ul", { className: "against" }, items));
}

// The rows of other tables that name this one in a foreign key.
function related(stem, id, { all }) {
  const lists = [];
  for (const [other, { links }] of Object.entries(facts.tables)) {
    if (other.endsWith("_wide") || ["evidence", "mentions", "ledger", "corroboration"].includes(other)) continue;
    const names = Object.keys(links).filter((name) => links[name] === stem);
    const rows = all[other].rows.filter((row) => names.some((name) => row[name] === id));
    if (rows.length) lists.push(h("li", {}, h("details", { open: rows.length < 9 }, h("summary", {}, `${plain(other)}: ${rows.length}`), h("ul", {}, rows.map((row) => relatedRow(other, row, all))))));
  }
  return lists.length ? section("Rows that name it", h("ul", { className: "related" }, lists)) : null;
}

function relatedRow(stem, row, all) {
  const id = rowId(stem, row);
  const actor = row.actor_id && all.actors.rows.find((one) => one.actor_id === row.actor_id)?.name;
  const place = row.place_id && all.places.rows.find((one) => one.place_id === row.place_id)?.name;
  const words = row[TITLES[stem]] || [actor ?? place, row.role].filter(Boolean).join(", ");
  return h("li", {}, h("a", { href: address(stem, id) }, id), " ", words);
}

function proofs(row) {
  if (!row.evidence) return null;
  const buttons = anchors(row.evidence).map((anchor) => h("li", {}, anchorButton(anchor)));
  return section("Where it stands", h("p", { className: "form" }, "Source, first character, character after the last. With your own copy of the article, each shows its words."), h("ul", { className: "anchors" }, buttons));
}

function anchorButton(anchor) {
  return h("button", { type: "button", className: "anchor", on: { click: () => showAnchor(anchor) } }, anchor.anchor);
}

// Who read the row, and whether it is still the row that was read.
async function check(stem, row, number, { all, known }) {
  const found = all.checks.rows.filter((one) => one.table === stem && one.row_id === rowId(stem, row));
  if (!found.length) return null;
  const digest = crypto.subtle && (await sha256(new TextEncoder().encode(all[stem].lines[number])));
  const items = found.map((one) => {
    const same = !digest ? "" : one.row_sha256 === digest ? " The row is as it was read." : " The row has changed since.";
    return h("li", {}, `${known.checker[one.checker].label}, ${one.pass}, ${one.checked_on}.${same}`, one.words ? h("q", { dir: "auto" }, one.words) : null);
  });
  const person = found.some((one) => one.checker === "person");
  return section("Check", h("ul", { className: "checks" }, items), person ? null : h("p", { className: "form" }, "No person has checked this row."));
}
