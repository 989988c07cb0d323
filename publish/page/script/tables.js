// One table, or the hits of a search in all of them: order, columns, filters, and a file of what is shown.

import { facts, load, rows, rowOf, rowId, columns, address, anchors, bytes, code, csv } from "./package.js";
import { h, byId, button, number, plain, prose, highlight, fold, save, say } from "./elements.js";
import { tableName, display, title, speaker, behind, article, link, day, dayColumn, counted, firstColumns } from "./words.js";
import { asked, facets, fits, hasFacets, matches, cellText, terms, choose, chips, addressOf, takeAddress } from "./facets.js";

const AT_ONCE = 100; // rows that are drawn before the reader asks for all
let entries = []; // the rows that are shown, in order: {stem, row}
let drawn = ""; // the table whose filters are drawn

// The rows that the reader looks through, so that a card knows the next one.
export function listed() {
  return entries;
}

export async function showTable(stem, parameters) {
  takeAddress(stem, parameters);
  await load();
  await load(stem === "search" ? searched() : [stem]);
  // Tables that record the work name rows of others, which must be there for links.
  if (stem !== "search") await load([...new Set(rows(stem).map((row) => row.table))].filter((one) => Object.hasOwn(facts.tables, one)));
  if (asked.stem !== stem) return; // the reader went on while the table was read
  if (byId("q").value.trim() !== asked.q) byId("q").value = asked.q; // a space at the end stays while the reader types
  if (drawn !== stem) {
    drawn = stem;
    const isTable = stem !== "search";
    byId("table-title").textContent = isTable ? tableName(stem) : "All tables";
    byId("what").textContent = isTable ? facts.tables[stem].what : "Rows that have the words, from all tables but records of checks and derived ones.";
    byId("hint").textContent = facts.tables[stem]?.view?.hint ?? "";
    byId("columns").hidden = byId("csv").hidden = !isTable;
    if (isTable) explain(stem);
    offerFilters(stem);
    if (isTable) await offerFile(stem);
  }
  refresh();
}

// The tables that a search looks through, in the order of the list: what repeats other tables and what records checks is
// left out.
function searched() {
  const listedTables = [...document.querySelectorAll("#contents li a")].map(({ dataset }) => dataset.stem);
  return listedTables.filter((stem) => facts.tables[stem].checked);
}

function refresh() {
  const { stem } = asked;
  const every = (stem === "search" ? searched() : [stem]).flatMap((one) => rows(one).map((row) => ({ stem: one, row })));
  const isHit = (one) => (stem !== "search" || hasFacets(one.stem)) && fits(one.stem, one.row) && matches(one.stem, one.row);
  entries = ordered(every.filter(isHit));
  drawChips(every.length);
  drawContents();
  syncFilters();
  draw();
}

// After a change by the reader: the address follows.
function change() {
  history.replaceState(null, "", addressOf(asked.stem));
  refresh();
}

// Columns: {name, heading, what, text, show, key}; `key` is what the rows are ordered by.
function columnsOf(stem) {
  if (stem === "search") return hitColumns();
  const first = firstColumns(stem);
  const names = asked.all ? [...first, ...columns(stem).filter((name) => !first.includes(name))] : first;
  return names.map((name) => {
    const { heading, description, type, role } = facts.tables[stem].columns[name];
    const isNumber = ["integer", "number"].includes(type);
    const words = ["own", "printed"].includes(role) || name === "report_id" || (name === "row_id" && facts.tables[stem].view);
    return {
      name,
      heading: facts.tables[stem].key.length === 1 && facts.tables[stem].key[0] === name ? "Row" : heading,
      what: description,
      className: isNumber ? "number" : name.endsWith("sha256") ? "digest" : words ? "words" : type === "date" ? "day" : "",
      show: ({ row }) => cell(stem, name, row),
      key: ({ row }) => orderKey(stem, name, row, isNumber),
    };
  });
}

