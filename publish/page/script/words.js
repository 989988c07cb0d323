// What a row is called and what its cells say, in words for people.

import { facts, rows, rowOf, rowId, address, code, columns } from "./package.js";
import { h, plain, capital } from "./elements.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");

export function article(source) {
  return facts.articles[source]?.name ?? source;
}

// The name of an article and its id, for those who look at the data.
export function articleWithId(source) {
  const name = article(source);
  return name.includes(source) ? name : `${name} (${source})`;
}

export function tableName(stem) {
  return capital(plain(stem));
}

export function link(stem, id, words = (stem === "sources" ? article(id) : title(stem, rowOf(stem, id))) ?? id) {
  return h("a", { href: address(stem, id), className: words === id ? "id" : "" }, words);
}

// What a date says at its precision.
function dayWords(date, precision) {
  const [year, month, day] = date.split("-").map(Number);
  if (precision === "year") return `${year}`;
  if (precision === "month") return `${MONTHS[month - 1]} ${year}`;
  const words = `${day} ${MONTHS[month - 1]} ${year}`;
  return precision === "week" ? `week of ${words}` : words;
}

function interval(start, end, precision) {
  if (precision !== "span") return dayWords(start || end, precision);
  if (start && end) return `${dayWords(start)} to ${dayWords(end)}`;
  return start ? `from ${dayWords(start)}` : `until ${dayWords(end)}`;
}

// The day of a row at its precision, and whether it is the article's own day or inferred; "" where it has none.
export function day(row, column) {
  const isSpan = column === "date_start";
  const [start, end] = isSpan ? [row.date_start, row.date_end] : [row[column], ""];
  if (!start && !end) return "";
  const words = interval(start, end, row[isSpan ? "date_precision" : `${column}_precision`]);
  const basis = row[isSpan ? "date_basis" : `${column}_basis`];
  const marks = { frame: " (day of the article)", inferred: " (inferred)" };
  return words + (marks[basis] ?? "");
}

// The column with the day of a row, by which it is shown: an interval is shown at its start.
export function dayColumn(stem) {
  const { dated, view } = facts.tables[stem];
  return view?.day || Object.keys(dated).find((name) => name !== "frame_date") || "";
}

// How the day of a row was worked out, in one sentence; "" where it has none. `spelling` is how the article names it.
export function dayBasis(stem, row, spelling) {
  const column = dayColumn(stem);
  const basis = row[column === "date_start" ? "date_basis" : `${column}_basis`];
  if (!basis) return "";
  const frame = rowOf("sources", row.source_id)?.frame_date;
  const from = frame && `${weekday(frame)}, ${dayWords(frame)}`;
  const printed = spelling ? `“${spelling}”` : "the words of the article";
  const counted = from ? `${printed}, counted from ${from}, the day of the article` : printed;
  const reasons = {
    printed: `printed as ${printed}`,
    weekday: counted,
    relative: counted,
    frame: `the article names no day here; its own day is ${from}`,
    inferred: `inferred. ${row.notes}`,
  };
  return `${capital(day(row, column).replace(/ \(.*\)$/, ""))}: ${reasons[basis] ?? basis}`;
}

function weekday(date) {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
}

// The label of a code, or the words by which people know the row that a cell names; else nothing.
export function label(stem, column, cell) {
  const { columns: described, links } = facts.tables[stem];
  if (links[column] === "sources") return article(cell);
  if (links[column] === "segments") return "";
  return code(described[column].codes, cell)?.label ?? (links[column] && title(links[column], rowOf(links[column], cell))) ?? "";
}

// The text that a cell shows.
export function display(stem, column, row) {
  const cell = row[column];
  if (column === "text" && !cell) return row.gloss ?? "";
  if (column === dayColumn(stem) || (column === "date_start" && "date_end" in row)) return day(row, column);
  if (!cell) return "";
  if (column === "table" && facts.tables[cell]) return tableName(cell);
  const { type } = facts.tables[stem].columns[column];
  if (type === "true or false") return cell === "true" ? "yes" : "no";
  return label(stem, column, cell) || cell;
}

// What two reports share: the rows of the same group or event. {stem, holder, id, rows}, or nothing; row `id` of `holder`
// is what they share.
export function sameAs(stem, row) {
  const pairs = [["event_reports", "event_id"]];
  for (const one of Object.keys(facts.tables)) if (facts.tables[one].view && facts.tables[one].group) pairs.push([one, facts.tables[one].group]);
  for (const [one, column] of pairs) {
    const holder = facts.tables[one]?.links[column];
    if (![one, holder].includes(stem)) continue;
    const id = stem === one ? row[column] : rowId(stem, row);
    const found = rows(one).filter((each) => each[column] === id);
    if (found.length) return { stem: one, holder, id, rows: found };
  }
  return null;
}

// The rows that say who speaks in which article for a row that does not say so itself, as [table, row].
export function behind(stem, row) {
  const own = facts.tables[stem];
  if (own.links.source_id || stem === "sources") return [[stem, row]];
  if (stem === "events" || stem === "statements") {
    const same = sameAs(stem, row);
    return same ? same.rows.map((one) => [same.stem, one]) : [];
  }
  if (stem === "questions") return [[row.table, rowOf(row.table, row.row_id)]];
  if (stem === "disagreements") return sides(row).flatMap(([one, side]) => behind(one, side));
  if (row.report_id) return [["event_reports", rowOf("event_reports", row.report_id)]];
  if (row.claim_id) return [["military_claims", rowOf("military_claims", row.claim_id)]];
  if (stem === "actors" || stem === "places") {
    const column = own.key[0];
    return rows("names").filter((one) => one[column] === row[column]).map((one) => ["names", one]);
  }
  return [];
}

