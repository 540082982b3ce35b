// The place once more, from where it was photographed: the picture of before lies half seen over the viewfinder.
// Without a camera that pages may use, the file input below does the same work.
const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 4032 }, height: { ideal: 3024 } } };
const open = document.getElementById("same-view-open");
const sheet = document.getElementById("ghost");

if (open && sheet && navigator.mediaDevices?.getUserMedia && window.DataTransfer) {
  const video = sheet.querySelector("video");
  const after = document.getElementById("same-view-after");
  const input = document.querySelector("input[type=file][name=photos]");
  const trouble = document.getElementById("same-view-trouble");
  let stream = null;

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    shutter.disabled = true;
  };

  const begin = async () => {
    trouble.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia(WANTED);
    } catch (error) {
      console.warn(error.name);
      trouble.hidden = false;
      return;
    }
    video.srcObject = stream;
    sheet.showModal();
    await video.play().catch(() => {});
  };

  const take = () => {
    after.width = video.videoWidth;
    after.height = video.videoHeight;
    after.getContext("2d").drawImage(video, 0, 0);
    after.toBlob((blob) => {
      if (!blob) return;
      const name = `photo-${new Date().toISOString().replace(/[:.]/g, "-")}.jpg`;
      const files = new DataTransfer();
      for (const file of input.files) files.items.add(file);
      files.items.add(new File([blob], name, { type: "image/jpeg", lastModified: Date.now() }));
      input.files = files.files;
      after.closest("figure").hidden = false;
      sheet.close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, "image/jpeg", 0.92);
  };

  const shutter = document.getElementById("ghost-shutter");
  shutter.disabled = true;
  video.addEventListener("loadeddata", () => { shutter.disabled = false; });
  open.hidden = false;
  open.addEventListener("click", begin);
  shutter.addEventListener("click", take);
  document.getElementById("ghost-close").addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", stop);
  document.addEventListener("visibilitychange", () => { if (document.hidden && sheet.open) sheet.close(); });
}
