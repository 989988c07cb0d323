// Filters: what can be chosen in a table, what is chosen, and which rows that leaves. What is chosen holds for all tables.

import { facts, rowOf, columns, code } from "./package.js";
import { fold } from "./elements.js";
import { article, behind, speaker, display, readable } from "./words.js";

// What the reader has asked for: words, a table, values by filter, columns, an order.
export const asked = { stem: "quotes", q: "", chosen: new Map(), all: false, order: "" };

const offered = {}; // table -> its filters

// The filters of a table: {key, heading, what, values(row), words(value), means(value)}. Those of every table come first.
export function facets(stem) {
  offered[stem] ??= [...shared(stem), ...coded(stem)];
  return offered[stem];
}

// Side of whoever says so, of the party and of those who act, article: for rows that say so themselves and for those that rest on such rows.
function shared(stem) {
  const { links, columns: described } = facts.tables[stem];
  const isEntity = stem === "actors" || stem === "places";
  const sources = (row) => behind(stem, row).map(([, one]) => one.source_id);
  const found = [];
  if (stem !== "actors" && facts.tables[stem].view && !isEntity) {
    const values = (row) => behind(stem, row).map(([one, each]) => speaker(one, each)?.side).filter((side) => side !== undefined);
    found.push({ key: "side", heading: "Said by (side)", what: "The side of the speaker, whoever the words are about.", values, words: sideWords });
  }
  if (links.party_id) {
    const values = (row) => [rowOf("actors", row.party_id).side];
    found.push({ key: "party", heading: "Party (side)", what: "The side whose position it is, whoever says so.", values, words: sideWords });
  }
  if (links.subject_id) {
    const values = (row) => [rowOf("actors", row.subject_id)?.side ?? ""];
    found.push({ key: "acts", heading: "Who acts (side)", what: "The side whose forces the claim is about, whoever says so.", values, words: sideWords });
  }
  if (described.source_id || facts.tables[stem].view) {
    found.push({ key: "article", heading: "Article", what: "The articles that report it.", values: sources, words: (value) => article(value) });
  }
  return found;
}

function sideWords(value) {
  if (value === "article") return "the article itself";
  return code("side", value)?.label ?? "(not said)";
}

// A filter for each column of codes, flags, tables and actors.
function coded(stem) {
  const { links, columns: described } = facts.tables[stem];
  const chosen = columns(stem).filter((name) => {
    const { codes: field, type } = described[name];
    return field || type === "true or false" || links[name] === "actors" || name === "table";
  });
  return chosen.map((name) => {
    const { codes: field, heading, description, blank } = described[name];
    const words = (value) => display(stem, name, { [name]: value }) || `(blank: ${blank})`;
    return { key: field ?? name, heading, what: description, values: (row) => [row[name]], words, means: (value) => code(field, value)?.definition };
  });
}

// Whether a row has a chosen value in each filter that its table has, but for the filter `except`.
export function fits(stem, row, except = "") {
  return facets(stem).every(({ key, values }) => {
    const wanted = asked.chosen.get(key);
    return key === except || !wanted?.size || values(row).some((value) => wanted.has(value));
  });
}

// Whether a table has every filter that is in use.
export function hasFacets(stem) {
  const known = new Set(facets(stem).map(({ key }) => key));
  return [...asked.chosen].every(([key, wanted]) => !wanted.size || known.has(key));
}

const texts = new WeakMap();

// Whether all the words that are looked for stand in cells of a row, as they are shown.
export function matches(stem, row) {
  if (!asked.q.trim()) return true;
  if (!texts.has(row)) texts.set(row, fold(columns(stem).map((name) => cellText(stem, name, row)).join("\n")));
  return terms().every((term) => texts.get(row).includes(term));
}

export function cellText(stem, name, row) {
  return readable(name) && facts.tables[stem].columns[name].role !== "anchor" ? display(stem, name, row) : "";
}

export function terms() {
  return fold(asked.q).split(/\s+/).filter(Boolean);
}

export function choose(key, value, isChosen) {
  const wanted = asked.chosen.get(key) ?? new Set();
  wanted[isChosen ? "add" : "delete"](value);
  if (wanted.size) asked.chosen.set(key, wanted);
  else asked.chosen.delete(key);
}

// What is chosen, as {key, value, words, applies}.
export function chips(stem) {
  const known = new Map(Object.keys(facts.tables).flatMap((one) => facets(one).map((facet) => [facet.key, facet])));
  const own = new Set(stem === "search" ? known.keys() : facets(stem).map(({ key }) => key));
  const here = new Map(stem === "search" ? known : facets(stem).map((facet) => [facet.key, facet]));
  return [...asked.chosen].flatMap(([key, values]) => {
    const facet = here.get(key) ?? known.get(key);
    if (!facet) return [];
    return [...values].map((value) => ({ key, value, applies: own.has(key), words: `${facet.heading}: ${facet.words(value)}` }));
  });
}

// The address of a table with what is asked for; and what an address asks for.
export function addressOf(stem) {
  const parameters = new URLSearchParams();
  if (asked.q.trim()) parameters.set("q", asked.q.trim());
  for (const [key, values] of asked.chosen) for (const value of values) parameters.append(key, value);
  if (asked.all) parameters.set("columns", "all");
  if (asked.order && stem === asked.stem) parameters.set("order", asked.order);
  return parameters.size ? `#${stem}?${parameters}` : `#${stem}`;
}

export function takeAddress(stem, parameters) {
  asked.stem = stem;
  asked.q = parameters.get("q") ?? "";
  asked.all = parameters.get("columns") === "all";
  asked.order = parameters.get("order") ?? "";
  asked.chosen = new Map();
  for (const [key, value] of parameters) if (!["q", "columns", "order"].includes(key)) choose(key, value, true);
}
