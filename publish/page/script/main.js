// The address says what is shown: a part of the page, a table with its filters (#quotes?side=russia), or a row (#qt-031,
// #quotes:qt-031).

import { facts, rows, load, find } from "./package.js";
import { byId, say } from "./elements.js";
import { card, openCard, leaveCard, comesBackTo } from "./card.js";
import { showTable } from "./tables.js";
import { ask } from "./evidence.js";
import "./cite.js";
import "./figures.js";

const isTable = (name) => name === "search" || Object.hasOwn(facts.tables, name);

async function follow() {
  const { name, parameters } = named();
  say("");
  if (name === "" || byId(name)?.matches("main section")) {
    leaveCard(location.hash);
    if (name === "evidence-in-place") await ask(parameters);
    return;
  }
  if (isTable(name)) {
    leaveCard(location.hash);
    await showTable(name, parameters);
    byId("table-title").scrollIntoView();
    return;
  }
  const found = await find(name);
  if (found) return openCard(found);
  if (card.open) card.close();
  say(await unknown(name));
}

async function unknown(name) {
  await load(["retired"]);
  const withdrawn = rows("retired").find((row) => row.row_id === name || `${row.table}:${row.row_id}` === name);
  return withdrawn ? `Row ${name} was withdrawn: ${withdrawn.reason}` : `There is no row and no table ${name}.`;
}

// The address without its `#`, and what follows its `?`; one that is badly encoded is taken as it stands.
function named() {
  const [text, query = ""] = location.hash.slice(1).split("?");
  const parameters = new URLSearchParams(query);
  try {
    return { name: decodeURIComponent(text), parameters };
  } catch {
    return { name: text, parameters };
  }
}

addEventListener("hashchange", follow);
addEventListener("popstate", () => location.hash === comesBackTo() && card.open && card.close());
byId("go")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = event.target.querySelector("input").value.trim().replace(/^#/, "");
  if (!name) return say("Name a row, such as qt-031.");
  if (named().name === name) follow();
  else location.hash = name;
});
const { name, parameters } = named();
await load();
await (isTable(name) ? showTable(name, parameters) : showTable("quotes", new URLSearchParams()));
performance.measure("first table usable", { start: 0, end: performance.now() });
await follow();
