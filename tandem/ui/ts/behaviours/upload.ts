// form[data-upload]: sends a form with a file showing progress; a line that is cut is said, and one may try again.
import { word } from "../words.ts";

export function size(bytes: number): string {
  if (bytes < 1_048_576) return word("kilobytes", { n: Math.ceil(bytes / 1024) });
  const shape = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return word("megabytes", { n: shape.format(bytes / 1_048_576) });
}

export function start(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-upload]")) enhance(form);
}

function enhance(form: HTMLFormElement): void {
  const file = form.querySelector<HTMLInputElement>("input[type=file]");
  const bar = form.querySelector<HTMLProgressElement>("progress");
  const state = form.querySelector<HTMLElement>("[data-upload-state]");
  if (!file || !bar || !state) return;
  form.addEventListener("submit", (event) => {
    if (!file.files?.length) return;
    event.preventDefault();
    send(form, file, bar, state);
  });
}

function send(form: HTMLFormElement, file: HTMLInputElement, bar: HTMLProgressElement, state: HTMLElement): void {
  const total = [...(file.files ?? [])].reduce((sum, one) => sum + one.size, 0);
  const limit = Number(form.dataset["upload"]);
  if (limit && total > limit) {
    state.textContent = word("too-large", { size: size(total), limit: size(limit) });
    return;
  }
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    bar.hidden = false;
    bar.value = event.loaded / event.total;
    state.textContent = word("sending", { done: size(event.loaded), size: size(event.total) });
  });
  request.addEventListener("error", () => fail(word("upload-cut")));
  request.addEventListener("load", () => {
    if (request.status < 400) window.location.assign(request.responseURL);
    else if (request.status === 422 || request.status === 413) show(request.responseText);
    else fail(word("upload-failed"));
  });
  const fail = (text: string) => {
    bar.hidden = true;
    state.textContent = text;
    state.focus();
  };
  request.send(new FormData(form));
}

function show(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main")?.replaceWith(page.querySelector("main") ?? document.createElement("main"));
  start(document);
}
