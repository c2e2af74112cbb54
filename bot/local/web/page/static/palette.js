// The list over the text field: commands, the bot's name, what inline mode offers. One of them is chosen by keys or a tap.
import { $, element } from "./elements.js";

const field = $("text");
let entries = [];
let chosen = -1;

export const isOpen = () => !$("palette").hidden;
export const chosenEntry = () => entries[chosen];

// Each entry: {title, description, kind, take(now)}; `now` is false where Tab only completes.
export function show(list, { choose: first = -1, label = "" } = {}) {
  entries = list;
  if (!list.length) { hide(); return; }
  $("palette").setAttribute("aria-label", label);
  $("palette").replaceChildren(...list.map(option));
  $("palette").hidden = false;
  $("palette").scrollTop = 0;
  field.setAttribute("aria-expanded", "true");
  choose(first);
}

export function add(list) {
  entries = [...entries, ...list];
  $("palette").append(...list.map((one, at) => option(one, entries.length - list.length + at)));
}

function option(one, at) {
  return element("li", { role: "option", id: `option${at}`, class: one.kind || "", "aria-selected": "false",
    onmousedown: (event) => event.preventDefault(), onclick: () => one.take(true) },
    element("b", {}, one.title), one.description ? element("span", {}, one.description) : null);
}

export function hide() {
  $("palette").hidden = true;
  entries = [];
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

export function move(step) {
  if (!entries.length) return;
  choose(chosen < 0 ? (step > 0 ? 0 : entries.length - 1) : (chosen + step + entries.length) % entries.length);
}

// What was chosen before more was typed is not meant any more.
export function unchoose() { if (isOpen()) choose(-1); }

function choose(at) {
  chosen = at;
  [...$("palette").children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
  if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
  field.setAttribute("aria-activedescendant", `option${at}`);
  $("palette").children[at].scrollIntoView({ block: "nearest" });
}
