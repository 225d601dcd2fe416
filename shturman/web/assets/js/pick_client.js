// A client picked from the list under its field: the hidden field beside keeps the id.
const pickerOf = (element) => element.closest?.("[data-picker]");

document.addEventListener("click", (event) => {
  const option = event.target.closest?.("[data-client-id]");
  if (!option) return document.querySelectorAll(".picker__options").forEach((list) => list.replaceChildren());
  const picker = pickerOf(option);
  picker.querySelector("input[role=combobox]").value = option.dataset.clientName;
  picker.querySelector("input[type=hidden]").value = option.dataset.clientId;
  picker.querySelector(".picker__options").replaceChildren();
  picker.querySelector("input[role=combobox]").focus();
});

document.addEventListener("input", (event) => {
  const picker = event.target.matches?.("input[role=combobox]") && pickerOf(event.target);
  if (picker) picker.querySelector("input[type=hidden]").value = "";
});

document.addEventListener("keydown", (event) => {
  const picker = pickerOf(event.target);
  if (!picker || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  const options = [...picker.querySelectorAll("[data-client-id]")];
  if (!options.length) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return picker.querySelector(".picker__options").replaceChildren();
  const next = options.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (options[next] ?? picker.querySelector("input[role=combobox]")).focus();
});
