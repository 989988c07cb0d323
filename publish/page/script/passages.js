// The passages of a row: which words of the article it rests on, and what each of them supports.

import { facts, rows, rowId, address, anchors } from "./package.js";
import { h } from "./elements.js";
import { articleWithId, behind, byline, dayBasis, dayColumn, link } from "./words.js";
import { wordsAt } from "./copies.js";

// The words inside an anchor that name a cell of the row: a mention each. Needs the table `mentions`.
function mentions(stem, row, { source, start, end }) {
  const id = rowId(stem, row);
  return rows("mentions").filter(
    (one) => one.table === stem && one.row_id === id && one.source_id === source && start <= one.start && one.end <= end,
  );
}

// What an anchor supports: "the words; Speaker “Peskov”; Day “Tuesday”".
export function supports(stem, row, anchor) {
  const isFirst = anchors(row.evidence)[0].anchor === anchor.anchor;
  const found = {};
  for (const { column, spelling } of mentions(stem, row, anchor)) {
    const { heading } = facts.tables[stem].columns[column];
    (found[heading] ??= new Set()).add(`“${spelling}”`);
  }
  const named = Object.entries(found).map(([heading, spellings]) => `${heading}: ${[...spellings].join(", ")}`);
  const first = isFirst && (row.text ? "The words" : "What is said");
  return [first, ...named].filter(Boolean).join(". ") || "What is said";
}

// Says of anchors that the article is odd there, with the readings that say how we read it; nothing where it is not.
export function asPrinted(found) {
  const touches = (reading) => anchors(reading.evidence).some((odd) => found.some((one) => one.source === odd.source && odd.start < one.end && one.start < odd.end));
  const links = rows("readings").filter(touches).map(({ reading_id: id }, n) => [n ? ", " : "", link("readings", id, id)]);
  return links.length ? h("p", { className: "form odd" }, `As printed; see ${links.length > 1 ? "readings" : "reading"} `, links) : null;
}

// How the day of a row was worked out, as an element.
export function dayNote(stem, row) {
  const column = dayColumn(stem);
  const named = rows("mentions").find((one) => one.table === stem && one.row_id === rowId(stem, row) && one.column === column);
  const words = dayBasis(stem, row, named?.spelling);
  return words ? [h("p", { className: "form worked-out" }, h("b", {}, "Day. "), words)] : [];
}

// The list of the passages of a row, or of the reports that it rests on.
export function passages(stem, row) {
  const holders = row.evidence ? [[stem, row]] : behind(stem, row).filter(([, one]) => one.evidence && stem !== "actors" && stem !== "places");
  return holders.map(([one, each]) =>
    h("div", {}, holders.length > 1 && h("h4", {}, byline(one, each)), inYourCopy(one, each), anchorList(one, each), ...dayNote(one, each)),
  );
}

// The way to the words of a row in the reader's own copy of the article.
function inYourCopy(stem, row) {
  const [{ source }] = anchors(row.evidence);
  const parameters = new URLSearchParams({ row: address(stem, rowId(stem, row)).slice(1) });
  return h("p", {}, h("a", { className: "button", href: `#evidence-in-place?${parameters}` }, `Check them in your copy of ${articleWithId(source)}`));
}

function anchorList(stem, row) {
  const name = address(stem, rowId(stem, row)).slice(1);
  const items = anchors(row.evidence).map((anchor, n) => {
    const parameters = new URLSearchParams({ row: name, n: n + 1 });
    const words = wordsAt(anchor);
    return h(
      "li",
      {},
      h("span", { className: "form" }, supports(stem, row, anchor), " "),
      words && h("q", { dir: "auto" }, words),
      " ",
      h("a", { className: "anchor", href: `#evidence-in-place?${parameters}`, title: "Show it in your copy of the article" }, anchor.anchor),
      asPrinted([anchor]),
    );
  });
  return h("ul", { className: "passages" }, items);
}