function hitColumns() {
  const who = ({ stem, row }) => speaker(stem, row)?.id;
  const when = ({ stem, row }) => (dayColumn(stem) ? day(row, dayColumn(stem)) : "");
  const from = ({ stem, row }) => [...new Set(behind(stem, row).map(([, one]) => one.source_id))];
  const make = (name, heading, text, show, className = "") => ({ name, heading, what: "", className, show, key: text });
  const text = (get) => (one) => h("span", {}, get(one));
  const words = ({ stem, row }) => row.text || title(stem, row);
  const isArticle = ({ stem, row }) => speaker(stem, row)?.side === "article";
  const name = (one) => (who(one) ? title("actors", rowOf("actors", who(one))) : isArticle(one) ? "the article itself" : "");
  const articles = (one) => (from(one).length > 3 ? `${from(one).length} articles` : from(one).map(article).join("; "));
  const kind = ({ stem, row }) => (facts.tables[stem].view?.kind ? display(stem, facts.tables[stem].view.kind, row) : "");
  return [
    make("row", "Row", (one) => rowId(one.stem, one.row), (one) => link(one.stem, rowId(one.stem, one.row), rowId(one.stem, one.row))),
    make("table", "Table", (one) => tableName(one.stem), text((one) => tableName(one.stem))),
    make("words", "Words", words, text(words), "words"),
    make("who", "Said by", name, (one) => (who(one) ? link("actors", who(one)) : h("span", {}, name(one)))),
    make("article", "Article", articles, text(articles)),
    make("day", "Day", ({ stem, row }) => (dayColumn(stem) ? row[dayColumn(stem)] : ""), text(when)),
    make("kind", "Kind", kind, text(kind)),
  ];
}

// Numbers by size, codes with ranks by rank, days by date, the others by what they show; a blank comes last.
function orderKey(stem, name, row, isNumber) {
  const value = row[name];
  if (isNumber) return value === "" ? "" : Number(value);
  const rank = code(facts.tables[stem].columns[name].codes, value)?.rank;
  if (rank) return Number(rank);
  return facts.tables[stem].columns[name].type === "date" ? value : display(stem, name, row);
}

function ordered(found) {
  const name = asked.order.replace(/^-/, "");
  const column = name && columnsOf(asked.stem).find((one) => one.name === name);
  if (!column) return found;
  const sign = asked.order.startsWith("-") ? -1 : 1;
  const compare = (one, other) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    return sign * (typeof one === "number" ? one - other : one.localeCompare(other, "en", { numeric: true }));
  };
  return found.toSorted((one, other) => compare(column.key(one), column.key(other)));
}

// What a cell shows: a link to a row, the label of a code, anchors, words, or our own words where none are printed.
function cell(stem, name, row) {
  const value = row[name];
  const { key, links, columns: described } = facts.tables[stem];
  const isGlossed = name === "text" && asked.all; // our own words have a column of their own
  const shown = isGlossed ? value : display(stem, name, row);
  if (!shown) return h("span", { className: "blank", title: described[name].blank });
  if (key.length === 1 && key[0] === name) return link(stem, value, value);
  if (links[name]) return h("a", { href: address(links[name], value), title: value }, shown);
  // A withdrawn row has no address any more.
  if (name === "row_id" && row.table && rowOf(row.table, value)) {
    const words = facts.tables[stem].view && ` ${title(row.table, rowOf(row.table, value))}`;
    return h("span", {}, link(row.table, value, value), words);
  }
  if (described[name].role === "anchor") return h("span", { className: "anchors" }, anchors(value).map(({ anchor }) => h("code", {}, anchor)));
  if (name === "text") return value ? h("q", {}, value) : h("span", { title: "In our words: none are quoted" }, shown);
  return h("span", { title: shown === value ? "" : value }, rowLinks(value) ?? shown);
}

// The links of `table:id;table:id`, or nothing where the cell is no such list.
function rowLinks(value) {
  const found = value.split(";").map((one) => one.match(/^([a-z_]+):([\w.-]+)$/));
  if (!found.every((one) => one && Object.hasOwn(facts.tables, one[1]))) return null;
  return found.flatMap(([, stem, id], n) => [n ? "; " : "", h("a", { href: address(stem, id) }, id)]);
}

