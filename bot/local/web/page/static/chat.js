// The page: its chats, what the server tells of them, and which one is open.
import { $, copy, day, element, post, time, toast, word } from "./elements.js";
import { answered, messageElement, summary } from "./message.js";
import * as composer from "./composer.js";

const LETTERS = { private: "公", supergroup: "群", channel: "告" };
let chats = [];
let open = null;
let typing = null;
let below = 0;
let lost = false; // the server was restarted: it knows nothing of what was said before
let loads = false; // documents may be loaded here
let wanted = new URLSearchParams(location.search).get("start"); // what the address opens

const act = {
  say: composer.say,
  loads: () => loads,
  inline: (query) => composer.write(`@${open.bot} ${query}`),
  share,
  wayIn,
  copy: (text) => copy(own(text)),
  reply: (message) => composer.setContext({ kind: "reply", message }),
  edit: (message) => composer.setContext({ kind: "edit", message }),
  find: (number) => {
    const found = $(`m${number}`);
    if (!found) return;
    found.scrollIntoView({ block: "center", behavior: "smooth" });
    found.classList.add("found");
    setTimeout(() => found.classList.remove("found"), 1200);
  },
};

const WAY_IN = /(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&](startgroup|startchannel|start)\b(?:=([\w-]*))?)?/i;
const isOurs = (found) => found && open && found[1].toLowerCase() === open.bot.toLowerCase();

// A link to the bot opens it here: with its parameter in the private chat, or in the group where it is to be added.
function wayIn(address) {
  const found = new RegExp(`^${WAY_IN.source}`, "i").exec(address);
  if (!isOurs(found)) return null;
  const kind = { startgroup: "supergroup", startchannel: "channel" }[found[2]?.toLowerCase()];
  return kind ? () => added(kind) : () => start(found[3] || "");
}

// The bot is in this page's group and channel already.
function added(kind) {
  show(chats.find((one) => one.kind === kind));
  toast(word(kind === "channel" ? "in_channel" : "in_group", { bot: open.bot }));
}

// The bot of this page is not on Telegram, where its name may be anybody's: what leaves the page leads back to it.
function own(text) {
  return text.replace(new RegExp(WAY_IN.source, "gi"), (...found) => {
    if (!isOurs(found)) return found[0];
    const page = location.origin + location.pathname;
    return found[2]?.toLowerCase() === "start" && found[3] ? `${page}?start=${found[3]}` : page;
  });
}

function start(parameter) {
  show(chats.find((one) => one.kind === "private"));
  composer.say(parameter ? `/start ${parameter}` : "/start");
}

// Telegram asks where to share; so does the page.
function share(query) {
  $("share-chats").replaceChildren(...chats.map((chat) => element("li", {}, element("button",
    { type: "button", onclick: () => { $("share").close(); show(chat); composer.write(`@${chat.bot} ${query}`); } },
    avatar(chat), element("span", { class: "name" }, chat.title)))));
  $("share").showModal();
}

const avatar = (chat) =>
  element("span", { class: "avatar", "data-kind": chat.kind, "aria-hidden": "true" }, LETTERS[chat.kind]);

// What the server tells.

