// The reader's own copies of articles: known by their digests, never sent anywhere; and what can be said of other copies.

import { rows, load, sha256 } from "./package.js";
import { fold } from "./elements.js";
import { articleWithId } from "./words.js";

const LIMIT = 1_000_000; // bytes: no article comes near it, so a larger file is not even read
const given = {}; // source -> its characters, one an entry: anchors count code points

// The characters of an article that the reader has given, or nothing.
export function copyOf(source) {
  return given[source];
}

export function wordsAt({ source, start, end }) {
  return given[source]?.slice(start, end).join("");
}

// What a file is: {source, words}, or {words, text} where it is no article byte for byte.
export async function judge(file) {
  const refused = await unreadable(file);
  if (refused) return { words: refused };
  const content = await file.arrayBuffer();
  const exact = await known(content);
  const found = exact ?? (await butForLineEnds(content));
  if (!found) return different(content, file.name);
  const { source, text } = found;
  given[source] ??= [...text];
  const how = exact ? "byte for byte" : "but for line ends: with those of the coded copy it has its digest";
  return { source, words: `${file.name} is ${articleWithId(source)}, ${how}. ${await proven(({ source_id: one }) => one === source)} ` };
}

// {source, text} of an article whose bytes these are, or nothing.
async function known(content) {
  const digest = await sha256(content);
  const found = rows("sources").find((one) => one.sha256 === digest);
  return found && { source: found.source_id, text: decoded(content) };
}

// The same of a copy that an editor saved with a mark of its encoding, other line ends, or more or fewer of them at the end.
async function butForLineEnds(content) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(content).replace(/\r\n?/g, "\n");
  } catch {
    return undefined;
  }
  const body = text.replace(/\n+$/, "");
  const found = await Promise.all([text, body, `${body}\n`].map((one) => known(new TextEncoder().encode(one))));
  return found.find(Boolean);
}

// Why a file cannot be compared, or nothing.
async function unreadable(file) {
  if (!crypto.subtle) {
    return "This browser computes digests only on pages from a disk, from localhost or over https: open it that way.";
  }
  if (file.size > LIMIT) {
    return `${file.name} has ${count(file.size)} bytes, which is more than any of the articles: it was not read.`;
  }
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    return `${file.name} cannot be read: choose a file, not a folder.`;
  }
  return file.size ? "" : `${file.name} is empty.`;
}

// The text of a file; nothing of it is dropped or replaced. Throws where it is no UTF-8.
function decoded(content) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
}

function count(n) {
  return Number(n).toLocaleString("en");
}

// Why a file is none of the articles, as far as the page can say, and its text, to look for words in it.
function different(content, name) {
  let text;
  try {
    text = decoded(content);
  } catch {
    return { words: `${name} is no text in UTF-8, so it is none of the articles.` };
  }
  const long = content.byteLength;
  const sources = rows("sources");
  const near = sources.find((one) => one.file_name === name) ?? sources.find((one) => Number(one.n_bytes) === long);
  if (!near) return { text, words: `${name} is none of the articles: its digest is none of theirs.` };
  const sizes = `It has ${count(long)} bytes instead of ${count(near.n_bytes)}, and another digest`;
  const how = Number(near.n_bytes) === long ? "It is as long, but its digest differs" : sizes;
  const words = `${name} is not the copy of ${articleWithId(near.source_id)} that was coded. ${how}; one changed byte is enough.`;
  return { text, words };
}

// How many anchors have the digest that the package gives for them; `isMeant` says which anchors of `evidence` are meant,
// all in articles that the reader has given.
export async function proven(isMeant) {
  await load(["evidence"]);
  const own = rows("evidence").filter(isMeant);
  const digest = ({ source_id: source, start, end }) => sha256(new TextEncoder().encode(wordsAt({ source, start, end })));
  const same = await Promise.all(own.map(async (one) => (await digest(one)) === one.sha256));
  return `${same.filter(Boolean).length} of ${own.length} anchors have the words that were coded.`;
}

// Looks for quoted words in another copy, whatever its capitals, accents, spaces and punctuation. For each row of `quotes`
// with words: {row, words, run}, where `run` words in a row stand in the text, out of `words`.
export function lookFor(text, quotes) {
  const isMarkup = /^\s*<(!doctype|html)\b/i.test(text);
  const body = isMarkup ? new DOMParser().parseFromString(text, "text/html").body.textContent : text;
  const tokens = split(body);
  return quotes.map((row) => {
    const words = split(row.text);
    return { row, words: words.length, run: longestRun(words, tokens) };
  });
}

function split(text) {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

// The length of the longest run of words that both given have.
function longestRun(words, tokens) {
  let best = 0;
  let last = new Uint16Array(words.length + 1);
  for (const token of tokens) {
    const now = new Uint16Array(words.length + 1);
    words.forEach((word, n) => {
      if (word === token) best = Math.max(best, (now[n + 1] = last[n] + 1));
    });
    last = now;
  }
  return best;
}