function draw(limit = AT_ONCE) {
  const { stem } = asked;
  const shown = columnsOf(stem);
  const heads = shown.map(({ name, heading, what }) => {
    const now = asked.order.replace(/^-/, "") === name && (asked.order.startsWith("-") ? "descending" : "ascending");
    const turn = button(heading, () => order(now === "ascending" ? `-${name}` : name), { title: what, className: "order" });
    return h("th", { scope: "col", role: "columnheader", ...(now ? { "aria-sort": now } : {}) }, turn);
  });
  const lines = entries.slice(0, limit).map((one) => line(one, shown));
  const caption = h("caption", {}, stem === "search" ? "All tables" : tableName(stem));
  const body = h("tbody", { role: "rowgroup" }, lines);
  highlight(body, terms());
  const grid = h("table", { role: "table" }, caption, h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)), body);
  const region = h("div", { className: "grid", role: "region", tabIndex: 0, "aria-label": `Table ${caption.textContent}` }, grid);
  const note = stem === "quotes" && h("p", { className: "form" }, "Words in quotation marks are as printed. Where none are quoted, what is said stands in our words.");
  const more = entries.length > limit && button(`Show all ${number(entries.length, "rows")}`, () => draw(entries.length));
  const none = !entries.length && h("p", { className: "none" }, "No row fits the search and the filters.");
  byId("view").replaceChildren(...[entries.length ? region : none, more, note].filter(Boolean));
  byId("all-columns").setAttribute("aria-pressed", asked.all);
  byId("all-columns").hidden = stem === "search";
  const choices = [["", "as in the table"], ...shown.map(({ name, heading }) => [name, heading])];
  const options = choices.map(([value, words]) => h("option", { value, selected: value === asked.order }, words));
  byId("order").replaceChildren(...options);
}

function line(one, shown) {
  const cells = shown.map(({ heading, show, className }, n) =>
    h(n ? "td" : "th", { role: n ? "cell" : "rowheader", className, dir: "auto", data: { heading } }, show(one)),
  );
  const hidden = elsewhere(one, shown);
  if (hidden) (cells.find((each) => each.className === "words") ?? cells[0]).append(hidden);
  return h("tr", { role: "row" }, cells);
}

// The column that a hit stands in, where the table does not show it.
function elsewhere({ stem, row }, shown) {
  const isSearch = asked.stem === "search";
  const seen = isSearch ? ["text", facts.tables[stem].title] : shown.map(({ name }) => name);
  const visible = fold(isSearch ? `${row.text} ${title(stem, row)} ${tableName(stem)} ${rowId(stem, row)}` : seen.map((name) => cellText(stem, name, row)).join("\n"));
  const missing = terms().filter((term) => !visible.includes(term));
  const name = columns(stem).find((each) => !seen.includes(each) && missing.some((term) => fold(cellText(stem, each, row)).includes(term)));
  return name && h("p", { className: "form" }, `${facts.tables[stem].columns[name].heading}: ${cellText(stem, name, row)}`);
}

function order(name) {
  asked.order = name;
  change();
  document.querySelector("#view th[aria-sort] button")?.focus();
}

