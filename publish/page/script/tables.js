// A table with search, order, filters and pages. DataTables does the work; its cells are elements built here.

const stemChooser = document.getElementById("stem");
const view = document.getElementById("view");
let shown = null; // {stem, widget}
let wanted = ""; // the table that the reader asked for last: a slower one before it is not shown any more

const LANGUAGE = {
  search: "Search",
  lengthMenu: "Rows a page _MENU_",
  info: "_START_ to _END_ of _TOTAL_ rows",
  infoEmpty: "No row",
  infoFiltered: "(of _MAX_)",
  zeroRecords: "No row fits the search and the filters.",
  emptyTable: "The table has no rows.",
};

async function widgetClass() {
  if (!globalThis.DataTable) {
    const code = new TextDecoder().decode(await inflate(document.getElementById("widget")));
    document.head.append(h("script", { textContent: code })); // runs at once: the policy knows its digest
  }
  return globalThis.DataTable;
}

async function showTable(stem) {
  wanted = stem;
  if (shown?.stem === stem) return;
  const [Widget, { columns, rows }, known, labels] = await Promise.all([widgetClass(), table(stem), codes(), names()]);
  if (wanted !== stem) return;
  shown?.widget.destroy(true);
  stemChooser.value = stem;
  document.getElementById("what").textContent = facts.tables[stem].what;
  const says = (name) => facts.tables[stem].columns[name].description;
  const heads = columns.map((name) => h("th", { scope: "col", title: says(name) }, plain(name)));
  const grid = h("table", {}, h("caption", {}, plain(stem)), h("thead", {}, h("tr", {}, heads)));
  view.replaceChildren(grid);
  const widget = new Widget(grid, {
    data: rows,
    columns: columns.map((name) => column(stem, name, known, labels)),
    autoWidth: false,
    order: [],
    pageLength: 25,
    layout: { topStart: "search", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" },
    language: LANGUAGE,
  });
  const region = { tabindex: 0, role: "region", "aria-label": `Table ${plain(stem)}` };
  for (const [name, value] of Object.entries(region)) grid.parentElement.setAttribute(name, value);
  shown = { stem, widget };
  explain(stem, columns, widget);
  offerFilters(stem, columns, rows, widget, known, labels);
  await offerFile("csv", facts.tables[stem].path, "text/csv");
  await offerFile("parquet", facts.tables[stem].parquet, "application/vnd.apache.parquet");
}

// A link that saves the bytes of a published file under its own name.
async function offerFile(id, path, type) {
  const link = document.getElementById(id);
  const address = URL.createObjectURL(new Blob([await bytes(path)], { type }));
  URL.revokeObjectURL(link.href);
  Object.assign(link, { href: address, download: path.split("/").at(-1) });
}

// How DataTables shows, orders and searches a column.
function column(stem, name, known, labels) {
  const { codes: field, type, role } = facts.tables[stem].columns[name];
  const number = ["integer", "number"].includes(type);
  const words = ["own", "printed"].includes(role);
  const render = (cell, purpose, row) => {
    if (purpose === "display") return content(stem, name, row, known, labels);
    if (purpose === "filter") return escaped(`${cell} ${labelled(stem, name, cell, known, labels)}`);
    if (number) return cell === "" ? -Infinity : Number(cell);
    const rank = known[field]?.[cell]?.rank;
    return rank ? rank.padStart(4, "0") : labelled(stem, name, cell, known, labels) || cell;
  };
  return {
    data: name,
    type: number ? "num" : "string",
    className: number ? "number" : words ? "words" : name.endsWith("sha256") ? "digest" : "",
    visible: !hidden(stem, name),
    render,
    createdCell: (element) => words && element.setAttribute("dir", "auto"),
  };
}

// DataTables parses what it searches as markup where it holds an ampersand: without this, a cell could name an image.
function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

// Digests and anchors are long, and few read them in a table; the list of columns brings them back.
function hidden(stem, name) {
  const { role } = facts.tables[stem].columns[name];
  return name.endsWith("sha256") || name === "citation" || (role === "anchor" && stem !== "names");
}

// The label of a code, or the words by which people know the row that the cell names; else nothing.
function labelled(stem, name, cell, known, labels) {
  const { columns, links } = facts.tables[stem];
  return known[columns[name].codes]?.[cell]?.label ?? labels[links[name]]?.[cell] ?? "";
}

// What a cell shows: a link to a row, the label of a code, anchors, or its text.
function content(stem, name, row, known, labels) {
  const cell = row[name];
  const { key, links, columns } = facts.tables[stem];
  const label = labelled(stem, name, cell, known, labels);
  if (cell === "") return h("span", { className: "blank", title: columns[name].blank });
  if (key.length === 1 && key[0] === name) return h("a", { href: address(stem, cell) }, cell);
  if (links[name]) return h("a", { href: address(links[name], cell), title: cell }, label || cell);
  // A withdrawn row has no address any more.
  if (name === "row_id" && row.table && stem !== "retired") return h("a", { href: address(row.table, cell) }, cell);
  if (columns[name].role === "anchor") return h("span", {}, anchors(cell).map(anchorButton));
  if (label) return h("span", { title: cell }, label);
  return h("span", {}, rowLinks(cell) ?? cell);
}

// The links of `table:id;table:id`, or nothing where the cell is no such list.
function rowLinks(cell) {
  const rows = cell.split(";").map((one) => one.match(/^([a-z_]+):([\w.-]+)$/));
  if (!rows.every((found) => found && Object.hasOwn(facts.tables, found[1]))) return null;
  return rows.flatMap(([, stem, id], n) => [n ? "; " : "", h("a", { href: address(stem, id) }, id)]);
}

// The columns with their meaning, and a box each that shows or hides it.
function explain(stem, columns, widget) {
  const titles = ["Shown", "Column", "Type", "Meaning", "A blank cell means", "Basis"];
  const heads = titles.map((words) => h("th", { scope: "col" }, words));
  const lines = columns.map((name, n) => {
    const { description, type, unit, blank, codes: field, basis } = facts.tables[stem].columns[name];
    const show = { change: () => widget.column(n).visible(box.checked) };
    const box = h("input", { type: "checkbox", id: `show-${n}`, checked: widget.column(n).visible(), on: show });
    const head = h("th", { scope: "row" }, h("label", { htmlFor: box.id }, h("code", {}, name)));
    const kind = (field ? `code (${plain(field)})` : type) + (unit ? `, ${unit}` : "");
    const cells = [kind, description, blank, basis].map((words) => h("td", {}, prose(words)));
    return h("tr", {}, h("td", {}, box), head, cells);
  });
  const caption = h("caption", {}, `Columns of ${plain(stem)}`);
  const grid = h("table", {}, caption, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, lines));
  document.querySelector("#columns > div").replaceChildren(grid);
}

