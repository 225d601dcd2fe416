// Words for the eye and for the screen reader, shared by both scripts through the page itself.
export function say(text, level = "late") {
  document.dispatchEvent(new CustomEvent("say", { detail: { text, level } }));
}

export function announce(text) {
  const said = document.getElementById("said");
  if (said) said.textContent = text;
}
