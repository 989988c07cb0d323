// The reader's own copy of an article: known by its digest, shown with every anchor marked, and never sent anywhere.

const LIMIT = 1_000_000; // bytes: no article comes near it, so a larger file is not even read
const verdicts = document.getElementById("verdicts");
const article = document.getElementById("article");
const copies = {}; // source -> its characters, one an entry: anchors count code points
let read = null; // the source that is shown

async function take(files) {
  verdicts.replaceChildren();
  for (const file of files) {
    const { source, words } = await judge(file);
    verdicts.append(h("li", { className: source ? "good" : "fault" }, words, source ? readButton(source) : null));
    if (source) await showArticle(source);
  }
}

function readButton(source) {
  return h("button", { type: "button", on: { click: () => showArticle(source) } }, `Show ${source}`);
}

// {source, words}: the article that a file is, if it is one, and a sentence.
async function judge(file) {
  const sources = (await table("sources")).rows;
  const size = `${file.size.toLocaleString("en")} bytes`;
  if (!crypto.subtle) return { words: "This browser computes digests only on pages from a disk, from localhost or over https: open the page that way." };
  if (file.size > LIMIT) return { words: `${file.name} has ${size}, which is more than any of the articles: it was not read.` };
  let content;
  try {
    content = await file.arrayBuffer();
  } catch {
    return { words: `${file.name} cannot be read: choose a file, not a folder.` };
  }
  if (!content.byteLength) return { words: `${file.name} is empty.` };
  const digest = await sha256(content);
  const source = sources.find((one) => one.sha256 === digest);
  if (source) {
    copies[source.source_id] ??= [...new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content)];
    return { source: source.source_id, words: `${file.name} is ${source.source_id}, byte for byte. ${await proven(source.source_id)} ` };
  }
  return { words: `${file.name} ${difference(content, file, sources)} Nothing is marked in it.` };
}

// Why a file is none of the articles, as far as it can be told.
function difference(content, file, sources) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return "is no text in UTF-8, so it is none of the articles.";
  }
  const near = sources.find((one) => one.file_name === file.name) ?? sources.find((one) => Number(one.n_bytes) === content.byteLength);
  if (!near) return "is none of the articles: its digest is none of the five.";
  const sizes = Number(near.n_bytes) === content.byteLength ? "It is as long, but its digest differs" : `It has ${content.byteLength.toLocaleString("en")} bytes instead of ${Number(near.n_bytes).toLocaleString("en")}, and another digest`;
  return `is not the copy of ${near.source_id} that was coded. ${sizes}; one changed byte is enough.`;
}

// How many anchors of the source have the digest that the package gives for them.
async function proven(source) {
  const rows = (await table("evidence")).rows.filter((one) => one.source_id === source);
  const encoder = new TextEncoder();
  const same = await Promise.all(rows.map(async (one) => (await sha256(encoder.encode(copies[source].slice(one.start, one.end).join("")))) === one.sha256));
  return `${same.filter(Boolean).length} of ${rows.length} anchors have the words that were coded.`;
}

async function showArticle(source, stem = "") {
  const { rows } = await table("evidence");
  const mine = rows.filter((row) => row.source_id === source && (!stem || row.table === stem));
  const stemsHere = [...new Set(rows.filter((row) => row.source_id === source).map((row) => row.table))];
  const options = [h("option", { value: "" }, "all tables"), ...stemsHere.map((one) => h("option", { value: one, selected: one === stem }, plain(one)))];
  const chooser = h("select", { id: "marked", on: { change: () => showArticle(source, chooser.value) } }, options);
  const pieces = runs(copies[source].length, mine).map(({ start, end, rows: own }) => run(copies[source].slice(start, end).join(""), start, end, own));
  const text = h("div", { className: "text", lang: "en" }, pieces);
  const found = h("aside", { id: "found", "aria-live": "polite", "aria-label": "Rows of the marked words" }, h("p", {}, "Click marked words to see the rows that rest on them."));
  read = source;
  article.hidden = false;
  article.replaceChildren(
    h("h3", { id: "article-title", tabIndex: -1 }, `${source}: your copy`),
    h("p", { className: "marking" }, h("label", { htmlFor: "marked" }, "Mark the anchors of"), " ", chooser, ` ${mine.length} anchors. The darker, the more rows.`),
    h("div", { className: "reading" }, text, found),
  );
  roving(text, ".run[role]");
}

// The text cut at every end of an anchor, so that each run lies in the same anchors from end to end.
function runs(length, rows) {
  const cuts = [...new Set([0, length, ...rows.flatMap((row) => [Number(row.start), Number(row.end)])])].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, n) => ({
    start,
    end: cuts[n + 1],
    rows: rows.filter((row) => Number(row.start) <= start && cuts[n + 1] <= Number(row.end)),
  }));
}

function run(words, start, end, rows) {
  if (!rows.length) return words;
  const depth = rows.length > 6 ? 3 : rows.length > 2 ? 2 : 1;
  const open = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    showRows(element, rows);
  };
  // White space between two marks has no name that a reader of screens could say, so it is marked, but no button.
  const button = words.trim() ? { role: "button", "aria-pressed": "false" } : {};
  const element = h("span", { className: `run depth-${depth}`, ...button, data: { start, end }, on: { click: open, keydown: open } }, words);
  return element;
}

async function showRows(element, rows) {
  const all = await tables();
  article.querySelectorAll(".run.chosen").forEach((one) => choose(one, false));
  choose(element, true);
  const items = rows.map((row) => {
    const found = all[row.table]?.rows.find((one) => rowId(row.table, one) === row.row_id);
    return h("li", {}, h("a", { href: address(row.table, row.row_id) }, row.row_id), ` ${plain(row.table)}: ${found?.[TITLES[row.table]] ?? ""}`);
  });
  const heading = h("p", {}, h("b", {}, `${rows.length} ${rows.length === 1 ? "row rests" : "rows rest"} on these words`));
  document.getElementById("found").replaceChildren(heading, h("ul", {}, items));
}

function choose(element, chosen) {
  element.classList.toggle("chosen", chosen);
  if (element.role) element.setAttribute("aria-pressed", chosen);
}

// From the anchor of a row to its words, where the reader has given the article.
async function showAnchor({ source, start, end, anchor }) {
  card.close();
  if (!copies[source]) {
    history.pushState(null, "", "#evidence-in-place");
    say(`To see the words of ${anchor}, put your own copy of ${source} into the field below.`);
    document.getElementById("evidence-in-place").scrollIntoView();
    document.getElementById("copy").focus({ preventScroll: true });
    return;
  }
  history.pushState(null, "", "#evidence-in-place");
  await showArticle(source);
  const inside = [...article.querySelectorAll(".run")].filter((one) => start <= one.dataset.start && one.dataset.end <= end);
  inside.forEach((one) => one.classList.add("sought"));
  inside[0].scrollIntoView({ block: "center" });
  inside[0].focus({ preventScroll: true });
}

const drop = document.getElementById("drop");
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    event.preventDefault(); // a file dropped anywhere must not replace the page
    drop.classList.toggle("over", name.startsWith("drago") || name === "dragenter");
  });
}
addEventListener("drop", (event) => event.dataTransfer.files.length && take([...event.dataTransfer.files]));
document.getElementById("copy").addEventListener("change", (event) => take([...event.target.files]));
