// One row, opened: its words and who says them, the passages, what conflicts with it, the same in other reports, what is
// related, who checked it, how to cite it, and all its fields.

import { facts, stems, rows, rowOf, rowId, columns, load, address, code, rowDigest, anchors } from "./package.js";
import { h, byId, button, number, prose, copying } from "./elements.js";
import { article, tableName, link, label, display, title, sameAs, sides, speaker, byline, voice, day, dayColumn, readable } from "./words.js";
import { listed } from "./tables.js";
import { passages, asPrinted } from "./passages.js";
import { citation } from "./cite.js";

export const card = byId("card");
let before = ""; // the address that the reader comes back to
// Tables that say of every row what others say of it already; they would only fill a card.
const ECHOES = ["evidence", "mentions", "ledger", "corroboration", "checks"];
// The codes that say how far a row can be taken.
const BADGES = ["status", "modality", "strength", "own_side_account"];
const STRENGTHS = ["contradiction", "difference", "wording"];

export function comesBackTo() {
  return before;
}

export function leaveCard(to) {
  before = to;
  if (card.open) card.close();
}

export async function openCard({ stem, row }) {
  await load(stems.filter((one) => !one.endsWith("_wide") || one === stem));
  const id = rowId(stem, row);
  const same = sameAs(stem, row);
  const parts = [
    ...lead(stem, row),
    section("Passages", passages(stem, row)),
    conflicts(stem, row, same),
    beside(stem, row, same),
    related(stem, id, same),
    await check(stem, row),
    section("Cite this row", [citation(stem, row)]),
    section("All fields", [fields(stem, row)]),
  ];
  const close = button("Close", () => card.close(), { className: "close" });
  const path = h("p", {}, h("a", { href: `#${stem}` }, tableName(stem)), " / ", h("b", {}, id));
  card.replaceChildren(
    h("header", {}, path, h("nav", { "aria-label": "Rows" }, neighbours(stem, row), copying("Copy link", () => linkOf(stem, id)), close)),
    h("h2", { id: "card-title", tabIndex: -1, dir: "auto" }, title(stem, row)),
    ...parts.filter(Boolean),
  );
  if (!card.open) card.showModal();
  card.scrollTop = 0;
  byId("card-title").focus();
}

function linkOf(stem, id) {
  return location.href.split("#")[0] + address(stem, id);
}

// The rows before and after in the table as the reader has filtered and ordered it, or else in the whole table.
function neighbours(stem, row) {
  const isListed = listed().some((one) => one.row === row);
  const list = isListed ? listed() : rows(stem).map((one) => ({ stem, row: one }));
  const n = list.findIndex((one) => one.row === row);
  const step = (one, words, name) => one && h("a", { className: "button", href: address(one.stem, rowId(one.stem, one.row)), "aria-label": name }, words);
  return [step(list[n - 1], "← Previous", "Previous row"), step(list[n + 1], "Next →", "Next row")];
}

function section(heading, children) {
  const found = children.filter(Boolean);
  return found.length ? h("section", {}, h("h3", {}, heading), found) : null;
}

// The words, how far they can be taken, and the way from speaker to article.
function lead(stem, row) {
  if (stem === "disagreements") {
    const voices = sides(row).map(([one, each]) => h("li", {}, voice(one, each)));
    return [badges(stem, row), h("ul", { className: "beside" }, voices), h("p", { className: "form" }, row.how_coded)];
  }
  if (stem === "actors" || stem === "places") {
    const known = ["kind", "side", "role", "admin1", "within"].filter((name) => row[name]).map((name) => display(stem, name, row));
    return [h("p", { className: "form" }, known.join(", "))];
  }
  const words = row.text && h("blockquote", { dir: "auto" }, row.text);
  const form = row.form && h("p", { className: "form" }, code("quote_form", row.form).definition);
  return [badges(stem, row), words, form, asPrinted(anchors(row.evidence ?? "")), chain(stem, row)].filter(Boolean);
}

function badges(stem, row) {
  const items = BADGES.filter((name) => row[name]).map((name) => h("li", { className: row[name] }, badge(stem, name, row[name])));
  return items.length ? h("ul", { className: "badges" }, items) : null;
}

function badge(stem, name, value) {
  if (name !== "own_side_account") return label(stem, name, value);
  return value === "true" ? "own side's account" : "account of others";
}

