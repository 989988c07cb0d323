// An article beside the rows that rest on it: every passage marked, or the one that the reader has asked for.

import { rows, rowOf, rowId, load, find, anchors } from "./package.js";
import { h, byId, button, number, plain, roving } from "./elements.js";
import { article, articleWithId, byline, link, says, title, tableName } from "./words.js";
import { card, leaveCard } from "./card.js";
import { copyOf, judge, lookFor, proven } from "./copies.js";
import { supports, dayNote, asPrinted } from "./passages.js";

let wanted = null; // {stem, row, anchor}: the passage that the reader has asked for
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"; // the numbers of the passages of a row

// Shows a passage of a row, or says which article it needs. `parameters` is that of the address: row, and n from 1.
export async function ask(parameters) {
  wanted = null;
  byId("asked").replaceChildren();
  const name = parameters.get("row");
  if (!name) return;
  await load(["mentions"]);
  await load();
  const found = await find(name);
  const anchor = found && anchors(found.row.evidence ?? "")[Number(parameters.get("n") ?? 1) - 1];
  if (!anchor) return;
  wanted = { ...found, anchor };
  if (copyOf(anchor.source)) return showWanted();
  byId("article").hidden = true;
  const words = `To see this passage in ${articleWithId(anchor.source)}, give your copy of that article below. `;
  byId("asked").replaceChildren(h("p", {}, words, back()), says(wanted.stem, wanted.row));
  byId("asked").scrollIntoView({ block: "start" });
  byId("copy").focus({ preventScroll: true });
}

function back() {
  const id = rowId(wanted.stem, wanted.row);
  return link(wanted.stem, id, `Back to ${id}`);
}

async function take(files) {
  byId("verdicts").replaceChildren();
  byId("article").hidden = true;
  await load();
  const given = [];
  for (const file of files) {
    const { source, words, text } = await judge(file);
    given.push(source);
    const show = source && button(`Show ${article(source)}`, () => showArticle(source));
    byId("verdicts").append(h("li", { className: source ? "good" : "fault" }, words, show), text ? likeness(text) : "");
    if (source) await showArticle(source);
  }
  if (wanted && given.includes(wanted.anchor.source)) await showWanted();
}

// What can be said of a copy that proves nothing: which quoted words stand in it.
function likeness(text) {
  const quotes = rows("quotes").filter((row) => row.text);
  const found = lookFor(text, quotes).filter(({ row, words, run }) => row === wanted?.row || run === words || (run > 4 && run * 2 > words));
  const first = (one) => (one.row === wanted?.row ? 0 : 1);
  const sorted = found.toSorted((one, other) => first(one) - first(other) || other.run - one.run);
  const whole = found.filter(({ words, run }) => run === words).length;
  const items = sorted.map(({ row, words, run }) => {
    const how = run === words ? "found" : run > 3 ? `${run} of ${number(words, "words")} in a row` : "not found";
    return h("li", {}, h("b", {}, `${how}: `), h("q", { dir: "auto" }, row.text), " ", byline("quotes", row), " ", link("quotes", row.quote_id, row.quote_id));
  });
  const words = `Not proven: only the copy that was coded can prove a row. But ${whole} of ${number(quotes.length, "quotations")} of all articles stand in this one, whatever its capitals, spaces and punctuation.`;
  return h("li", { className: "likeness" }, h("p", {}, h("strong", {}, words)), h("ul", {}, items));
}

// The passage that was asked for: in its article, the rest dimmed, its row beside it, and a way back.
async function showWanted() {
  const { stem, row, anchor } = wanted;
  byId("asked").replaceChildren();
  await showArticle(anchor.source);
  const text = byId("article").querySelector(".text");
  const runsOf = ({ start, end }) => [...text.querySelectorAll(".run")].filter(({ dataset }) => start <= dataset.start && dataset.end <= end);
  text.classList.add("dimmed");
  const own = anchors(row.evidence).map((one, n) => ({ ...one, label: CIRCLED[n] ?? `(${n + 1})` })).filter(({ source }) => source === anchor.source);
  for (const { start, end, label } of own) {
    const [first, ...others] = runsOf({ start, end });
    [first, ...others].forEach((one) => one.classList.add("sought"));
    first.dataset.label = (first.dataset.label ?? "") + label;
  }
  const inside = runsOf(anchor);
  inside.forEach((one) => one.classList.add("asked"));
  const all = button("Show all passages", () => (text.classList.remove("dimmed"), all.remove()));
  const id = rowId(stem, row);
  const same = await proven((one) => one.table === stem && one.row_id === id && one.source_id === anchor.source);
  byId("found").replaceChildren(
    h("p", { className: "byline" }, byline(stem, row)),
    says(stem, row),
    h("ul", { className: "labels" }, own.map((one) => h("li", {}, h("b", {}, one.label), " ", supports(stem, row, one), asPrinted([one])))),
    h("p", { className: "good" }, `In your copy ${same}`),
    ...dayNote(stem, row),
    h("p", { className: "back" }, link(stem, id, `Back to ${id}`), " ", all),
  );
  inside[0].scrollIntoView({ block: "center" });
  inside.find((one) => one.role)?.focus({ preventScroll: true });
}

