// How an item looks: kind by its icon, a promise by a diamond; colour says late and nothing else.
const ROOM_FOR_TWO = 45;
const sprite = () => document.getElementById("calendar-script").dataset.sprite;

export function classesOf({ event }) {
  if (event.display === "background") return "";
  const { isDone, isAside, isLate, isImportant, clash } = event.extendedProps;
  const marks = { done: isDone, aside: isAside, late: isLate, important: isImportant, crossing: Boolean(clash) };
  const chosen = Object.entries(marks).filter(([, holds]) => holds);
  return ["calendar-item", ...chosen.map(([name]) => `calendar-item--${name}`)].join(" ");
}

export function contentOf({ event, timeText }, page) {
  if (event.display === "background") return { domNodes: [line("calendar-off__note", event.title)] };
  const facts = event.extendedProps;
  if (facts.isAside) return { domNodes: [markAside(facts, page.dataset)] };
  const words = page.dataset;
  const what = line("calendar-item__what", "");
  what.append(icon(facts.isDone ? "done" : facts.icon));
  if (facts.isImportant) what.append(icon("diamond"));
  if (facts.clash) what.append(icon("alert-circle"));
  if (timeText) what.append(line("calendar-item__time", timeText));
  what.append(line("calendar-item__title", event.title));
  const head = line("calendar-item__head", "");
  head.append(what);
  const hidden = [facts.kind, facts.isImportant && words.wordsImportant, facts.isDone && words.wordsDone, facts.isLate && words.wordsLate];
  const told = line("visually-hidden", ` ${hidden.filter(Boolean).join(", ")}. ${facts.isDone || facts.isFixed ? "" : words.wordsKeys}`);
  const more = facts.waits ? words.wordsWaits : facts.clash || facts.about;
  const body = line("calendar-item__body", "");
  body.append(head, told);
  // A quarter of an hour has room for one line.
  const hasTwo = more && !event.allDay && facts.minutes >= ROOM_FOR_TWO;
  if (hasTwo) body.append(line("calendar-item__more", more));
  // The second line begins with the client; where something else stands there, he follows the title.
  if (facts.whom && !(hasTwo && more === facts.about)) head.append(line("calendar-item__whom", ` · ${facts.whom}`));
  return { domNodes: [body] };
}

// What there is no room for in a week is read in a day, and said by a reader in both.
function markAside({ count, name }, words) {
  const mark = line("calendar-item__aside", "");
  mark.append(icon("done"), line("visually-hidden", words.wordsDone));
  if (count > 1) mark.append(line("calendar-item__count", `${count}`));
  mark.append(line("calendar-item__title", name));
  return mark;
}

function icon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("class", `icon icon--15${name === "done" ? " icon--filled" : ""}`);
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  picture.append(use);
  return picture;
}

function line(name, text) {
  const words = document.createElement("span");
  words.className = name;
  words.textContent = text;
  return words;
}
