// Citations of a row in three formats: the templates are those of `cite()` of the Python reader, which a test compares.

const FORMATS = { text: "Text (APA)", bibtex: "BibTeX", csl: "CSL-JSON" };

function cite(stem, id, evidence, format) {
  const form = (words) => (format === "bibtex" ? tex(words) : words);
  const template = facts.tables[stem].cites[format];
  // The key of a BibTeX entry, in its first line, takes the id as it is.
  const [first, ...others] = template.split("\n");
  const rest = format === "bibtex" ? others.join("\n") : template;
  const filled = rest.replaceAll(facts.row, () => form(id)).replaceAll(facts.anchors, () => evidence ?? "");
  return format === "bibtex" ? `${first.replaceAll(facts.row, () => id)}\n${filled}` : filled;
}

function tex(words) {
  const special = { "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return words.replace(/[&%$#_{}~^]/g, (letter) => special[letter] ?? `\\${letter}`);
}

// The anchors that a row rests on: its own, or those of the reports of an event.
function restsOn(stem, row, same) {
  if (stem !== "events") return row.evidence;
  const reports = [...(same?.rows ?? [])].sort((one, other) => one.source_id.localeCompare(other.source_id, "en"));
  return reports.map((one) => one.evidence).join(";");
}

function citations(stem, id, row, same) {
  const evidence = restsOn(stem, row, same);
  return h(
    "div",
    { className: "cites" },
    Object.entries(FORMATS).map(([format, label]) => {
      const words = cite(stem, id, evidence, format);
      const button = copying(h("button", { type: "button", className: "copy" }, "Copy"), () => words);
      const block = h("pre", { tabIndex: 0, data: { format } }, words);
      return h("div", { className: "cited" }, h("h4", {}, label), block, button);
    }),
  );
}

for (const block of document.querySelectorAll("#cite-package .cited")) {
  copying(block.querySelector("button"), () => block.querySelector("pre").textContent);
}

document.getElementById("cite-row").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = document.getElementById("row").value.trim();
  const found = name && (await find(name));
  const words = name ? `There is no row ${name}.` : "Name a row, such as qt-031.";
  const fault = () => h("p", { className: "fault" }, words);
  const same = found && reportsOf(found.stem, found.row, await tables());
  const shown = found ? citations(found.stem, rowId(found.stem, found.row), found.row, same) : fault();
  document.getElementById("cited-row").replaceChildren(shown);
});