// A choice for each column of codes, flags, tables, sources and actors.
function offerFilters(stem, columns, rows, widget, known, labels) {
  const { links, columns: described } = facts.tables[stem];
  const chosen = columns.filter((name) => {
    const { codes: field, type } = described[name];
    return field || type === "true or false" || ["sources", "actors"].includes(links[name]) || name === "table";
  });
  const fields = chosen.map((name) => {
    const words = (cell) => labelled(stem, name, cell, known, labels) || cell || "(blank)";
    const select = filter(name, rows, words, widget.column(columns.indexOf(name)));
    return h("div", {}, h("label", { htmlFor: select.id }, plain(name)), select);
  });
  document.querySelector("#filters > div").replaceChildren(...fields);
  document.getElementById("filters").hidden = !fields.length;
  document.getElementById("filtered").textContent = "";
}

// The values that a column has, with their counts.
function filter(name, rows, words, of) {
  const counts = new Map();
  for (const row of rows) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1);
  const values = [...counts.keys()].sort((one, other) => words(one).localeCompare(words(other), "en"));
  const options = values.map((cell) => h("option", { value: `=${cell}` }, `${words(cell)} (${counts.get(cell)})`));
  const select = h("select", { id: `filter-${name}` }, h("option", { value: "" }, "any"), options);
  select.addEventListener("change", () => {
    const wanted = select.value.slice(1); // "" is `any`, "=" is a blank cell
    of.search.fixed("filter", select.value && ((text, row) => row[name] === wanted)).draw();
    const used = [...document.querySelectorAll("#filters select")].filter((one) => one.value).length;
    document.getElementById("filtered").textContent = used ? `(${used} in use)` : "";
  });
  return select;
}

stemChooser.addEventListener("change", () => (location.hash = stemChooser.value));
