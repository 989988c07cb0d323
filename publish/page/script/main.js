// The address says what is shown: a part of the page, a table (#quotes), or a row (#qt-031, #quotes:qt-031).

async function follow() {
  const name = named();
  say("");
  if (name === "" || document.getElementById(name)?.matches("main > section")) {
    before = location.hash;
    if (card.open) card.close();
    return;
  }
  if (Object.hasOwn(facts.tables, name)) {
    before = location.hash;
    if (card.open) card.close();
    await showTable(name);
    document.getElementById("tables").scrollIntoView();
    return;
  }
  const found = await find(name);
  if (found) return openCard(found);
  if (card.open) card.close();
  say(await unknown(name));
}

async function unknown(name) {
  const rows = (await table("retired")).rows;
  const withdrawn = rows.find((row) => row.row_id === name || `${row.table}:${row.row_id}` === name);
  return withdrawn ? `Row ${name} was withdrawn: ${withdrawn.reason}` : `There is no row and no table ${name}.`;
}

// The address without its `#`; one that is badly encoded is taken as it stands.
function named() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

addEventListener("hashchange", follow);
addEventListener("popstate", () => location.hash === before && card.open && card.close());
await showTable(Object.hasOwn(facts.tables, named()) ? named() : "quotes");
performance.measure("first table usable", { start: 0, end: performance.now() });
await follow();
