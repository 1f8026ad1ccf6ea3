// What makes the pages quicker. Everything here can also be done without it.
"use strict";

// A form that was sent is not sent twice by an impatient finger.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Ctrl+Enter sends the form that one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// j and k walk through the rows of a list that is marked for it, / goes to its search.
const writing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const links = [...document.querySelectorAll("[data-rows] tbody tr th a")];
  const step = { j: 1, k: -1 }[event.key];
  if (step && links.length) {
    const present = links.indexOf(document.activeElement);
    const next = present < 0 ? (step > 0 ? 0 : links.length - 1) : present + step;
    links[Math.max(0, Math.min(next, links.length - 1))].focus();
    event.preventDefault();
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search], form[role=search] input");
    if (search) {
      search.focus();
      event.preventDefault();
    }
  }
});

// On a narrow screen the place where one is comes into sight.
document.querySelector(".masthead nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Where a form came back with faults, the first one has the word.
const alert = document.querySelector(".alert[role=alert]");
if (alert) {
  alert.tabIndex = -1;
  alert.focus();
}

// Ctrl+K opens a list of all places to go to, narrowed by what is typed.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
function palette() {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  const title = document.querySelector(".masthead nav").getAttribute("aria-label");
  const input = document.createElement("input");
  input.setAttribute("aria-label", title);
  const list = document.createElement("ul");
  const places = [...document.querySelectorAll(".masthead nav a, main h2 a, main [data-palette]")];
  const draw = () => {
    list.replaceChildren(
      ...places
        .filter((place) => folded(place.textContent).includes(folded(input.value)))
        .slice(0, 12)
        .map((place) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          link.href = place.href;
          link.textContent = place.textContent.trim();
          item.append(link);
          return item;
        }),
    );
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    const first = list.querySelector("a");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) first.focus();
  });
  dialog.append(input, list);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !document.querySelector(".palette")) {
    event.preventDefault();
    palette();
  }
});
