// data-online: says in words whether there is a line, and since when the page is what it is.
import { word } from "../words.ts";

export function start(root: ParentNode): void {
  const line = root.querySelector<HTMLElement>("[data-online]");
  if (!line) return;
  const connected = line.textContent ?? "";
  const show = () => {
    line.textContent = navigator.onLine ? connected : word("offline");
    line.classList.toggle("look", !navigator.onLine);
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
