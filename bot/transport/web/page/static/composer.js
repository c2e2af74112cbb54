// Writing: the text field, commands, replying and editing, files.
import { $, element, post, word } from "./elements.js";
import { summary } from "./message.js";

const field = $("text");
let chat = () => null; // the chat that is open, given by chat.js
let commands = [];
let context = null; // {kind: "reply" | "edit", message}
let chosen = -1;

export function prepare(openChat) {
  chat = openChat;
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  field.addEventListener("input", () => { grow(); suggest(); });
  field.addEventListener("keydown", keys);
  $("commands").addEventListener("click", () => {
    if ($("palette").hidden) { show(commands); field.focus(); } else hide();
  });
  $("context-cancel").addEventListener("click", () => { setContext(null); field.focus(); });
  $("start").addEventListener("click", () => { say("/start"); field.focus(); });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => { upload($("file").files[0]); $("file").value = ""; });
  field.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); upload(event.clipboardData.files[0]); } });
  dropping();
}

export function setCommands(list) { commands = list; }

export function say(text) {
  return post(`chats/${chat().id}/messages`, JSON.stringify({ text }));
}

export function open() {
  const here = chat();
  setContext(null);
  hide();
  const started = here.kind !== "private" || here.messages.length > 0;
  $("start").hidden = started;
  document.querySelector(".composer .line").hidden = !started;
  field.value = here.draft || "";
  field.placeholder = word({ private: "write_private", channel: "write_channel" }[here.kind] || "write_group", { bot: here.bot });
  grow();
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
  hide();
  if (!(await post(`chats/${chat().id}/messages`, JSON.stringify(body)))) { field.value = text; grow(); }
}

function grow() {
  field.style.height = "44px";
  const wanted = Math.min(168, field.scrollHeight);
  field.style.height = `${Math.max(44, wanted)}px`;
  field.style.overflowY = field.scrollHeight > 168 ? "auto" : "hidden";
}

function keys(event) {
  const palette = $("palette");
  if (!palette.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const count = palette.children.length;
    choose((chosen + (event.key === "ArrowDown" ? 1 : count - 1) + (chosen < 0 && event.key === "ArrowUp" ? 1 : 0)) % count);
    return;
  }
  if (event.key === "Escape") {
    if (!palette.hidden) hide();
    else setContext(null);
    return;
  }
  if (!palette.hidden && chosen >= 0 && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    take(palette.children[chosen].dataset.command, event.key === "Enter");
    return;
  }
  // While a Chinese word is being put together, Enter ends the word and not the message.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
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
  const typed = /^\/([a-z0-9_]*)$/.exec(field.value);
  const fitting = typed ? commands.filter((one) => one.command.startsWith(typed[1])) : [];
  const named = chat().kind !== "private" && /(^|\s)@(\w*)$/.exec(field.value);
  if (fitting.length) show(fitting.map((one) => ({ ...one, label: `/${one.command}` })));
  else if (named && chat().bot.startsWith(named[2])) show([{ label: `@${chat().bot}`, description: word("mention") }]);
  else hide();
}

function show(list) {
  if (!list.length) return;
  $("palette").replaceChildren(...list.map((one, index) => element("li",
    { role: "option", id: `command${index}`, "data-command": one.command || "", "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(), onclick: () => take(one.command, true) },
    element("b", {}, one.label || `/${one.command}`), element("span", {}, one.description))));
  $("palette").hidden = false;
  $("commands").setAttribute("aria-expanded", "true");
  choose(field.value ? 0 : -1);
}

function hide() {
  $("palette").hidden = true;
  $("commands").setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  chosen = -1;
}

function choose(index) {
  chosen = index;
  [...$("palette").children].forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
  if (index < 0) { field.removeAttribute("aria-activedescendant"); return; }
  field.setAttribute("aria-activedescendant", `command${index}`);
  $("palette").children[index].scrollIntoView({ block: "nearest" });
}

// A command that needs words is put into the field for them; any other is sent.
function take(command, now) {
  const needsWords = command === "search";
  hide();
  if (!command) { field.value = field.value.replace(/@\w*$/, `@${chat().bot} `); field.focus(); return; }
  if (now && !needsWords) { field.value = ""; grow(); say(chat().kind === "private" ? `/${command}` : `/${command}@${chat().bot}`); return; }
  field.value = `/${command} `;
  grow();
  field.focus();
}

async function upload(file) {
  if (!file) return;
  await post(`chats/${chat().id}/files`, file, { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) });
}

function dropping() {
  const place = document.querySelector(".chat");
  let depth = 0;
  const over = (shown) => { $("drop").hidden = !shown; };
  place.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  place.addEventListener("dragleave", () => { depth -= 1; over(depth > 0); });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => { event.preventDefault(); depth = 0; over(false); upload(event.dataTransfer.files[0]); });
}