// Who is said to have said it, through whom, in which article.
function chain(stem, row) {
  const who = speaker(stem, row);
  if (!who || !row.source_id) return null;
  const source = link("sources", row.source_id);
  const when = dayColumn(stem) === "said_on" && day(row, "said_on");
  const steps = who.id ? [[when ? `says it, ${when}` : "says it", link("actors", who.id)]] : [["says it in its own voice", source]];
  if (row.relayed_by) steps.push(["via", link("actors", row.relayed_by)]);
  if (who.id) steps.push(["prints it", source]);
  return h("ol", { className: "chain" }, steps.map(([does, one]) => h("li", {}, h("span", {}, does), one)));
}

// The disagreements of the row and of all that reports the same; and those of other rows of its event.
function conflicts(stem, row, same) {
  const name = (one, each) => `${one}:${rowId(one, each)}`;
  const event = stem === "events" ? rowId(stem, row) : row.event_id;
  const tables = ["event_reports", "military_claims", "quotes", "positions"];
  const around = new Set(event ? tables.flatMap((one) => rows(one).filter((each) => each.event_id === event).map((each) => name(one, each))) : []);
  const reports = (same?.rows ?? []).map((one) => name(same.stem, one));
  const own = new Set([name(stem, row), ...reports, ...(stem === "events" ? around : [])]);
  const touches = (set) => (one) => set.has(one.row_a) || set.has(one.row_b);
  const every = stem === "disagreements" ? [] : rows("disagreements");
  const mine = every.filter(touches(own));
  const others = every.filter(touches(around)).filter((one) => !mine.includes(one));
  const words = mine.filter((one) => one.strength === "wording");
  return section("Conflicting reports", [
    list(mine.filter((one) => one.strength !== "wording")),
    words.length && folded(`${number(words.length, "differences")} of wording alone`, list(words)),
    others.length && folded(`${number(others.length, "others")} about the same event: ${title("events", rowOf("events", event))}`, list(others)),
  ]);
}

// Contradictions first; where there are many, the others are folded.
function list(found) {
  const ranked = found.toSorted((one, other) => STRENGTHS.indexOf(one.strength) - STRENGTHS.indexOf(other.strength));
  const items = (some) => h("ul", { className: "against" }, some.map(conflict));
  const rest = ranked.slice(8);
  return ranked.length ? [items(ranked.slice(0, 8)), rest.length && folded(`${number(rest.length, "others")}`, items(rest))] : null;
}

function conflict(row) {
  const voices = sides(row).map(([stem, side], n) => [n ? " / " : "", byline(stem, side), " ", link(stem, rowId(stem, side), rowId(stem, side))]);
  const how = label("disagreements", "strength", row.strength);
  return h("li", {}, h("b", { className: "strength" }, how), " ", link("disagreements", row.disagreement_id, row.explanation), h("p", { className: "form" }, voices));
}

function folded(heading, ...children) {
  return h("details", {}, h("summary", {}, heading), children);
}

// The rows that report the same, side by side, and which articles have it.
function beside(stem, row, same) {
  if (!same || (same.rows.length < 2 && stem === same.stem)) return null;
  const isEvent = same.holder === "events";
  const blocks = same.rows.map((one) => h("li", {}, voice(same.stem, one, one === row, isEvent && parts(one))));
  const words = stem !== same.holder && title(same.holder, rowOf(same.holder, same.id));
  const what = words && h("p", {}, link(same.holder, same.id, words));
  return section(isEvent ? "What each article reports" : "The same in other reports", [what, h("ul", { className: "beside" }, blocks), mentioned(same.rows)]);
}

// Participants and places of a report.
function parts(report) {
  const linked = (stem, column) =>
    rows(stem)
      .filter((one) => one.report_id === report.report_id)
      .flatMap((one, n) => [n ? "; " : "", link(column === "actor_id" ? "actors" : "places", one[column]), ` (${label(stem, "role", one.role).toLowerCase()})`]);
  const found = [linked("participants", "actor_id"), linked("locations", "place_id")].filter((part) => part.length);
  return found.map((part) => h("p", { className: "form" }, part));
}

// Which articles report it, and which do not mention it.
function mentioned(found) {
  const names = (every) => every.map((one) => article(one.source_id)).join("; ");
  const has = (one) => found.some((row) => row.source_id === one.source_id);
  const [yes, no] = [rows("sources").filter(has), rows("sources").filter((one) => !has(one))];
  return h("p", { className: "form mentioned" }, `Reported by: ${names(yes)}.`, no.length ? ` Not mentioned by: ${names(no)}.` : "");
}

