// Building elements. Every word that comes from a table goes in as text, never as markup.

export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && !key.startsWith("aria")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(Boolean)); // `undefined`, null and "" stand for nothing
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

export function button(words, click, properties = {}) {
  return h("button", { type: "button", on: { click }, ...properties }, words);
}

export function plain(name) {
  return name.replaceAll("_", " ");
}

export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// "1 claim", "36 terms of the guarantee": the counterpart of `number` in publish/page/views.py.
export function number(n, many) {
  const [, noun, rest] = many.match(/^(.*?)((?: of| in) .*)?$/);
  const one = noun.endsWith("ies") ? noun.replace(/ies$/, "y") : noun.replace(/s$/, "");
  return `${n.toLocaleString("en")} ${n === 1 ? one : noun}${rest ?? ""}`;
}

// Words of the codebook: what stands between backticks is a name in the package.
export function prose(text) {
  return text.split("`").map((part, n) => (n % 2 ? h("code", {}, part) : part));
}

export function say(words) {
  const notice = byId("notice");
  notice.textContent = words;
  notice.hidden = !words;
}

// A button that copies what `text()` returns, and says so.
export function copying(words, text) {
  const copy = button(words, async () => {
    copy.textContent = (await copied(text())) ? "Copied" : "Copying failed: select and copy it";
    setTimeout(() => (copy.textContent = words), 2500);
  });
  copy.className = "copy";
  return copy;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Offers a file to the reader.
export function save(name, content, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// One stop of the Tab key for many elements: the arrow keys, Home and End go from one to the next.
export function roving(group, selector) {
  const all = () => [...group.querySelectorAll(selector)];
  all().forEach((one, n) => one.setAttribute("tabindex", n ? -1 : 0));
  group.addEventListener("keydown", (event) => {
    const found = all();
    const now = found.indexOf(event.target.closest?.(selector));
    const [back, on] = [now - 1, now + 1];
    const steps = { ArrowRight: on, ArrowDown: on, ArrowLeft: back, ArrowUp: back, Home: 0, End: found.length - 1 };
    const next = found[steps[event.key]];
    if (now < 0 || !next) return;
    event.preventDefault();
    found[now].setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}

// Text without capitals and accents, character for character, so that positions stay.
export function fold(text) {
  return text.replace(/[^a-z]/g, (letter) => letter.normalize("NFD")[0].toLowerCase());
}

// Marks each occurrence of the terms, which are folded, in the text of an element.
export function highlight(element, terms) {
  if (!terms.length) return;
  const pattern = new RegExp(terms.map((term) => term.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|"), "g");
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    let end = 0;
    const parts = [];
    for (const { index, 0: hit } of fold(node.data).matchAll(pattern)) {
      parts.push(node.data.slice(end, index), h("mark", {}, node.data.slice(index, (end = index + hit.length))));
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(end));
  }
}
