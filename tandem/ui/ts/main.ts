// Every ordinary page: htmx and the small behaviours. Each behaviour finds its own data- attribute.
import "./htmx.ts";
import { start as clock } from "./behaviours/clock.ts";
import { start as confirm } from "./behaviours/confirm.ts";
import { start as online } from "./behaviours/online.ts";
import { start as tabs } from "./behaviours/tabs.ts";
import { start as upload } from "./behaviours/upload.ts";

for (const behaviour of [clock, confirm, online, tabs, upload]) behaviour(document);
document.addEventListener("htmx:load", (event) => {
  const root = event.target;
  if (root instanceof HTMLElement && root !== document.body) for (const behaviour of [clock, confirm, tabs, upload]) behaviour(root);
});
