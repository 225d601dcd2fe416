document.addEventListener("click", (event) => {
  const eye = event.target.closest?.("[data-show-password]");
  if (!eye) return;
  const field = document.getElementById(eye.dataset.showPassword);
  const isShown = field.type === "text";
  field.type = isShown ? "password" : "text";
  eye.setAttribute("aria-pressed", String(!isShown));
});