function connect() {
  const source = new EventSource("events");
  source.onopen = () => status();
  source.onmessage = (event) => take(JSON.parse(event.data));
  source.onerror = () => {
    status(word("offline"), "offline");
    // The browser gives up when it is refused (no cookie, another token): the page itself then says why.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  };
}

function take(event) {
  if (event.type === "state") return restore(event);
  if (event.type === "gone") return location.reload();
  if (event.type === "language") { $("language").value = event.language; return changeLanguage(); }
  const chat = chats.find((one) => one.id === (event.message?.chat ?? event.chat));
  if (!chat) return undefined;
  if (event.type === "message") return received(chat, event.message);
  if (event.type === "deleted") return removed(chat, event.message);
  if (event.type === "answered") return chat === open ? answered(event) : undefined;
  return chat === open ? showTyping() : undefined;
}

function restore(state) {
  const before = open && chats.indexOf(open);
  const drafts = chats.map((chat) => chat.draft);
  chats = state.chats.map((chat, index) => ({ ...chat, bot: state.bot, unread: 0, draft: drafts[index] || "" }));
  composer.setCommands(state.commands);
  lost = state.lost;
  loads = state.loads;
  $("imports").hidden = !loads;
  if (before === null) show(chats[0], false);
  else { open = null; show(chats[before], false); }
  if (wanted === null) return;
  // Once: a page that is loaded again must not ask again.
  history.replaceState(null, "", location.pathname);
  const parameter = wanted;
  wanted = null;
  if (/^[\w-]{1,64}$/.test(parameter)) start(parameter);
}

function received(chat, message) {
  const at = chat.messages.findIndex((one) => one.id === message.id);
  if (at >= 0) {
    chat.messages[at] = message;
    if (chat === open) replace(message);
  } else {
    chat.messages.push(message);
    if (chat === open) append(message);
    else if (!message.mine) chat.unread += 1;
  }
  listChats();
}

function removed(chat, number) {
  chat.messages = chat.messages.filter((one) => one.id !== number);
  if (chat === open && chat.messages.length) $(`m${number}`)?.remove();
  else if (chat === open) draw();
  listChats();
}

// The open chat.

function show(chat, focus = true) {
  composer.keepDraft();
  open = chat;
  chat.unread = 0;
  below = 0;
  $("title").textContent = chat.title;
  document.title = `${chat.title} · ${word("title")}`;
  $("avatar").dataset.kind = chat.kind;
  $("avatar").textContent = LETTERS[chat.kind];
  stopTyping();
  status();
  draw();
  composer.open();
  listChats();
  $("app").dataset.view = "chat";
  if (focus) composer.focus();
}

function draw() {
  const list = $("messages");
  // Old messages are not news: nothing of this is read out.
  list.setAttribute("aria-live", "off");
  list.replaceChildren();
  if (lost) list.append(element("li", { class: "day notice" }, word("restarted")));
  if (!open.messages.length) list.append(nothingYet());
  open.messages.forEach((message) => place(message));
  toEnd();
  setTimeout(() => list.setAttribute("aria-live", "polite"), 100);
}

function nothingYet() {
  const about = { supergroup: "empty_group", channel: "empty_channel" }[open.kind];
  if (about) return element("li", { class: "empty" }, element("p", {}, word(about)));
  return element("li", { class: "empty" }, element("img", { src: "page/icon.svg", alt: "", width: "72", height: "72" }),
    element("strong", {}, word("empty_title")), element("p", {}, word("empty_text")),
    element("button", { type: "button", class: "start", id: "start", onclick: () => { start(""); composer.focus(); } }, word("start")));
}

// Messages of one side that follow each other belong together: only the last has a tail.
function place(message) {
  const list = $("messages");
  list.querySelector(".empty")?.remove();
  const previous = open.messages[open.messages.indexOf(message) - 1];
  const newDay = !previous || day(previous.date) !== day(message.date);
  if (newDay) list.append(element("li", { class: "day" }, day(message.date)));
  const first = newDay || previous.mine !== message.mine || message.date - previous.date > 600;
  if (!first) $(`m${previous.id}`)?.classList.remove("last");
  const made = messageElement(message, open, act);
  made.classList.add("last");
  made.classList.toggle("first", first);
  list.append(made);
  return made;
}

function append(message) {
  const near = atEnd();
  if (!message.mine) stopTyping();
  const made = place(message);
  made.classList.add("new");
  if (message.mine) toEnd();
  else if (near) startOf(made);
  else { below += 1; endButton(); }
}

function replace(message) {
  const old = $(`m${message.id}`);
  if (!old) return;
  const near = atEnd();
  const pressed = document.activeElement;
  const label = old.contains(pressed) ? pressed.textContent : null;
  const made = messageElement(message, open, act);
  ["first", "last"].forEach((name) => made.classList.toggle(name, old.classList.contains(name)));
  old.replaceWith(made);
  if (label !== null) {
    // Whoever presses with the keyboard stays where they were: on the same button if it is still there.
    const keys = [...made.querySelectorAll(".keyboard button, .keyboard a")];
    (keys.find((one) => one.textContent === label) || keys[0] || made).focus({ preventScroll: true });
  }
  if (near) startOf(made);
  $("announcer").textContent = word("changed", { who: message.from, text: message.text });
}

// A long answer is read from its beginning: it is scrolled to the end only as far as its first line stays in sight.
function startOf(made) {
  const box = $("scroll");
  const top = made.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - 12;
  const end = box.scrollHeight - box.clientHeight;
  box.scrollTo({ top: Math.min(top, end), behavior: motion() });
}

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
const atEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 160;

function toEnd() {
  const box = $("scroll");
  box.scrollTop = box.scrollHeight;
}

function endButton() {
  $("end").hidden = atEnd();
  if (atEnd()) below = 0;
  $("below").hidden = !below;
  $("below").textContent = below;
}

function status(text, kind) {
  const names = { private: word("private"), supergroup: word("group"), channel: word("channel") };
  $("status").textContent = text || (open ? names[open.kind] : "");
  $("status").toggleAttribute("data-busy", kind === "busy");
  $("status").toggleAttribute("data-offline", kind === "offline");
}

function showTyping() {
  stopTyping();
  status(word("typing"), "busy");
  const dots = element("li", { class: "message theirs typing", "aria-hidden": "true" },
    element("div", { class: "bubble" }, element("i"), element("i"), element("i")));
  const near = atEnd();
  $("messages").append(dots);
  if (near) toEnd();
  typing = setTimeout(stopTyping, 5500);
}

function stopTyping() {
  clearTimeout(typing);
  document.querySelector(".typing")?.remove();
  if ($("status").hasAttribute("data-busy")) status();
}

// The list of chats.

function listChats() {
  $("chats").replaceChildren(...chats.map((chat) => {
    const last = chat.messages[chat.messages.length - 1];
    const unread = chat.unread ? element("span", { class: "badge", "aria-label": word("unread", { count: chat.unread }) }, String(chat.unread)) : null;
    return element("li", {}, element("button",
      { type: "button", "aria-current": chat === open ? "true" : null, onclick: () => show(chat) },
      avatar(chat),
      element("span", {}, element("span", { class: "name" }, chat.title),
        element("span", { class: "last" }, last ? summary(last) : word({ supergroup: "group" }[chat.kind] || chat.kind))),
      element("span", { class: "side" }, last ? element("time", {}, time(last.date)) : "", unread)));
  }));
  const elsewhere = chats.reduce((sum, chat) => sum + (chat === open ? 0 : chat.unread), 0);
  $("elsewhere").hidden = !elsewhere;
  $("elsewhere").textContent = elsewhere;
}

function changeTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private windows keep nothing */ }
}

async function changeLanguage() {
  const language = $("language").value;
  if (await post("language", JSON.stringify({ language }))) location.reload();
}

composer.prepare(() => open, start);
addEventListener("resize", composer.fitPlaceholder, { passive: true });
$("language").addEventListener("change", changeLanguage);
$("back").addEventListener("click", () => { $("app").dataset.view = "list"; document.querySelector("[aria-current]")?.focus(); });
$("theme").addEventListener("click", changeTheme);
$("scroll").addEventListener("scroll", endButton, { passive: true });
$("end").addEventListener("click", () => { below = 0; $("scroll").scrollTo({ top: $("scroll").scrollHeight, behavior: motion() }); });
$("viewer").addEventListener("click", () => $("viewer").close());
connect();

$("imports").addEventListener("click", () => {
  show(chats.find((one) => one.kind === "private"));
  composer.say("/imports");
});
