// The package in the page: its files, and its tables as rows of text.

const facts = JSON.parse(document.getElementById("facts").textContent);
const stems = Object.keys(facts.tables);

// The bytes of a published file, as they were published.
async function bytes(path) {
  const element = [...document.querySelectorAll("script[data-path]")].find((one) => one.dataset.path === path);
  return inflate(element);
}

async function inflate(element) {
  const text = atob(element.textContent);
  const packed = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) packed[n] = text.charCodeAt(n);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const reading = {};

// {stem, columns, rows}: a row maps columns to the text of its cells. Read once.
function table(stem) {
  reading[stem] ??= bytes(facts.tables[stem].path).then((content) => parse(stem, new TextDecoder().decode(content)));
  return reading[stem];
}

async function tables(names = stems) {
  const found = await Promise.all(names.map(table));
  return Object.fromEntries(found.map((one) => [one.stem, one]));
}

// No cell of the package holds a line end, so a line is a row.
function parse(stem, text) {
  const [header, ...lines] = text.split("\n").filter((line) => line);
  const columns = cells(header);
  const rows = lines.map((line) => Object.fromEntries(cells(line).map((cell, n) => [columns[n], cell])));
  return { stem, columns, rows };
}

function cells(line) {
  const found = [];
  for (const [, quoted, bare] of `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
  }
  return found;
}

function rowId(stem, row) {
  return facts.tables[stem].key.map((column) => row[column]).join(".");
}

// {stem, row} of `qt-031` or `quotes:qt-031`, or nothing. As the Python reader does, it takes the first table.
async function find(name) {
  const [, stem, id] = name.match(/^(?:([a-z_]+):)?(.*)$/s);
  for (const one of stem ? [stem] : stems) {
    if (!Object.hasOwn(facts.tables, one)) return undefined;
    const row = (await table(one)).rows.find((row) => rowId(one, row) === id);
    if (row) return { stem: one, row };
  }
  return undefined;
}

// The shortest address of a row: its id, or table and id where the id may stand in several tables.
function address(stem, id) {
  const own = /^([a-z]{2}-(s\d+-)?\d+|s\d+(-[a-z]{2})?(-\d+)?)$/.test(id) && stem !== "ledger" && !stem.endsWith("_wide");
  return own ? `#${id}` : `#${stem}:${id}`;
}

let vocabulary;

// Code -> row of `codes`, by field.
async function codes() {
  if (!vocabulary) {
    vocabulary = {};
    for (const row of (await table("codes")).rows) (vocabulary[row.field] ??= {})[row.code] = row;
  }
  return vocabulary;
}

// The words by which people know a row that another one names, by table and id; a source by its id and its publisher, a
// report by its event and its source.
async function names() {
  const known = {};
  for (const [stem, column] of Object.entries(facts.labels)) {
    const words = (row) => (stem === "sources" ? `${row.source_id} ${row.publisher}`.trim() : row[column] || rowId(stem, row));
    known[stem] = Object.fromEntries((await table(stem)).rows.map((row) => [rowId(stem, row), words(row)]));
  }
  const reports = (await table("event_reports")).rows;
  known.event_reports = Object.fromEntries(
    reports.map((row) => [row.report_id, `${known.events[row.event_id]}, ${row.source_id}`]),
  );
  return known;
}

// `s004:849-875;s001:352-430` as [{source, start, end, anchor}].
function anchors(cell) {
  return cell.split(";").filter(Boolean).map((anchor) => {
    const [, source, start, end] = anchor.match(/^(s\d+):(\d+)-(\d+)$/);
    return { source, start: Number(start), end: Number(end), anchor };
  });
}

// The digest of a row, as `row_digest` of the Python reader has it: of its cells that are not blank, by column name.
function rowDigest(row) {
  const filled = Object.keys(row).filter((name) => row[name] !== "").sort();
  const canonical = JSON.stringify(Object.fromEntries(filled.map((name) => [name, row[name]])));
  return sha256(new TextEncoder().encode(canonical));
}

async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
