// Writing: the text field, commands, replying and editing, files.
import { $, post, toast, word } from "./elements.js";
import * as inline from "./inline.js";
import * as palette from "./palette.js";
import { summary } from "./message.js";

const field = $("text");
let chat = () => null; // the chat that is open, and how the bot is opened with a parameter: given by chat.js
let start = () => {};
let commands = {}; // by kind of chat
let context = null; // {kind: "reply" | "edit", message}

export function prepare(openChat, startBot) {
  chat = openChat;
  start = startBot;
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  field.addEventListener("input", () => { grow(); suggest(); });
  field.addEventListener("keydown", keys);
  $("commands").addEventListener("click", () => {
    if (palette.isOpen()) palette.hide();
    else { showCommands(commandsHere(), -1); field.focus(); }
  });
  $("context-cancel").addEventListener("click", () => { setContext(null); field.focus(); });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => { uploadAll([...$("file").files]); $("file").value = ""; });
  field.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); uploadAll([...event.clipboardData.files]); } });
  dropping();
}

export function setCommands(list) { commands = list; }

export function say(text) {
  return post(`chats/${chat().id}/messages`, JSON.stringify({ text }));
}

export function open() {
  const here = chat();
  // Nothing can be written before it is known where to.
  document.querySelectorAll("#composer :disabled").forEach((one) => { one.disabled = false; });
  setContext(null);
  inline.stop();
  palette.hide();
  $("commands").hidden = !commandsHere().length;
  field.value = here.draft || "";
  fitPlaceholder();
  grow();
}

// Where there is a keyboard: on a phone the one on the screen would cover what was just asked for.
export function focus() { if (matchMedia("(hover: hover)").matches) field.focus(); }

// What can be written here, or only that something can be, where there is no room to say more.
export function fitPlaceholder() {
  const here = chat();
  if (!here) return;
  const long = word({ private: "write_private", channel: "write_channel" }[here.kind] || "write_group", { bot: here.bot });
  const style = getComputedStyle(field);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  field.placeholder = pen.measureText(long).width <= room ? long : word("write");
}

export function keepDraft() { if (chat()) chat().draft = context && context.kind === "edit" ? "" : field.value; }

export function setContext(made) {
  if (context && context.kind === "edit") field.value = "";
  context = made;
  $("context").hidden = !made;
  if (!made) { grow(); return; }
  $("context-icon").setAttribute("href", `#i-${made.kind}`);
  $("context-title").textContent = made.kind === "edit" ? word("editing") : word("replying", { who: made.message.from });
  $("context-text").textContent = summary(made.message);
  if (made.kind === "edit") field.value = made.message.text;
  grow();
  field.focus();
}

async function send() {
  const text = field.value.trim();
  if (!text) return;
  const body = { text };
  if (context) body[context.kind] = context.message.id;
  field.value = "";
  context = null;
  setContext(null);
  inline.stop();
  palette.hide();
  if (!(await post(`chats/${chat().id}/messages`, JSON.stringify(body)))) { field.value = text; grow(); }
}

function grow() {
  field.style.height = "44px";
  const wanted = Math.min(168, field.scrollHeight);
  field.style.height = `${Math.max(44, wanted)}px`;
  field.style.overflowY = field.scrollHeight > 168 ? "auto" : "hidden";
}

function keys(event) {
  if (palette.isOpen() && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    palette.move(event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (event.key === "Escape") {
    if (palette.isOpen()) palette.hide();
    else setContext(null);
    return;
  }
  const composing = event.isComposing || event.keyCode === 229;
  if (palette.isOpen() && palette.chosenEntry() && !composing && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    palette.chosenEntry().take(event.key === "Enter");
    return;
  }
  // While a Chinese word is being put together, Enter ends the word and not the message.
  if (event.key === "Enter" && !event.shiftKey && !composing) {
    event.preventDefault();
    send();
    return;
  }
  if (event.key === "ArrowUp" && !field.value) {
    const last = [...chat().messages].reverse().find((one) => one.mine && one.text);
    if (last) { event.preventDefault(); setContext({ kind: "edit", message: last }); }
  }
}

function suggest() {
  inline.stop();
  const here = chat();
  const asked = new RegExp(`^\\s*@${here.bot}\\s+(.*)$`, "is").exec(field.value);
  if (asked && !context) { palette.unchoose(); inline.ask(here, asked[1].trim(), emptied, start); return; }
  const typed = /^\/([a-z0-9_]*)$/.exec(field.value);
  const fitting = typed ? commandsHere().filter((one) => one.command.startsWith(typed[1])) : [];
  const named = /(^|\s)@(\w*)$/.exec(field.value);
  if (fitting.length) showCommands(fitting, 0);
  else if (named && here.bot.startsWith(named[2])) {
    palette.show([{ title: `@${here.bot}`, description: word("mention"), take: mention }], { choose: 0, label: word("commands") });
  } else palette.hide();
}

const commandsHere = () => commands[chat().kind] || [];

function showCommands(list, first) {
  palette.show(list.map((one) => ({ title: `/${one.command}`, description: one.description, take: (now) => take(one.command, now) })),
    { choose: first, label: word("commands") });
}

function emptied() {
  field.value = "";
  palette.hide();
  grow();
  field.focus();
}

function mention() {
  palette.hide();
  write(field.value.replace(/@\w*$/, `@${chat().bot} `));
}

// Puts words into the field as if they had been typed.
export function write(text) {
  field.value = text;
  grow();
  field.focus();
  suggest();
}

// A command that needs words is put into the field for them; any other is sent.
function take(command, now) {
  palette.hide();
  if (now && command !== "search") { emptied(); say(chat().kind === "private" ? `/${command}` : `/${command}@${chat().bot}`); return; }
  field.value = `/${command} `;
  grow();
  field.focus();
}

// One after the other, in their order; a folder that was dropped has no content.
async function uploadAll(files) {
  for (const file of files) {
    toast(word("sending", { file: file.name }));
    const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
    if (await post(`chats/${chat().id}/files`, file, headers)) $("toast").hidden = true;
  }
}

function dropping() {
  const place = document.querySelector(".chat");
  let depth = 0;
  const over = (shown) => { $("drop").hidden = !shown; };
  place.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  place.addEventListener("dragleave", () => { depth -= 1; over(depth > 0); });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => { event.preventDefault(); depth = 0; over(false); uploadAll([...event.dataTransfer.files]); });
}
