// htmx under a policy without eval and inline style; the token from the cookie; words when a request fails.
import htmx from "htmx.org";
import { word } from "./words.ts";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

export function token(): string {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = token();
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"])
  document.addEventListener(name, () => tell(word("failed")));

export function tell(text: string): void {
  const place = document.querySelector("#flash");
  if (!place) return;
  const line = document.createElement("p");
  line.className = "note wrong";
  line.textContent = text;
  place.replaceChildren(line);
}
