// A table with search, order, filters and pages. DataTables does the work; its cells are elements built here.

const stemChooser = document.getElementById("stem");
const view = document.getElementById("view");
let DataTable;
let shown = null; // {stem, widget}

async function widgetClass() {
  if (!DataTable) {
    const code = new TextDecoder().decode(await inflate(document.getElementById("widget")));
    document.head.append(h("script", { textContent: code })); // runs at once: the policy knows its digest
    DataTable = globalThis.DataTable;
  }
  return DataTable;
}

async function showTable(stem) {
  if (shown?.stem === stem) return shown.widget;
  const [Widget, { columns, rows }, known, labels] = await Promise.all([widgetClass(), table(stem), codes(), names()]);
  shown?.widget.destroy(true);
  stemChooser.value = stem;
  document.getElementById("what").textContent = facts.tables[stem].what;
  const titles = columns.map((name) => h("th", { scope: "col", title: facts.tables[stem].columns[name].says }, plain(name)));
  const grid = h("table", {}, h("caption", {}, plain(stem)), h("thead", {}, h("tr", {}, titles)));
  view.replaceChildren(grid);
  const widget = new Widget(grid, {
    data: rows,
    columns: columns.map((name) => column(stem, name, known, labels)),
    autoWidth: false,
    order: [],
    pageLength: 25,
    layout: { topStart: "search", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" },
    language: { search: "Search", lengthMenu: "Rows a page _MENU_", info: "_START_ to _END_ of _TOTAL_ rows", infoEmpty: "No row", infoFiltered: "(of _MAX_)", zeroRecords: "No row fits the search and the filters.", emptyTable: "The table has no rows." },
  });
  scrollable(grid, stem);
  shown = { stem, widget };
  explain(stem, columns, widget);
  offerFilters(stem, columns, rows, widget, known, labels);
  return widget;
}

function scrollable(grid, stem) {
  const cell = grid.parentElement;
  for (const [name, value] of Object.entries({ tabindex: 0, role: "region", "aria-label": `Table ${plain(stem)}` })) cell.setAttribute(name, value);
}

// How DataTables shows, orders and searches a column.
function column(stem, name, known, labels) {
  const says = facts.tables[stem].columns[name];
  const number = ["integer", "number"].includes(says.type);
  return {
    data: name,
    type: number ? "num" : "string",
    className: number ? "number" : ["own", "printed"].includes(says.role) ? "words" : name.endsWith("sha256") ? "digest" : "",
    visible: !hidden(stem, name),
    render: (cell, purpose, row) => {
      if (purpose === "display") return content(stem, name, row, known, labels);
      if (purpose === "filter") return escaped(`${cell} ${labelled(stem, name, cell, known, labels)}`);
      if (number) return cell === "" ? -Infinity : Number(cell);
      const rank = known[says.codes]?.[cell]?.rank;
      return rank ? rank.padStart(4, "0") : labelled(stem, name, cell, known, labels) || cell;
    },
    createdCell: (element) => ["own", "printed"].includes(says.role) && element.setAttribute("dir", "auto"),
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
  const { codes: field } = facts.tables[stem].columns[name];
  return known[field]?.[cell]?.label ?? labels[facts.tables[stem].links[name]]?.[cell] ?? "";
}

// What a cell shows: a link to a row, the label of a code, anchors, or its text.
function content(stem, name, row, known, labels) {
  const cell = row[name];
  const { key, links, columns } = facts.tables[stem];
  if (cell === "") return h("span", { className: "blank", title: columns[name].blank ?? "" });
  if (key.length === 1 && key[0] === name) return h("a", { href: address(stem, cell) }, cell);
  if (links[name]) return h("a", { href: address(links[name], cell), title: cell }, labelled(stem, name, cell, known, labels) || cell);
  if (name === "row_id" && row.table && stem !== "retired") return h("a", { href: address(row.table, cell) }, cell);
  if (columns[name].role === "anchor") return h("span", {}, anchors(cell).map(anchorButton));
  if (known[columns[name].codes]?.[cell]) return h("span", { title: cell }, known[columns[name].codes][cell].label);
  if (/^[a-z_]+:[\w.-]+(;[a-z_]+:[\w.-]+)*$/.test(cell) && stems.includes(cell.split(":")[0])) return h("span", {}, rowLinks(cell));
  return h("span", {}, cell);
}

function rowLinks(cell) {
  return cell.split(";").flatMap((one, n) => {
    const [stem, id] = one.split(":");
    return [n ? "; " : "", h("a", { href: address(stem, id) }, id)];
  });
}

// The columns with their meaning, and a box each that shows or hides it.
function explain(stem, columns, widget) {
  const lines = columns.map((name, n) => {
    const { says, type, unit, blank, codes: field, ground } = facts.tables[stem].columns[name];
    const box = h("input", { type: "checkbox", id: `show-${n}`, checked: widget.column(n).visible(), on: { change: () => widget.column(n).visible(box.checked) } });
    return h(
      "tr",
      {},
      h("td", {}, box),
      h("th", { scope: "row" }, h("label", { htmlFor: box.id }, h("code", {}, name))),
      h("td", {}, field ? `code (${plain(field)})` : type, unit ? `, ${unit}` : ""),
      h("td", {}, says),
      h("td", {}, blank ?? "never blank"),
      h("td", {}, ground),
    );
  });
  const heads = ["Shown", "Column", "Type", "Meaning", "A blank cell means", "Ground"].map((words) => h("th", { scope: "col" }, words));
  const grid = h("table", {}, h("caption", {}, `Columns of ${plain(stem)}`), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, lines));
  document.querySelector("#columns > div").replaceChildren(grid);
}

// A choice for each column of codes, flags, sources and actors: the values that the table has, with their counts.
function offerFilters(stem, columns, rows, widget, known, labels) {
  const chosen = columns.filter((name) => {
    const { codes: field, type } = facts.tables[stem].columns[name];
    return field || type === "true or false" || ["sources", "actors"].includes(facts.tables[stem].links[name]) || name === "table";
  });
  const fields = chosen.map((name) => h("div", {}, h("label", { htmlFor: `filter-${name}` }, plain(name)), filter(stem, name, columns, rows, widget, known, labels)));
  document.querySelector("#filters > div").replaceChildren(...fields);
  document.getElementById("filters").hidden = !fields.length;
  document.getElementById("filtered").textContent = "";
}

function filter(stem, name, columns, rows, widget, known, labels) {
  const counts = new Map();
  for (const row of rows) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1);
  const words = (cell) => labelled(stem, name, cell, known, labels) || cell || "(blank)";
  const values = [...counts.keys()].sort((one, other) => words(one).localeCompare(words(other), "en"));
  const options = values.map((cell) => h("option", { value: `=${cell}` }, `${words(cell)} (${counts.get(cell)})`));
  const select = h("select", { id: `filter-${name}` }, h("option", { value: "" }, "any"), options);
  select.addEventListener("change", () => {
    const wanted = select.value.slice(1);
    const n = columns.indexOf(name);
    widget.column(n).search.fixed("filter", select.value && ((text, row) => row[name] === wanted)).draw();
    const used = [...document.querySelectorAll("#filters select")].filter((one) => one.value).length;
    document.getElementById("filtered").textContent = used ? `(${used} in use)` : "";
  });
  return select;
}

stemChooser.addEventListener("change", () => (location.hash = stemChooser.value));
for (const [id, kind, type] of [["csv", "path", "text/csv"], ["parquet", "parquet", "application/vnd.apache.parquet"]]) {
  document.getElementById(id).addEventListener("click", async () => {
    const path = facts.tables[stemChooser.value][kind];
    download(await bytes(path), path.split("/").at(-1), type);
  });
}
