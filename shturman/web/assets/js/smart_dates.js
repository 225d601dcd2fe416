// «завтра в 10»: shows under the field what was understood.
let timer = 0;
let asked = 0;

async function explain(field) {
  const hint = document.getElementById(`${field.id}-understood`);
  if (!hint) return;
  const order = ++asked;
  const answer = await fetch(`/understand-date/?text=${encodeURIComponent(field.value)}`).catch(() => null);
  if (answer?.ok && order === asked) hint.textContent = (await answer.text()).trim();
}

document.addEventListener("input", (event) => {
  if (!("smartDate" in event.target.dataset)) return;
  clearTimeout(timer);
  timer = setTimeout(() => explain(event.target), 250);
});
