// Signing out: says what is only on this device, keeps it, and takes the pinned pages away.
const dialog = document.getElementById("sign-out-dialog");

async function unpin(person) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`typed.${person}.`)) localStorage.removeItem(key);
  const names = await caches.keys();
  localStorage.removeItem(`visited.${person}`); // the titles that the command bar offers
  await Promise.all(names.filter((name) => name.startsWith(`pkg.${person}.`)).map((name) => caches.delete(name)));
}

async function leave(event) {
  const form = event.currentTarget;
  if (form.dataset.sure) return;
  event.preventDefault();
  const { person } = form.dataset;
  const sure = async () => {
    await unpin(person).catch(() => {});
    form.dataset.sure = "yes";
    form.requestSubmit();
  };
  try {
    const { heldBy, people } = await import("./held.js");
    const held = (await people()).includes(person) ? await heldBy(person) : null;
    if (!held?.entries && !held?.photos) return void await sure();
    dialog.querySelector("[data-entries]").textContent = held.entries;
    dialog.querySelector("[data-photos]").textContent = held.photos;
    dialog.onclose = () => { if (dialog.returnValue === "sure") sure(); };
    dialog.showModal();
  } catch {
    await sure();
  }
}

const action = document.querySelector("form[data-sign-out]")?.action;
for (const form of document.querySelectorAll("form[method=post]")) {
  if (!action || form.action !== action) continue;
  form.dataset.person = dialog.dataset.person;
  form.addEventListener("submit", leave);
}