// The two rows of a disagreement, as [table, row].
export function sides(row) {
  return [row.row_a, row.row_b].map((name) => {
    const [stem, id] = name.split(":");
    return [stem, rowOf(stem, id)];
  });
}

const TITLES = {
  sources: (row) => facts.articles[row.source_id].title,
  event_reports: (row) => `${title("events", rowOf("events", row.event_id))}, as ${article(row.source_id)} reports it`,
  guarantor_countries: (row) => `${label("guarantor_countries", "actor_id", row.actor_id)} as guarantor`,
  participants: (row) => `${partWords("participants", "actor_id", row)}: ${label("participants", "report_id", row.report_id)}`,
  locations: (row) => `${partWords("locations", "place_id", row)}: ${ownerWords(row)}`,
  names: (row) => `“${row.spelling}” for ${label("names", row.actor_id ? "actor_id" : "place_id", row.actor_id || row.place_id)}`,
  segments: (row) => `Sentence ${row.n} of ${article(row.source_id)}`,
  statements: (row) => row.label || onlyRendering(row),
  codes: (row) => `${row.label} (${plain(row.field)})`,
  questions: (row) => `${label("questions", "question", row.question)} ${title(row.table, rowOf(row.table, row.row_id))}`,
  readings: (row) => row.problem.replaceAll("`", ""),
  exceptions: (row) => row.reason,
};

function partWords(stem, column, row) {
  return `${label(stem, column, row[column])} (${label(stem, "role", row.role).toLowerCase()})`;
}

function ownerWords(row) {
  return row.report_id ? label("locations", "report_id", row.report_id) : label("locations", "claim_id", row.claim_id);
}

function onlyRendering(row) {
  const same = sameAs("statements", row);
  return same && title(same.stem, same.rows[0]);
}

// The words by which people know a row.
export function title(stem, row) {
  if (!row) return undefined;
  return TITLES[stem]?.(row) || row[facts.tables[stem].title] || rowId(stem, row);
}

// What a report says: the words as printed, or what they say in our words.
export function says(stem, row) {
  if (row.text) return h("blockquote", { dir: "auto" }, row.text);
  const words = stem === "names" ? `“${row.spelling}”` : stem === "event_reports" ? reportWords(row) : title(stem, row);
  return h("p", { dir: "auto" }, words);
}

// Whoever says so: {id, side}, where the article itself has no id and the side `article`; nothing where no table tells.
export function speaker(stem, row) {
  const column = facts.tables[stem].speaker;
  if (!column) return null;
  const id = row[column];
  if (id) return { id, side: rowOf("actors", id)?.side ?? "" };
  return "voice" in row ? { id: "", side: "article" } : { id: "", side: "" };
}

// "Dmitry Peskov via TASS, in CNN, 30 March 2022", with links; on the card of a person without that person.
export function byline(stem, row, omitted = "") {
  const who = speaker(stem, row);
  const source = row.source_id && link("sources", row.source_id);
  const via = row.relayed_by && row.relayed_by !== omitted && ["via ", link("actors", row.relayed_by)];
  const parts = who?.id
    ? [who.id !== omitted && h("b", {}, link("actors", who.id)), via, source && ["in ", source]]
    : [source && h("b", {}, source), who?.side === "article" && "in its own voice", via];
  const when = dayColumn(stem) && day(row, dayColumn(stem));
  return [...parts, when].filter(Boolean).flatMap((part, n) => (n ? [", ", part] : [part]));
}

// A report as a block: who says it, what, and the way to its card.
export function voice(stem, row, here = false, more = null) {
  const side = speaker(stem, row)?.side ?? "";
  const id = rowId(stem, row);
  return h(
    "div",
    { className: `voice ${side}${here ? " this" : ""}` },
    h("p", { className: "byline" }, byline(stem, row)),
    says(stem, row),
    row.text && h("p", { className: "form", dir: "auto" }, row.gloss),
    more,
    h("p", { className: "form" }, here ? "this row" : link(stem, id, id)),
  );
}

// Title, status and quantity of what one article says of an event.
function reportWords(row) {
  const status = label("event_reports", "status", row.status).toLowerCase();
  return [`${title("events", rowOf("events", row.event_id))}: ${status}`, row.value_as_printed].filter(Boolean).join("; ");
}

// What a filtered or whole set of rows of a table holds: "36 claims in 41 reports"; as `counted` in publish/page/views.py.
export function counted(stem, found, number) {
  const view = facts.tables[stem]?.view;
  const words = number(found.length, view?.rows ?? "rows");
  if (!view?.counts) return words;
  return `${number(new Set(found.map((row) => row[view.counts])).size, view.counted)} in ${words}`;
}

// The columns that a table shows at first, and all that are worth reading in one.
export function firstColumns(stem) {
  return facts.tables[stem].view?.columns ?? columns(stem).filter(readable).slice(0, 7);
}

export function readable(name) {
  return !name.endsWith("sha256") && name !== "citation";
}
