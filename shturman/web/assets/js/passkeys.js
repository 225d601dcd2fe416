// Passkeys: the device is asked, its answer goes into the form, and the form goes on by itself.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const readable = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function makePasskey({ creation_options: { publicKey } }) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const key = { ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) } };
  const made = await navigator.credentials.create({
    publicKey: { ...key, excludeCredentials: readable(publicKey.excludeCredentials), authenticatorSelection: selection },
  });
  const { attestationObject, clientDataJSON } = made.response;
  return { ...common(made), response: { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) } };
}

async function showPasskey({ request_options: { publicKey } }) {
  const shown = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: readable(publicKey.allowCredentials) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
  const response = { authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature) };
  return { ...common(shown), response: { ...response, userHandle: userHandle ? text(userHandle) : null } };
}

function common(credential) {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults() };
}

async function ask(form) {
  const said = form.querySelector("[data-passkey-said]");
  said.hidden = true;
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "add" ? makePasskey(options) : showPasskey(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
    said.hidden = false;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const canUse = Boolean(window.PublicKeyCredential);
  for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = !canUse;
  for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = canUse;
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-passkey]");
  if (!form) return;
  event.preventDefault();
  ask(form);
});
