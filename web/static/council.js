// Keeps the council room up to date while one looks at it. Without this one reloads the page.
"use strict";

const course = document.querySelector("[data-course]");
let mark = null;
let typed = false;
let active = Date.now();
const IDLE_MS = 15 * 60 * 1000;
document.addEventListener("input", (event) => {
  if (!course?.contains(event.target)) typed = true;
});
// A room that nobody looks at does not keep its sign-in alive.
for (const sign of ["pointermove", "pointerdown", "keydown", "scroll", "focus"]) {
  addEventListener(sign, () => (active = Date.now()), { passive: true });
}

function moved(before, after) {
  const changed = before.dataset.phase !== after.dataset.phase || before.dataset.acts !== after.dataset.acts;
  if (changed && !typed) location.reload();
  else if (changed) document.getElementById("doi-buoc").hidden = false;
  const back = before.dataset.liveState === "hidden" && after.dataset.liveState !== "hidden";
  if (back) document.getElementById("moi-lai").hidden = false;
  if (after.dataset.liveState === "hidden") document.getElementById("moi-lai").hidden = true;
}

async function look() {
  if (!course || document.hidden || Date.now() - active > IDLE_MS) return;
  const headers = mark ? { "If-None-Match": mark } : {};
  const answer = await fetch(course.dataset.course, { headers, cache: "no-store" });
  if (answer.status !== 200) return;
  const first = mark === null;
  mark = answer.headers.get("ETag");
  const held = document.activeElement && course.contains(document.activeElement);
  if (held) {
    mark = null;
    return;
  }
  const before = course.querySelector(".course");
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".course");
  if (!drawn || (first && drawn.outerHTML === before.outerHTML)) return;
  moved(before, drawn);
  before.replaceWith(drawn);
}

const EVERY_MS = 5000;
if (course) setInterval(() => look().catch(() => {}), EVERY_MS);
document.addEventListener("visibilitychange", () => look().catch(() => {}));
