// Filters apply themselves; without scripts their form has a button.
let timer = 0;

function submit(form) {
  clearTimeout(timer);
  form.requestSubmit();
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "autosubmit" in form.dataset) submit(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !("autosubmit" in form.dataset) || !event.target.matches("[type=search], [type=text]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => submit(form), 400);
});
