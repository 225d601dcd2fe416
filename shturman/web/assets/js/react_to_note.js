// The row of reactions comes anew after a press: the focus returns to the sign that was pressed, or to the «+» that offered it.
document.addEventListener("htmx:before:request", (event) => {
  const form = event.target.closest?.("form.reactions");
  const pressed = form?.contains(document.activeElement) ? document.activeElement : null;
  pressedId = pressed ? pressed.id || form.querySelector("summary").id : "";
});

document.addEventListener("htmx:after:swap", () => {
  const row = pressedId && document.getElementById(pressedId.replace(/^(reaction|react)-(\w+-\d+).*/, "react-$2"));
  if (!row) return;
  (document.getElementById(pressedId) ?? row).focus();
  pressedId = "";
});

let pressedId = "";
