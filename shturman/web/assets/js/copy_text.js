// A button that copies what stands in a field; where the browser forbids it, the text is chosen for Ctrl C.
import { say } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(button.dataset.copied, "good");
  } catch {
    field.focus();
  }
});
