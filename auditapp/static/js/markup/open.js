// The way in: opens a photo full screen to look at it closely and draw on it. Leaving saves.
import { makeSheet } from "./sheet.js";
import { workingCopy } from "./picture.js";

/**
 * @param {object} given
 * @param {Blob|string} given.image the photo, or a smaller copy of it
 * @param {object|null} given.shapes the document of its marks, { version, shapes }, where there is one
 * @param {(document: object) => any} given.onSave takes the document when it was changed; may reject, then it stays open
 * @param {(document: object) => any} [given.onChange] takes it after every mark, as a draft
 * @returns {Promise<object>} the document, once the photo is left
 */
export async function openMarkup({ image, shapes = null, onSave, onChange = () => {} }) {
  const part = document.getElementById("markup-dialog").content.cloneNode(true);
  const dialog = part.querySelector("dialog");
  const words = Object.fromEntries([...part.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]));
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  const sheet = makeSheet(shapes);
  let board = null;
  let saved = sheet.document();
  const isNew = () => JSON.stringify(sheet.document().shapes) !== JSON.stringify(saved.shapes);

  const say = (word) => { find("said").textContent = words[word]; };
  const trouble = (word) => {
    find("trouble").textContent = word ? words[word] : "";
    find("trouble").hidden = !word;
  };
  async function save() {
    if (!isNew()) return;
    const document = sheet.document();
    await onSave(document);
    saved = document;
  }
  async function leave() {
    find("words").requestSubmit();
    try {
      await save();
      dialog.close();
    } catch {
      trouble("unsaved");
    }
  }
  function writing(text, done) {
    const form = find("words");
    const input = form.querySelector("input");
    const close = () => {
      form.hidden = true;
      form.onsubmit = input.oninput = input.onblur = null;
      done(input.value, true);
    };
    form.hidden = false;
    input.value = text;
    input.oninput = () => done(input.value, false);
    form.onsubmit = (event) => {
      event.preventDefault();
      close();
    };
    input.onblur = (event) => { if (!form.contains(event.relatedTarget)) close(); };
    input.focus();
  }
  const on = {
    change() {
      trouble(sheet.full ? "full" : null);
      find("undo").disabled = !sheet.changed;
      onChange(sheet.document());
    },
    hold() { find("remove").hidden = sheet.held === null; },
    zoom(zoomed) { find("whole").hidden = !zoomed; },
    words: writing,
    full() { trouble("full"); },
  };

  find("leave").onclick = leave;
  find("undo").onclick = () => { board?.undo(); say("undone"); };
  find("remove").onclick = () => { board?.remove(); say("removed"); };
  find("whole").onclick = () => board?.showWhole();
  find("words").addEventListener("submit", (event) => event.preventDefault());
  for (const button of dialog.querySelectorAll("[data-tool]")) {
    button.onclick = () => {
      for (const each of dialog.querySelectorAll("[data-tool]")) each.setAttribute("aria-pressed", String(each === button));
      if (board) board.tool = button.dataset.tool;
    };
  }
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  const hidden = () => { if (document.visibilityState === "hidden") save().catch(() => trouble("unsaved")); };
  document.addEventListener("visibilitychange", hidden);

  document.body.append(dialog);
  dialog.showModal();
  const left = new Promise((resolve) => dialog.addEventListener("close", () => {
    document.removeEventListener("visibilitychange", hidden);
    board?.close();
    dialog.remove();
    // A browser that closes it by itself (Back pressed twice) gives no chance to refuse; what was drawn is still saved.
    save().catch(() => {}).finally(() => resolve(sheet.document()));
  }));
  const [picture, code] = await Promise.all([
    workingCopy(image).catch(() => trouble("unreadable")),
    import("./board.js").catch(() => trouble("unloaded")),
    document.fonts.load('700 20px "Noto Sans"').catch(() => {}),
  ]);
  if (picture && code && dialog.open) {
    board = code.makeBoard({ ground: find("ground"), picture, sheet, on });
    board.tool = dialog.querySelector('[data-tool][aria-pressed="true"]').dataset.tool;
    find("ground").focus();
    dialog.dataset.ready = "";
  }
  return left;
}