// What is chosen, how much that leaves, and how much it hides.
function drawChips(total) {
  const { stem } = asked;
  const items = chips(stem).map(({ key, value, words, applies }) => {
    const drop = () => (choose(key, value, false), change(), byId("counted").focus());
    const note = applies ? "" : " (this table has no such column)";
    return h("li", {}, button(`${words}${note} ✕`, drop, { className: applies ? "chip" : "chip idle", "aria-label": `Remove ${words}` }));
  });
  if (asked.q) items.unshift(h("li", {}, button(`Search: ${asked.q} ✕`, () => searchFor(""), { className: "chip", "aria-label": "Remove the search" })));
  const clear = () => ((asked.chosen = new Map()), searchFor(""));
  const hides = stem === "search" ? 0 : total - entries.length;
  byId("chips").replaceChildren(...items, ...(items.length ? [h("li", {}, button("Clear all", clear))] : []));
  const found = entries.map(({ row }) => row);
  const words = stem === "search" ? number(found.length, "rows") : counted(stem, found, number);
  const what = !asked.q ? "The filters hide" : asked.chosen.size ? "The search and the filters hide" : "The search hides";
  byId("counted").textContent = hides ? `${words}. ${what} ${number(hides, "rows")}.` : `${words}.`;
  byId("these").textContent = `Download these ${number(found.length, "rows")}`;
  byId("these").disabled = !found.length;
  const { wide } = facts.tables[stem] ?? {};
  byId("wide").replaceChildren(...(wide ? ["These rows come with names and labels: ", h("a", { href: `#${wide}` }, "what their columns mean")] : []));
}

// The tables to choose from; with words to look for, how many rows of each have them.
function drawContents() {
  for (const one of document.querySelectorAll("#contents a")) {
    const stem = one.dataset.stem;
    one.href = addressOf(stem);
    one.toggleAttribute("aria-current", stem === asked.stem);
    if (stem === asked.stem) one.setAttribute("aria-current", "true");
    const hits = one.querySelector(".hits");
    hits.textContent = "";
    if (asked.stem !== "search" || stem === "search") continue;
    const n = entries.filter((entry) => entry.stem === stem).length;
    hits.textContent = number(n, "hits");
    one.classList.toggle("empty", !n);
  }
  if (asked.stem !== "search") document.querySelectorAll("#contents a.empty").forEach((one) => one.classList.remove("empty"));
  byId("contents-all").hidden = asked.stem !== "search";
}

// Filters: those of all tables and of the kind beside one another, the others folded.
function offerFilters(stem) {
  const every = stem === "search" ? facets("quotes").filter(({ key }) => ["side", "article"].includes(key)) : facets(stem);
  const { view } = facts.tables[stem] ?? {};
  const kind = facts.tables[stem]?.columns[view?.kind]?.codes;
  const first = ["side", "party", "acts", "article", "event_status", "disagreement_strength", kind, "modality"];
  const [shown, others] = [every.filter(({ key }) => first.includes(key)), every.filter(({ key }) => !first.includes(key))];
  const folded = others.length && h("details", { className: "more" }, h("summary", {}, "More filters"), h("div", {}, others.map((facet) => choices(stem, facet))));
  byId("facets").replaceChildren(...shown.map((facet) => choices(stem, facet)), ...(folded ? [folded] : []));
}

// A filter with its values; nothing where there is no choice.
function choices(stem, { key, heading, what, values, words, means }) {
  const found = new Set((stem === "search" ? rows("quotes") : rows(stem)).flatMap(values));
  if (found.size < 2) return "";
  const sorted = [...found].toSorted((one, other) => words(one).localeCompare(words(other), "en"));
  const boxes = sorted.map((value) => {
    const box = h("input", { type: "checkbox", data: { key, value }, on: { change: () => (choose(key, value, box.checked), change()) } });
    return h("label", {}, box, ` ${words(value)} `, h("small", {}), means?.(value) && h("span", { className: "form" }, prose(means(value))));
  });
  const legend = h("legend", { className: "unseen" }, heading);
  const note = h("p", { className: "form" }, prose(what), stem === "search" ? "" : " Beside each value: the rows that it would leave.");
  return h("details", { className: "facet", name: "facet" }, h("summary", {}, heading), h("fieldset", {}, legend, note, h("div", { className: "values" }, boxes)));
}

// Boxes that are checked, and how many rows each would leave.
function syncFilters() {
  const { stem } = asked;
  const counts = {};
  for (const facet of stem === "search" ? [] : facets(stem)) {
    const found = rows(stem).filter((row) => fits(stem, row, facet.key) && matches(stem, row));
    counts[facet.key] = found.flatMap((row) => [...new Set(facet.values(row))]);
  }
  for (const box of document.querySelectorAll("#facets input")) {
    const { key, value } = box.dataset;
    box.checked = asked.chosen.get(key)?.has(value) ?? false;
    box.parentElement.querySelector("small").textContent = counts[key]?.filter((one) => one === value).length ?? "";
  }
}

