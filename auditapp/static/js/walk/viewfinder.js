// A viewfinder in the page, for many photos one after another: each tap keeps one. The camera input stays beside it.
import { tell, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 4032 }, height: { ideal: 3024 } } };

export class Viewfinder {
  constructor(walk) {
    this.walk = walk;
    this.sheet = byId("viewfinder");
    const button = byId("burst-button");
    button.hidden = !navigator.mediaDevices?.getUserMedia;
    delete button.dataset.soon;
    button.addEventListener("click", () => this.open());
    byId("shutter").addEventListener("click", () => this.#take());
    byId("viewfinder-draw").addEventListener("click", () => { this.sheet.close(); walk.gallery.draw(this.last); });
    this.sheet.addEventListener("close", () => this.#stop());
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.sheet.open) this.sheet.close(); });
  }

  async open() {
    if (this.opening) return; // a second tap would begin with a camera that nobody ends
    this.opening = true;
    this.instance = this.walk.questions.here;
    this.count = 0;
    this.last = null;
    this.#counted();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia(WANTED);
    } catch (error) {
      console.warn(error.name);
      tell(say("noCamera"), { trouble: true });
      return;
    } finally {
      this.opening = false;
    }
    const video = byId("viewfinder-picture");
    video.srcObject = this.stream;
    this.sheet.showModal();
    await video.play().catch(() => {});
  }

  /** The full picture where the browser can take one, else the frame that is seen. */
  async #take() {
    if (this.taking || !this.stream) return;
    this.taking = true;
    byId("shutter").disabled = true;
    try {
      const blob = await this.#still() ?? await this.#frame();
      const name = `photo-${new Date().toISOString().replace(/[:.]/g, "-")}.jpg`;
      const file = new File([blob], name, { type: blob.type || "image/jpeg", lastModified: Date.now() });
      const [kept] = await this.walk.gallery.take([file], this.instance);
      if (!kept) {
        this.sheet.close(); // why it was not kept stands behind the viewfinder
        return;
      }
      this.last = kept;
      this.count += 1;
      this.#counted();
    } catch (error) {
      console.error(error);
      this.sheet.close();
      tell(say("notKept"), { trouble: true });
    } finally {
      this.taking = false;
      byId("shutter").disabled = false;
    }
  }

  async #still() {
    const [track] = this.stream.getVideoTracks();
    if (!window.ImageCapture) return null;
    const taken = await new ImageCapture(track).takePhoto().catch(() => null);
    return taken?.size ? taken : null;
  }

  async #frame() {
    const video = byId("viewfinder-picture");
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.92);
    });
  }

  #counted() {
    byId("viewfinder-count").textContent = this.count;
    byId("viewfinder-draw").hidden = !this.last;
  }

  #stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    byId("viewfinder-picture").srcObject = null;
  }
}
