// One message as an element: bubble, picture, file, text, time, buttons, and what can be done with it.
import { $, alertBox, element, icon, post, size, time, toast, word } from "./elements.js";
import { addForm, mayFill } from "./form.js";
import { text } from "./text.js";

export const summary = (message) =>
  (message.photo ? `[${word("picture")}] ` : message.document ? `[${message.document.name}] ` : "") +
  message.text.replace(/\s+/g, " ").slice(0, 160);

// `act` holds what a message can ask of the chat: say, reply, edit, find, copy.
export function messageElement(message, chat, act) {
  const classes = ["message", message.mine ? "mine" : "theirs"];
  if (message.keyboard.length) classes.push("with-keys");
  if (message.photo) classes.push("with-picture");
  const made = element(
    "li",
    { class: classes.join(" "), id: `m${message.id}`, tabindex: "-1" },
    element("div", { class: "bubble" }, ...inside(message, chat, act)),
    message.keyboard.length ? keyboard(message, act) : null,
    actions(message, act),
  );
  if (act.loads() && mayFill(message)) addForm(message, made);
  return made;
}

function inside(message, chat, act) {
  const parts = [];
  const group = chat.kind === "supergroup";
  const name = message.mine && chat.kind !== "channel" ? message.from : message.mine ? chat.title : message.from;
  parts.push(element("span", { class: "unseen" }, word("said", { who: name, time: time(message.date) })));
  if (message.via) parts.push(element("span", { class: "via" }, word("via", { bot: message.via })));
  if (group && !message.mine) parts.push(element("span", { class: "sender", "aria-hidden": "true" }, name));
  const answered = message.reply && chat.messages.find((one) => one.id === message.reply);
  if (answered) {
    parts.push(element("button", { type: "button", class: "quoted", onclick: () => act.find(answered.id) },
      element("strong", {}, answered.from), element("span", {}, summary(answered))));
  }
  if (message.photo) parts.push(picture(message));
  if (message.document) parts.push(file(message.document));
  if (message.text) {
    const body = element("div", { class: "text" });
    text(body, message.text, message.entities, act);
    parts.push(body);
  }
  const edited = message.edited && message.mine ? `${word("edited")} ` : "";
  parts.push(element("span", { class: "tail" },
    element("span", { class: "meta", "aria-hidden": "true" },
      edited, element("time", { datetime: new Date(message.date * 1000).toISOString() }, time(message.date))),
    more(message, act)));
  return parts;
}

function picture(message) {
  const { url, width, height } = message.photo;
  // What it is of stands in the first line of the caption, and all that it shows in the rest, which follows.
  const about = message.text.split("\n")[0];
  return element("button", { type: "button", class: "picture", "aria-label": `${word("enlarge")} ${about}`, onclick: () => {
    $("viewer-picture").src = url;
    $("viewer-picture").alt = message.text;
    $("viewer").showModal();
  } }, element("img", { src: url, alt: about || word("picture"), width: String(width), height: String(height) }));
}

function file({ url, name, size: bytes }) {
  return element("a", { class: "document", href: url, download: name, "aria-label": word("download", { file: name, size: size(bytes) }) },
    element("span", { class: "kind" }, icon("file")),
    element("span", { class: "about" }, element("strong", {}, name), element("small", {}, size(bytes))));
}

function keyboard(message, act) {
  const rows = message.keyboard.map((row) => element("div", { class: "row" }, ...row.map((button) => key(message, button, act))));
  return element("div", { class: "keyboard" }, ...rows);
}

function key(message, button, act) {
  const label = button.text;
  const way = button.url && act.wayIn(button.url);
  if (way) return element("button", { type: "button", onclick: way }, label);
  if (button.url && /^https?:\/\//i.test(button.url)) {
    return element("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", "aria-label": word("opens", { label }) }, label, icon("link"));
  }
  if (button.copy_text) {
    return element("button", { type: "button", "aria-label": word("copies", { label }), onclick: () => act.copy(button.copy_text.text) }, label, icon("copy"));
  }
  if (button.switch_inline_query_current_chat !== undefined) {
    return element("button", { type: "button", onclick: () => act.inline(button.switch_inline_query_current_chat) }, label);
  }
  const shared = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (shared !== undefined) return element("button", { type: "button", onclick: () => act.share(shared) }, label);
  if (!button.callback_data) {
    return element("button", { type: "button", onclick: () => toast(word("elsewhere", { label })) }, label);
  }
  const pressed = element("button", { type: "button", "data-data": button.callback_data }, label);
  pressed.addEventListener("click", async () => {
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    const body = JSON.stringify({ message: message.id, data: button.callback_data });
    const sent = await post(`chats/${message.chat}/presses`, body);
    if (!sent) pressed.removeAttribute("aria-busy");
  });
  return pressed;
}

// Telegram shows a spinner on a button until the bot answers the press.
export function answered(event) {
  document.querySelectorAll(`#m${event.message} [aria-busy]`).forEach((one) => one.removeAttribute("aria-busy"));
  if (!event.text) return;
  if (event.alert) alertBox(event.text);
  else toast(event.text);
}

// What can be done with a message: its name, and what does it.
function offers(message, act) {
  const found = [["reply", () => act.reply(message)]];
  if (message.mine && message.text) found.push(["edit", () => act.edit(message)]);
  if (message.text) found.push(["copy", () => act.copy(message.text)]);
  return found;
}

// Beside the bubble, for a mouse and for keys.
function actions(message, act) {
  return element("div", { class: "actions" }, ...offers(message, act).map(([name, done]) =>
    element("button", { type: "button", title: word(name), "aria-label": word(name), onclick: done }, icon(name))));
}

// For a finger: a button at the end of the text, which opens a list at the foot of the screen. Nothing covers the text.
function more(message, act) {
  const list = () => offers(message, act).map(([name, done]) => element("li", {},
    element("button", { type: "button", onclick: () => { $("sheet").close(); done(); } }, icon(name), word(name))));
  return element("button", { type: "button", class: "more", "aria-label": word("actions"), "aria-haspopup": "dialog",
    onclick: () => { $("sheet-actions").replaceChildren(...list()); $("sheet").showModal(); } }, icon("more"));
}