// The rows that are shown, as a file: with the names and labels of the wide view.
async function download() {
  const { stem } = asked;
  const found = entries.map(({ row }) => row);
  const name = `${stem}-${number(found.length, "rows").replaceAll(" ", "-")}.csv`;
  save(name, stem === "search" ? hitsFile() : await wideFile(stem, found), "text/csv");
}

async function wideFile(stem, found) {
  const { wide, columns: described } = facts.tables[stem];
  if (wide) {
    await load([wide]);
    return csv(columns(wide), found.map((row) => rowOf(wide, rowId(stem, row))));
  }
  const names = columns(stem).flatMap((one) => [one, described[one].label].filter(Boolean));
  const labels = (row) => columns(stem).map((one) => [described[one].label, labelBeside(stem, one, row[one])]);
  return csv(names, found.map((row) => ({ ...row, ...Object.fromEntries(labels(row)) })));
}

// The label beside a code, or the cell that titles the row which an id names, as the wide views have them.
function labelBeside(stem, name, value) {
  const { links, columns: described } = facts.tables[stem];
  const target = links[name];
  return code(described[name].codes, value)?.label ?? rowOf(target, value)?.[facts.tables[target].title] ?? "";
}

function hitsFile() {
  const shown = hitColumns();
  const lines = entries.map((one) => Object.fromEntries(shown.map(({ name, key }) => [name, key(one)])));
  return csv(shown.map(({ name }) => name), lines);
}

// A link that saves the whole table under the name of the published file.
async function offerFile(stem) {
  const { path } = facts.tables[stem];
  const href = URL.createObjectURL(new Blob([await bytes(path)], { type: "text/csv" }));
  URL.revokeObjectURL(byId("csv").href);
  Object.assign(byId("csv"), { href, download: path.split("/").at(-1) });
}

// The codebook of the table.
function explain(stem) {
  const heads = ["Column", "Heading", "Type", "Meaning", "A blank cell means", "Basis"].map((words) => h("th", { scope: "col" }, words));
  const lines = Object.entries(facts.tables[stem].columns).map(([name, { heading, description, type, unit, blank, codes: field, basis }]) => {
    const kind = (field ? `code (${plain(field)})` : type) + (unit ? `, ${unit}` : "");
    const cells = [heading, kind, description, blank, basis].map((words) => h("td", {}, prose(words)));
    return h("tr", {}, h("th", { scope: "row" }, h("code", {}, name)), cells);
  });
  const caption = h("caption", {}, `Columns of ${plain(stem)}`);
  document.querySelector("#columns > div").replaceChildren(h("table", {}, caption, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, lines)));
}

let waiting;
let returnTo = "quotes"; // the table that the reader comes back to

// Words are looked for in all tables; without words the reader is back in the table.
function searchFor(words) {
  if (asked.stem !== "search") returnTo = asked.stem;
  asked.q = words;
  const stem = words.trim() ? "search" : returnTo;
  history.replaceState(null, "", addressOf(stem));
  say("");
  showTable(stem, new URLSearchParams(location.hash.split("?")[1] ?? ""));
}

byId("q").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => searchFor(byId("q").value), 150);
});
byId("search").addEventListener("submit", (event) => event.preventDefault());
byId("all-columns").addEventListener("click", () => ((asked.all = !asked.all), change()));
byId("these").addEventListener("click", download);
byId("order").addEventListener("change", (event) => order(event.target.value));
// A click beside an open filter closes it, and so does Escape.
addEventListener("click", ({ target }) => {
  document.querySelectorAll("#facets .facet[open]").forEach((one) => one.contains(target) || (one.open = false));
});
byId("facets").addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest(".facet[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