// The rows of other tables that name this one, by what they say of it; parts and places lead to their event or claim.
function related(stem, id, same) {
  const groups = [];
  for (const [other, { links }] of Object.entries(facts.tables)) {
    if (other.endsWith("_wide") || ECHOES.includes(other) || (stem === same?.holder && other === same.stem)) continue;
    for (const column of Object.keys(links).filter((name) => links[name] === stem)) {
      const found = rows(other).filter((row) => row[column] === id);
      const items = [...new Map(found.map((row) => relatedRow(other, row, column, id)).map((item) => [item.key, item.element])).values()];
      const name = facts.related[`${other}.${column}`] ?? `${tableName(other)}: ${facts.tables[other].columns[column].heading.toLowerCase()}`;
      if (items.length) groups.push({ rank: Object.keys(facts.related).indexOf(`${other}.${column}`) >>> 0, name, items });
    }
  }
  const sorted = groups.toSorted((one, other) => one.rank - other.rank);
  const lists = sorted.map(({ name, items }, n) => h("details", { open: n < 2 || items.length < 9 }, h("summary", {}, `${name} (${number(items.length, "rows")})`), h("ul", { className: "related" }, items)));
  return section("Related", lists);
}

function relatedRow(stem, row, column, here) {
  const role = row.role && label(stem, "role", row.role);
  if (stem === "participants" && column === "report_id") return item("actors", row.actor_id, [role]);
  if (stem === "locations" && column !== "place_id") return item("places", row.place_id, [role]);
  if (stem === "locations" && row.claim_id) return owned("military_claims", row.claim_id, role);
  if (row.report_id) return owned("events", row.event_id ?? rowOf("event_reports", row.report_id).event_id, role ?? "");
  if (stem === "names") return item(stem, row.name_id, [article(row.source_id)], `“${row.spelling}”`);
  return item(stem, rowId(stem, row), byline(stem, row, here));
}

function item(stem, id, more, words = undefined) {
  return { key: `${stem} ${id}`, element: h("li", {}, link(stem, id, words), " ", h("span", { className: "form" }, more)) };
}

function owned(stem, id, role) {
  const row = rowOf(stem, id);
  const more = [role?.toLowerCase(), stem === "events" ? label(stem, "status", row.status).toLowerCase() : article(row.source_id), day(row, "date_start")];
  return { ...item(stem, id, [more.filter(Boolean).join(", ")]), key: `${id} ${role}` };
}

// Who read the row, and whether it is still the row that was read.
async function check(stem, row) {
  if (!facts.tables[stem].checked) return null;
  const found = rows("checks").filter((one) => one.table === stem && one.row_id === rowId(stem, row));
  const digest = crypto.subtle && (await rowDigest(row));
  const items = found.map((one) => {
    const same = one.row_sha256 === digest ? " The row is as it was read." : " The row has changed since.";
    const who = `${code("checker", one.checker).label}, ${one.pass}, ${one.checked_on}.${digest ? same : ""}`;
    return h("li", {}, who, one.words && h("q", { dir: "auto" }, one.words));
  });
  // A check of other words counts for nothing; a browser that computes no digest cannot tell.
  const standing = found.filter((one) => !digest || one.row_sha256 === digest);
  const person = standing.some((one) => one.checker === "person");
  const words = standing.length ? "No person has checked this row." : "Nobody has checked this row as it stands.";
  return section("Check", [!person && h("p", { className: "form" }, words), items.length && h("ul", { className: "checks" }, items)]);
}

// Every cell that is filled; a tap on its heading opens what the codebook says of the column.
function fields(stem, row) {
  const filled = columns(stem).filter((name) => row[name] !== "" && readable(name));
  const items = filled.flatMap((name) => {
    const { heading, description, blank, unit, basis, codes: field, role } = facts.tables[stem].columns[name];
    const meaning = code(field, row[name])?.definition;
    const entry = h("dd", { className: "entry", hidden: true, id: `entry-${name}` }, h("code", {}, name), ". ", prose(description));
    entry.append(...prose(` A blank: ${blank}. Basis: ${basis}.`), ...(meaning ? prose(` ${label(stem, name, row[name])}: ${meaning}`) : []));
    const toggle = button(heading, () => toggle.setAttribute("aria-expanded", !(entry.hidden = !entry.hidden)), { "aria-expanded": "false", "aria-controls": entry.id });
    const suffix = unit && !unit.startsWith("see ") ? ` ${unit}` : "";
    return [h("dt", {}, toggle), h("dd", { dir: "auto" }, value(stem, name, row, role), suffix), entry];
  });
  return h("dl", {}, items);
}

function value(stem, name, row, role) {
  const target = facts.tables[stem].links[name];
  if (target) return rowOf(target, row[name]) ? link(target, row[name]) : row[name];
  if (role === "anchor") return h("code", {}, row[name].replaceAll(";", "; "));
  if (name === "row_a" || name === "row_b") return link(...row[name].split(":"), row[name]);
  return display(stem, name, row);
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
addEventListener("afterprint", () => byId("printed")?.remove());
