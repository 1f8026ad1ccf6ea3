// Saves a form by itself a moment after somebody stopped typing. Without it the button saves.
"use strict";

for (const form of document.querySelectorAll("form[data-kept]")) {
  const told = document.querySelector("[data-saved]");
  let waiting = 0;
  let saving = Promise.resolve();
  const save = async () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("tu-dong", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.detail);
      form.elements.ban.value = found.revision;
      told.textContent = found.told;
    } catch (error) {
      told.textContent = error.message || told.dataset.failed;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { saving = saving.then(save); }, 1200);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (form.dataset.ready) return;
    event.preventDefault();
    const send = () => { form.dataset.ready = "yes"; form.requestSubmit(event.submitter); };
    saving.then(() => setTimeout(send)); // a form whose submission is still being told of ignores another one
  }, true);
}
