// The text of a message with its entities, as elements. Only Telegram's kinds exist; all else stays text.
import { element, word } from "./elements.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const FOUND = /(https?:\/\/[^\s<>，。；）”」]+)|(?<![\w/])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/g;

// Telegram sets quotations apart by itself: the line end before and after one is not shown.
function trimmed(text, after, before) {
  let shown = text;
  if (after && shown.startsWith("\n")) shown = shown.slice(1);
  if (before && shown.endsWith("\n")) shown = shown.slice(0, -1);
  return shown;
}

function plain(parent, text, act) {
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    parent.append(text.slice(at, found.index));
    if (found[1]) parent.append(link(found[1], found[1], act));
    else parent.append(element("button", { type: "button", class: "command", onclick: () => act.say(found[2]) }, found[2]));
    at = found.index + found[0].length;
  }
  parent.append(text.slice(at));
}

function link(address, text, act) {
  const way = act.wayIn(address);
  if (way) return element("button", { type: "button", class: "command", onclick: way }, ...(text ? [text] : []));
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...(text ? [text] : []));
}

function made(entity, act) {
  if (entity.type === "text_link" && /^https?:\/\//i.test(entity.url)) return link(entity.url, "", act);
  if (entity.type === "spoiler") {
    const spoiler = element("span", { class: "spoiler", tabindex: "0", role: "button", "aria-label": word("hidden") });
    const show = () => { spoiler.classList.add("shown"); spoiler.removeAttribute("aria-label"); spoiler.removeAttribute("role"); };
    spoiler.addEventListener("click", show);
    spoiler.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
    return spoiler;
  }
  return element(TAGS[entity.type] || "span");
}

// A quotation that folds: its own text in `inside`, and a button where it is longer than three lines.
function folding(quote) {
  const inside = element("div", { class: "fold" });
  const button = element("button", { type: "button", "aria-expanded": "false" }, word("more"));
  button.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = word(open ? "less" : "more");
  });
  quote.append(inside, button);
  requestAnimationFrame(() => {
    if (inside.scrollHeight <= inside.clientHeight + 2) { button.remove(); quote.classList.add("open"); }
  });
  return inside;
}

export function text(parent, said, entities, act) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(parent, said, 0, said.length, ordered, act);
}

function fill(parent, said, from, to, entities, act) {
  let at = from;
  let afterBlock = false;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const end = entity.offset + entity.length;
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < end; index += 1) inner.push(entities[index]);
    const block = BLOCKS.has(entity.type);
    plain(parent, trimmed(said.slice(at, entity.offset), afterBlock, block), act);
    const child = made(entity, act);
    parent.append(child);
    fill(entity.type === "expandable_blockquote" ? folding(child) : child, said, entity.offset, end, inner, act);
    at = end;
    afterBlock = block;
  }
  plain(parent, trimmed(said.slice(at, to), afterBlock, false), act);
}
