// Inline mode: while `@bot …` is typed, what the bot offers is listed over the field; what is chosen is posted here.
import { $, post, word } from "./elements.js";
import * as palette from "./palette.js";

let timer = null;
let asked = 0; // only the answer to the last question counts
let more = null;

// Asks for what stands in the field. `done` empties the field, `start` opens the bot with a parameter.
export function ask(chat, text, done, start) {
  clearTimeout(timer);
  more = null;
  const now = ++asked;
  timer = setTimeout(async () => {
    const offer = await fetchPage(chat, text, "");
    if (now !== asked || !offer) return;
    const entries = listed(chat, offer, done);
    if (offer.button) {
      entries.unshift({ title: offer.button.text, description: "", kind: "way-in",
        take: () => { done(); start(offer.button.start_parameter || ""); } });
    }
    palette.show(entries, { label: word("inline_results") });
    $("announcer").textContent = word("inline_count", { count: offer.results.length });
    more = continued(chat, text, offer, done, now);
  }, 250);
}

export function stop() {
  clearTimeout(timer);
  asked += 1;
  more = null;
}

const fetchPage = (chat, text, offset) => post(`chats/${chat.id}/queries`, JSON.stringify({ text, offset }));

function listed(chat, offer, done) {
  return offer.results.map((one) => ({
    title: one.title, description: one.description, kind: "offer",
    take: () => { done(); post(`chats/${chat.id}/inserts`, JSON.stringify({ query: offer.query, result: one.id })); },
  }));
}

// The next page, once its end is near; null where there is none.
function continued(chat, text, offer, done, now) {
  if (!offer.next) return null;
  return async () => {
    more = null;
    const next = await fetchPage(chat, text, offer.next);
    if (now !== asked || !next) return;
    palette.add(listed(chat, next, done));
    more = continued(chat, text, next, done, now);
  };
}

$("palette").addEventListener("scroll", () => {
  const list = $("palette");
  if (more && list.scrollHeight - list.scrollTop - list.clientHeight < 120) more();
}, { passive: true });
