// ? opens the list of keys; a form that keeps drafts saves itself while one writes. Both work without it, by buttons.
"use strict";

const help = document.querySelector("dialog.help");
document.addEventListener("keydown", (event) => {
  const busy = event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "?" && help && !busy && !help.open) help.showModal();
  if (event.key === "/") document.querySelector("details.narrow")?.setAttribute("open", "");
}, true);

for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-saved]");
  let waiting = 0;
  let sent = false;
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  const save = async () => {
    if (sent) return;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.ok && said) said.textContent = (await answer.json()).said;
    } catch {
      // No network: what was typed stands on the page, and the next letter tries again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 1500);
  });
}
