// Passkeys (WebAuthn). A form with one fetches what the browser is to be asked for, asks, and goes on its way with the
// answer. Where the browser has none of it, or the page stands at another address than the one that passkeys belong to,
// the page says so and shows no button.
const known = Boolean(window.PublicKeyCredential && navigator.credentials) && window.isSecureContext;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

// Browsers of 2025 read and write JSON themselves; the same for those before.
const ofNew = (json) => PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
  ...json, challenge: bytes(json.challenge), user: { ...json.user, id: bytes(json.user.id) },
  excludeCredentials: named(json.excludeCredentials),
};
const ofOne = (json) => PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
  ...json, challenge: bytes(json.challenge), allowCredentials: named(json.allowCredentials),
};

function told(credential) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON && credential.toJSON) return credential.toJSON();
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {},
    response: { ...Object.fromEntries(said), transports: response.getTransports?.() ?? [] },
  };
}

async function asked(form) {
  const response = await fetch(form.dataset.challenge, { method: "POST", body: new FormData(form) });
  if (!response.ok || response.redirected) throw new DOMException("no challenge", "AbortError");
  const json = await response.json();
  if (form.dataset.passkey === "new") return navigator.credentials.create({ publicKey: ofNew(json) });
  return navigator.credentials.get({ publicKey: ofOne(json) });
}

async function answer(event) {
  const form = event.currentTarget;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const trouble = form.querySelector("[data-trouble]");
  trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(told(await asked(form)));
    form.submit();
  } catch (error) {
    console.info(`passkey: ${error.name}`);
    const words = { InvalidStateError: "known", AbortError: "stale" }[error.name] ?? "cancelled";
    trouble.textContent = trouble.dataset[words];
    trouble.hidden = false;
    delete form.dataset.busy;
  }
}

for (const place of document.querySelectorAll("[data-passkey-origin]")) {
  const way = location.origin !== place.dataset.passkeyOrigin ? "elsewhere" : known ? "here" : "not";
  for (const part of place.querySelectorAll("[data-passkey-way]")) part.hidden = part.dataset.passkeyWay !== way;
}
for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", answer);
// Back from the next page, out of the browser's memory: it may be asked again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) delete form.dataset.busy;
});
