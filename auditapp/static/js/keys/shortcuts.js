// The window that shows the shortcuts. The walk brings its list with it; elsewhere it is asked for once.
import { wear } from "./listen.js";

const dialog = document.getElementById("shortcuts-window");
dialog?.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest("[data-close]")) dialog.close();
});

export async function open() {
  if (!dialog) return void location.assign("/shortcuts");
  if (dialog.open) return;
  const place = dialog.querySelector("#shortcuts");
  if (place && !place.childElementCount) {
    const headers = { "HX-Request": "true", "HX-Target": "div#shortcuts" };
    const answer = await fetch("/shortcuts", { headers }).catch(() => null);
    if (!answer?.ok || answer.redirected) return void location.assign("/shortcuts");
    place.outerHTML = await answer.text();
  }
  wear();
  dialog.showModal();
}
