// Building elements. Every word that comes from a table goes in as text, never as markup.

function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && !key.startsWith("aria")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter(Boolean)); // `undefined`, null and "" stand for nothing
  return element;
}

function plain(name) {
  return name.replaceAll("_", " ");
}

// Words of the codebook: what stands between backticks is a name in the package.
function prose(text) {
  return text.split("`").map((part, n) => (n % 2 ? h("code", {}, part) : part));
}

const notice = document.getElementById("notice");

function say(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

// A button that copies what `text()` returns, and says so.
function copying(button, text) {
  const words = button.textContent;
  button.addEventListener("click", async () => {
    button.textContent = (await copied(text())) ? "Copied" : "Copying failed: select and copy it";
    setTimeout(() => (button.textContent = words), 2500);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// One stop of the Tab key for many elements: the arrow keys, Home and End go from one to the next.
function roving(group, selector) {
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
