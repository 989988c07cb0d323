// The reader's own copy of an article: known by its digest, shown with every anchor marked, and never sent anywhere.

const LIMIT = 1_000_000; // bytes: no article comes near it, so a larger file is not even read
const NONE = "Nothing is marked in it.";
const verdicts = document.getElementById("verdicts");
const article = document.getElementById("article");
const copies = {}; // source -> its characters, one an entry: anchors count code points

async function take(files) {
  verdicts.replaceChildren();
  article.hidden = true;
  for (const file of files) {
    const { source, words } = await judge(file);
    const show = source && h("button", { type: "button", on: { click: () => showArticle(source) } }, `Show ${source}`);
    verdicts.append(h("li", { className: source ? "good" : "fault" }, words, show));
    if (source) await showArticle(source);
  }
}

// {source, words}: the article that a file is, if it is one, and a sentence.
async function judge(file) {
  const refused = await unreadable(file);
  if (refused) return { words: refused };
  const content = await file.arrayBuffer();
  const digest = await sha256(content);
  const sources = (await table("sources")).rows;
  const found = sources.find((one) => one.sha256 === digest);
  if (!found) return { words: `${file.name} ${difference(content, file.name, sources)} ${NONE}` };
  const source = found.source_id;
  copies[source] ??= [...decoded(content)];
  return { source, words: `${file.name} is ${source}, byte for byte. ${await proven(source)} ` };
}

// Why a file cannot be compared, or nothing.
async function unreadable(file) {
  if (!crypto.subtle) {
    return "This browser computes digests only on pages from a disk, from localhost or over https: open it that way.";
  }
  if (file.size > LIMIT) {
    return `${file.name} has ${count(file.size)} bytes, which is more than any of the articles: it was not read.`;
  }
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    return `${file.name} cannot be read: choose a file, not a folder.`;
  }
  return file.size ? "" : `${file.name} is empty.`;
}

// The text of a file; nothing of it is dropped or replaced. Throws where it is no UTF-8.
function decoded(content) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
}

function count(n) {
  return Number(n).toLocaleString("en");
}

// Why a file is none of the articles, as far as it can be told.
function difference(content, name, sources) {
  try {
    decoded(content);
  } catch {
    return "is no text in UTF-8, so it is none of the articles.";
  }
  const long = content.byteLength;
  const near = sources.find((one) => one.file_name === name) ?? sources.find((one) => Number(one.n_bytes) === long);
  if (!near) return "is none of the articles: its digest is none of theirs.";
  const same = Number(near.n_bytes) === long;
  const sizes = `It has ${count(long)} bytes instead of ${count(near.n_bytes)}, and another digest`;
  const how = same ? "It is as long, but its digest differs" : sizes;
  return `is not the copy of ${near.source_id} that was coded. ${how}; one changed byte is enough.`;
}

// How many anchors of the source have the digest that the package gives for them.
async function proven(source) {
  const rows = (await table("evidence")).rows.filter((one) => one.source_id === source);
  const digest = ({ start, end }) => sha256(new TextEncoder().encode(copies[source].slice(start, end).join("")));
  const same = await Promise.all(rows.map(async (one) => (await digest(one)) === one.sha256));
  return `${same.filter(Boolean).length} of ${rows.length} anchors have the words that were coded.`;
}

// Shows the article with the anchors of all tables, or of one.
async function showArticle(source, stem = "") {
  const every = (await table("evidence")).rows.filter((row) => row.source_id === source);
  const rows = every.filter((row) => !stem || row.table === stem);
  const options = ["", ...new Set(every.map((row) => row.table))].map((one) =>
    h("option", { value: one, selected: one === stem }, plain(one) || "all tables"),
  );
  const chooser = h("select", { id: "marked", on: { change: () => showArticle(source, chooser.value) } }, options);
  const text = h("div", { className: "text", lang: "en" }, runs(copies[source], rows).map(run));
  const hint = h("p", {}, "Click marked words to see the rows that rest on them.");
  const found = { id: "found", "aria-live": "polite", "aria-label": "Rows of the marked words" };
  article.hidden = false;
  article.replaceChildren(
    h("h3", { id: "article-title" }, `${source}: your copy`),
    h(
      "p",
      { className: "marking" },
      h("label", { htmlFor: "marked" }, "Mark the anchors of"),
      chooser,
      ` ${rows.length} anchors. The darker, the more rows.`,
    ),
    h("div", { className: "reading" }, text, h("aside", found, hint)),
  );
  roving(text, ".run[role]");
}

// The text cut at every end of an anchor, so that each run lies in the same anchors from end to end.
function runs(characters, rows) {
  const spans = rows.map((row) => ({ row, start: Number(row.start), end: Number(row.end) }));
  const ends = new Set([0, characters.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...ends].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, n) => ({
    start,
    end: cuts[n + 1],
    words: characters.slice(start, cuts[n + 1]).join(""),
    rows: spans.filter((span) => span.start <= start && cuts[n + 1] <= span.end).map((span) => span.row),
  }));
}

function run({ words, start, end, rows }) {
  if (!rows.length) return words;
  const depth = rows.length > 6 ? 3 : rows.length > 2 ? 2 : 1;
  const open = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    showRows(element, rows);
  };
  // White space between two marks has no name that a reader of screens could say, so it is marked, but no button.
  const button = words.trim() ? { role: "button", "aria-pressed": "false", on: { click: open, keydown: open } } : {};
  const element = h("span", { className: `run depth-${depth}`, ...button, data: { start, end } }, words);
  return element;
}

async function showRows(element, rows) {
  const all = await tables();
  article.querySelectorAll(".run.chosen").forEach((one) => choose(one, false));
  choose(element, true);
  const items = rows.map(({ table: stem, row_id: id }) => {
    const row = all[stem].rows.find((one) => rowId(stem, one) === id);
    return h("li", {}, link(stem, id), ` ${plain(stem)}: ${row[TITLES[stem]] ?? ""}`);
  });
  const heading = `${rows.length} ${rows.length === 1 ? "row rests" : "rows rest"} on these words`;
  document.getElementById("found").replaceChildren(h("p", {}, h("b", {}, heading)), h("ul", {}, items));
}

function choose(element, chosen) {
  element.classList.toggle("chosen", chosen);
  element.setAttribute("aria-pressed", chosen);
}

// From the anchor of a row to its words, where the reader has given the article.
async function showAnchor({ source, start, end, anchor }) {
  before = "#evidence-in-place";
  if (card.open) card.close();
  if (!copies[source]) {
    say(`To see the words of ${anchor}, put your own copy of ${source} into the field below.`);
    drop.scrollIntoView({ block: "center" });
    document.getElementById("copy").focus({ preventScroll: true });
    return;
  }
  await showArticle(source);
  const all = [...article.querySelectorAll(".run")];
  const inside = all.filter(({ dataset }) => start <= dataset.start && dataset.end <= end);
  inside.forEach((one) => one.classList.add("sought"));
  inside[0].scrollIntoView({ block: "center" });
  inside.find((one) => one.role)?.focus({ preventScroll: true });
}

const drop = document.getElementById("drop");
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    event.preventDefault(); // a file dropped anywhere must not replace the page
    drop.classList.toggle("over", name === "dragenter" || name === "dragover");
  });
}
addEventListener("drop", (event) => event.dataTransfer.files.length && take([...event.dataTransfer.files]));
document.getElementById("copy").addEventListener("change", (event) => take([...event.target.files]));
