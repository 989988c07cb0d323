// Citations of a row in each format: the templates are those of `cite()` of the Python reader, which a test compares.

import { facts, find, load, rowId } from "./package.js";
import { h, byId, copying } from "./elements.js";
import { sameAs } from "./words.js";

const FORMATS = { text: "Text (APA)", bibtex: "BibTeX", biblatex: "biblatex", ris: "RIS", csl: "CSL-JSON" };

export function cite(stem, id, evidence, format) {
  const isTex = format.startsWith("bib");
  const form = (words) => (isTex ? tex(words) : words);
  const template = facts.tables[stem].cites[format];
  // The key of an entry, in its first line, takes the id as it is.
  const [first, ...others] = template.split("\n");
  const rest = isTex ? others.join("\n") : template;
  const filled = rest.replaceAll(facts.row, () => form(id)).replaceAll(facts.anchors, () => evidence ?? "");
  return isTex ? `${first.replaceAll(facts.row, () => id)}\n${filled}` : filled;
}

function tex(words) {
  const special = { "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return words.replace(/[&%$#_{}~^]/g, (letter) => special[letter] ?? `\\${letter}`);
}

// The anchors that a row rests on: its own, or those of the reports of an event.
function restsOn(stem, row) {
  if (stem !== "events") return row.evidence;
  const reports = (sameAs(stem, row)?.rows ?? []).toSorted((one, other) => one.source_id.localeCompare(other.source_id, "en"));
  return reports.map((one) => one.evidence).join(";");
}

// One box with the citation in the format that the reader chooses.
function box(words) {
  const block = h("pre", { tabIndex: 0 }, words("text"));
  const show = { change: () => ((block.textContent = words(format.value)), (block.dataset.format = format.value)) };
  const options = Object.entries(FORMATS).map(([value, label]) => h("option", { value }, label));
  const format = h("select", { "aria-label": "Format of the citation", on: show }, options);
  return h("div", { className: "cited" }, h("p", {}, format, " ", copying("Copy the citation", () => block.textContent)), block);
}

export function citation(stem, row) {
  return box((format) => cite(stem, rowId(stem, row), restsOn(stem, row), format));
}

byId("cite-package").replaceChildren(box((format) => facts.cites[format]));

byId("cite-row").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = byId("row").value.trim();
  await load();
  const found = name && (await find(name));
  const fault = name ? `There is no row ${name}.` : "Name a row, such as qt-031.";
  const shown = found ? citation(found.stem, found.row) : h("p", { className: "fault" }, fault);
  byId("cited-row").replaceChildren(shown);
});
