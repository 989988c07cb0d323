// The package in the page: its files, and its tables as rows of text.

export const facts = JSON.parse(document.getElementById("facts").textContent);
export const stems = Object.keys(facts.tables);
// What every part of the page needs: the tables of content, and those that name things.
const FIRST = stems.filter((stem) => facts.tables[stem].view || ["codes", "names"].includes(stem));

// The bytes of a published file, as they were published.
export async function bytes(path) {
  const element = [...document.querySelectorAll("script[data-path]")].find((one) => one.dataset.path === path);
  const packed = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const reading = {}; // table -> its promise
const read = {}; // table -> {columns, rows, byId}

// Reads tables, each once. A row maps columns to the text of its cells.
export function load(names = FIRST) {
  return Promise.all(
    names.map((stem) => {
      reading[stem] ??= bytes(facts.tables[stem].path).then((content) => {
        read[stem] = parse(stem, new TextDecoder().decode(content));
      });
      return reading[stem];
    }),
  );
}

// The rows of a table that was read.
export function rows(stem) {
  return read[stem].rows;
}

export function columns(stem) {
  return Object.keys(facts.tables[stem].columns);
}

// The row with an id, or nothing.
export function rowOf(stem, id) {
  return read[stem]?.byId.get(id);
}

// No cell of the package holds a line end, so a line is a row.
function parse(stem, text) {
  const [header, ...lines] = text.split("\n").filter((line) => line);
  const names = cells(header);
  const found = lines.map((line) => Object.fromEntries(cells(line).map((cell, n) => [names[n], cell])));
  return { rows: found, byId: new Map(found.map((row) => [rowId(stem, row), row])) };
}

function cells(line) {
  const found = [];
  for (const [, quoted, bare] of `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
  }
  return found;
}

// A CSV of rows, in the form of the published files.
export function csv(names, found) {
  const quoted = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = found.map((row) => names.map((name) => quoted(row[name])).join(","));
  return [names.map(quoted).join(","), ...lines, ""].join("\n");
}

export function rowId(stem, row) {
  return facts.tables[stem].key.map((column) => row[column]).join(".");
}

// {stem, row} of `qt-031` or `quotes:qt-031`, or nothing. As the Python reader does, it takes the first table.
export async function find(name) {
  const [, stem, id] = name.match(/^(?:([a-z_]+):)?(.*)$/s);
  for (const one of stem ? [stem] : stems) {
    if (!Object.hasOwn(facts.tables, one)) return undefined;
    await load([one]);
    const row = rowOf(one, id);
    if (row) return { stem: one, row };
  }
  return undefined;
}

// The shortest address of a row: its id, or table and id where the id may stand in several tables.
export function address(stem, id) {
  const own = /^([a-z]{2}-(s\d+-)?\d+|s\d+(-[a-z]{2})?(-\d+)?)$/.test(id) && stem !== "ledger" && !stem.endsWith("_wide");
  return own ? `#${id}` : `#${stem}:${id}`;
}

const vocabulary = {};

// The row of `codes` of a value, or nothing.
export function code(field, value) {
  if (!vocabulary[field]) {
    vocabulary[field] = {};
    for (const row of rows("codes")) if (row.field === field) vocabulary[field][row.code] = row;
  }
  return vocabulary[field][value];
}

// `s004:849-875;s001:352-430` as [{source, start, end, anchor}].
export function anchors(cell) {
  return cell.split(";").filter(Boolean).map((anchor) => {
    const [, source, start, end] = anchor.match(/^(s\d+):(\d+)-(\d+)$/);
    return { source, start: Number(start), end: Number(end), anchor };
  });
}

// The digest of a row, as `row_digest` of the Python reader has it: of its cells that are not blank, by column name.
export function rowDigest(row) {
  const filled = Object.keys(row).filter((name) => row[name] !== "").sort();
  const canonical = JSON.stringify(Object.fromEntries(filled.map((name) => [name, row[name]])));
  return sha256(new TextEncoder().encode(canonical));
}

export async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
