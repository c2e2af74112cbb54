// What may be filled in under a check of a document: whose it is, of which year, what its columns mean.
import { element, post } from "./elements.js";

const LOADS = /^[^:]+:l:/; // data of the buttons under a document that waits

export const mayFill = (message) =>
  !message.mine && message.keyboard.some((row) => row.some((button) => LOADS.test(button.callback_data || "")));

// Puts the form between the text and its buttons, and takes away the buttons that it stands for.
export async function addForm(message, made) {
  const address = `chats/${message.chat}/forms/${message.id}`;
  const answer = await fetch(address).then((one) => (one.ok ? one.json() : {})).catch(() => ({}));
  const keyboard = made.querySelector(".keyboard");
  if (!answer.form || !keyboard) return;
  const { form } = answer;
  made.querySelectorAll("[data-data]").forEach((button) => {
    if (!form.replaces.includes(button.dataset.data)) return;
    const row = button.parentElement;
    button.remove();
    if (!row.children.length) row.remove();
  });
  keyboard.before(filledIn(form, message, address));
}

function filledIn(form, message, address) {
  const id = (name) => `f${message.id}-${name}`;
  const office = element("input", { id: id("office"), type: "text", maxlength: "120", value: form.office });
  const year = element("input", { id: id("year"), type: "text", inputmode: "numeric", pattern: "(19|20)[0-9]{2}", maxlength: "4", size: "4", value: form.year ? String(form.year) : "" });
  const chosen = form.columns.map(({ label, meaning }, index) => {
    const select = element("select", { id: id(`column${index}`) }, ...form.meanings.map((one) => element("option", { value: one.value }, one.label)));
    select.value = meaning;
    return { label, meaning, select };
  });
  const line = (field, label) => element("div", { class: "field" }, element("label", { for: field.id }, label), field);
  const send = async (event) => {
    event.preventDefault();
    const columns = {};
    chosen.forEach(({ label, meaning, select }) => {
      if (select.value !== meaning) columns[label] = select.value || "skip";
    });
    const button = event.currentTarget.querySelector("button");
    button.disabled = true;
    const said = { office: office.value.trim(), year: year.value ? Number(year.value) : null, columns };
    await post(address, JSON.stringify(said));
    button.disabled = false;
  };
  return element("form", { class: "fill", onsubmit: send, "aria-label": form.words.title },
    line(office, form.words.office), line(year, form.words.year), element("small", {}, form.words.hint),
    chosen.length ? element("fieldset", {}, element("legend", {}, form.words.columns),
      ...chosen.map(({ label, select }) => line(select, label))) : null,
    element("button", { type: "submit" }, form.words.send));
}
