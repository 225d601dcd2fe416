// The list of days drawn as a grid: items are dragged, lengthened and walked by keys; the server decides.
import { Calendar } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import russian from "fullcalendar/locales/ru";
import classic from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";
import { isOpen } from "./dialog_state.js";
import { gatherDone } from "./calendar_done.js";
import { classesOf, contentOf } from "./calendar_item.js";
import { heldItem, keepFocus, walkItem } from "./calendar_keys.js";
import { placeItem } from "./place_item.js";

const VIEWS = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth" };
const DRAWN_FROM = 600;
const USUAL_HEIGHT = 760;
const LEAST_MONTH = 740;
const BELOW = 20;
const page = document.querySelector("[data-calendar]");
let calendar = null;

async function read({ startStr, endStr }) {
  const last = new Date(Date.parse(`${endStr.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const answer = await fetch(`${page.dataset.items}?from=${startStr.slice(0, 10)}&to=${last}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { items, days } = await answer.json();
  const drawn = page.dataset.view === "month" ? items : gatherDone(items, page);
  return [...drawn, ...days.flatMap(groundOf)];
}

// A day off or away is drawn as the ground behind it; its name stands in the row of whole days.
function groundOf({ on, isWorking, note }) {
  const ground = { display: "background", editable: false, className: "calendar-off", id: `off-${on}` };
  const drawn = isWorking ? [] : [{ ...ground, start: on, allDay: true, title: note }];
  const isMonth = page.dataset.view === "month";
  return isWorking || isMonth ? drawn : [...drawn, { ...ground, id: `hours-${on}`, start: `${on}T00:00:00`, end: `${on}T24:00:00`, title: "" }];
}

function askTask({ dateStr, allDay }) {
  if (isOpen()) return;
  const at = allDay ? dateStr.slice(0, 10) : dateStr.slice(0, 16);
  window.htmx.ajax("GET", `${page.dataset.set}&at=${encodeURIComponent(at)}`, { target: "#dialog-body", swap: "innerHTML" });
}

function openDay(date) {
  location.assign(page.dataset.open + new Intl.DateTimeFormat("sv-SE", { timeZone: page.dataset.zone }).format(date));
}

// Begins with what is seen: «пн 30», and in a month the number alone is a part of it.
function hintOf(words, date) {
  const weekday = new Intl.DateTimeFormat("ru", { weekday: "short", timeZone: page.dataset.zone }).format(date);
  return `${weekday} ${words}`;
}

function wire({ el, event }) {
  if (event.display === "background") return;
  el.dataset.item = event.id;
  el.title = event.extendedProps.name;
}

// The corner over the hours heads nothing; what heads nothing is no header.
function bareCorner(grid) {
  for (const header of grid.querySelectorAll("[role=columnheader]")) if (!header.textContent) header.setAttribute("role", "cell");
}

// A month fits the window; where the window is too low for it, the week of today is what is seen.
function heightOf(grid) {
  if (page.dataset.view !== "month") return USUAL_HEIGHT;
  return Math.max(LEAST_MONTH, window.innerHeight - grid.getBoundingClientRect().top - window.scrollY - BELOW);
}

// Items are drawn a frame or two after they are read.
function reveal(isLoading) {
  if (!isLoading && !page.classList.contains("calendar-page--filled")) requestAnimationFrame(() => requestAnimationFrame(show));
}

function show() {
  page.classList.add("calendar-page--filled");
  bareCorner(page);
  if (page.dataset.view === "month") page.querySelector(".calendar__grid [aria-current=date]")?.scrollIntoView({ block: "nearest" });
}

// A day of a month is named by what stands in it, not by its date alone.
function nameByContent({ el }) {
  for (const cell of [el, ...el.querySelectorAll("div[aria-label]")]) cell.removeAttribute("aria-label");
}

function draw() {
  const grid = page.querySelector(".calendar__grid");
  page.classList.add("calendar-page--drawn");
  calendar = new Calendar(grid, {
    plugins: [classic, dayGrid, timeGrid, interaction],
    locale: russian,
    timeZone: page.dataset.zone,
    initialView: VIEWS[page.dataset.view],
    initialDate: page.dataset.day,
    headerToolbar: false,
    height: heightOf(grid),
    fixedWeekCount: false,
    firstDay: 1,
    nowIndicator: true,
    editable: true,
    slotDuration: "00:30:00",
    snapDuration: "00:15:00",
    scrollTime: earlier(page.dataset.opens),
    businessHours: { daysOfWeek: [0, 1, 2, 3, 4, 5, 6], startTime: page.dataset.opens, endTime: page.dataset.closes },
    allDayText: page.dataset.wordsAllDay,
    slotHeaderFormat: { hour: "2-digit", minute: "2-digit" },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit" },
    displayEventEnd: false,
    eventMinHeight: 22,
    eventOrder: ["isDone", "start", "-duration", "title"],
    eventOrderStrict: true,
    dayMaxEvents: page.dataset.view === "month" || 4,
    moreLinkClick: ({ date }) => openDay(date),
    navLinks: page.dataset.view !== "day",
    navLinkDayClick: openDay,
    navLinkHint: hintOf,
    dayCellDidMount: nameByContent,
    eventClass: classesOf,
    eventContent: (info) => contentOf(info, page),
    eventDidMount: wire,
    events: read,
    loading: reveal,
    eventsSet: keepFocus,
    dateClick: askTask,
    eventDrop: ({ event, revert }) => placeItem(event, calendar, page, { revert }),
    eventResize: ({ event, revert }) => placeItem(event, calendar, page, { revert, isLengthened: true }),
  });
  calendar.render();
}

function earlier(clock) {
  const hour = Math.max(0, Number(clock.slice(0, 2)) - 1);
  return `${String(hour).padStart(2, "0")}:00:00`;
}

if (page && window.innerWidth >= DRAWN_FROM) draw();
document.addEventListener("keydown", (press) => calendar && walkItem(press, heldItem(press), calendar, page), true);
document.addEventListener("live:replaced", () => calendar?.refetchEvents());