// Shows the article with the anchors of all tables, or of one.
async function showArticle(source, stem = "") {
  await load(["evidence"]);
  const every = rows("evidence").filter((row) => row.source_id === source);
  const chosen = every.filter((row) => !stem || row.table === stem);
  const options = ["", ...new Set(every.map((row) => row.table))].map((one) =>
    h("option", { value: one, selected: one === stem }, plain(one) || "all tables"),
  );
  const chooser = h("select", { id: "marked", on: { change: () => showArticle(source, chooser.value) } }, options);
  const text = h("div", { className: "text", lang: "en" }, runs(copyOf(source), chosen).map(run));
  const hint = h("p", {}, "Click marked words to see the rows that rest on them.");
  const found = h("div", { id: "found", "aria-live": "polite" }, hint);
  byId("article").hidden = false;
  byId("article").replaceChildren(
    h("h3", { id: "article-title" }, `${article(source)}: your copy`),
    h("p", { className: "marking" }, h("label", { htmlFor: "marked" }, "Mark the passages of"), chooser, ` ${number(chosen.length, "anchors")}. The darker, the more rows.`),
    h("div", { className: "reading" }, text, h("aside", { "aria-label": "Rows of the marked words" }, found)),
  );
  roving(text, ".run[role]");
}

// The text cut at every end of an anchor, so that each run lies in the same anchors from end to end.
function runs(characters, found) {
  const spans = found.map((row) => ({ row, start: Number(row.start), end: Number(row.end) }));
  const ends = new Set([0, characters.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...ends].toSorted((one, other) => one - other);
  return cuts.slice(0, -1).map((start, n) => ({
    start,
    end: cuts[n + 1],
    words: characters.slice(start, cuts[n + 1]).join(""),
    found: spans.filter((span) => span.start <= start && cuts[n + 1] <= span.end).map((span) => span.row),
  }));
}

function run({ words, start, end, found }) {
  if (!found.length) return words;
  const depth = found.length > 6 ? 3 : found.length > 2 ? 2 : 1;
  const open = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    showRows(element, found);
  };
  // White space between two marks has no name that a reader of screens could say, so it is marked, but no button.
  const press = words.trim() ? { role: "button", "aria-pressed": "false", on: { click: open, keydown: open } } : {};
  const element = h("span", { className: `run depth-${depth}`, ...press, data: { start, end } }, words);
  return element;
}

async function showRows(element, found) {
  await load([...new Set(found.map(({ table }) => table))]);
  byId("article").querySelectorAll(".run.chosen").forEach((one) => mark(one, false));
  mark(element, true);
  const items = found.map(({ table: stem, row_id: id }) => {
    return h("li", {}, link(stem, id, title(stem, rowOf(stem, id))), h("span", { className: "form" }, ` ${tableName(stem)}, ${id}`));
  });
  const heading = `${number(found.length, "rows")} ${found.length === 1 ? "rests" : "rest"} on these words`;
  byId("found").replaceChildren(h("p", {}, h("b", {}, heading)), h("ul", {}, items));
}

function mark(element, isChosen) {
  element.classList.toggle("chosen", isChosen);
  element.setAttribute("aria-pressed", isChosen);
}

const drop = byId("drop");
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    event.preventDefault(); // a file dropped anywhere must not replace the page
    drop.classList.toggle("over", name === "dragenter" || name === "dragover");
  });
}
addEventListener("drop", async ({ dataTransfer: { files } }) => {
  const dropped = [...files]; // read now: after a wait the browser has emptied it
  if (!dropped.length) return;
  if (card.open) await askForCard();
  await take(dropped);
});

// An article that is dropped on a card is asked for its row.
function askForCard() {
  const parameters = new URLSearchParams({ row: decodeURIComponent(location.hash.slice(1)) });
  history.pushState(null, "", `#evidence-in-place?${parameters}`);
  leaveCard(location.hash);
  return ask(parameters);
}

byId("copy").addEventListener("change", (event) => take([...event.target.files]));
byId("paste").addEventListener("submit", async (event) => {
  event.preventDefault();
  await load();
  byId("verdicts").replaceChildren(likeness(byId("pasted").value));
});
