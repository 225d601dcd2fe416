// Bundles of one page share no modules with the frame: what is open is read from the page itself.
export function isOpen() {
  return Boolean(document.querySelector("dialog[open]"));
}
