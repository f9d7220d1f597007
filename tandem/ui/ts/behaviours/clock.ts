// data-clock: shows the school's wall clock. data-until="ISO time": minutes left, in the words of data-words-left.
const wall = (zone: string | undefined) =>
  new Intl.DateTimeFormat("nl-BE", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });

export function minutesUntil(iso: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - now) / 60_000));
}

export function start(root: ParentNode): void {
  const clocks = [...root.querySelectorAll<HTMLElement>("[data-clock]")];
  const counts = [...root.querySelectorAll<HTMLElement>("[data-until]")];
  if (!clocks.length && !counts.length) return;
  const offset = Number(document.documentElement.dataset["now"] ?? Date.now()) - Date.now();
  const tick = () => {
    const now = Date.now() + offset;
    for (const one of clocks) one.textContent = wall(one.dataset["clock"] || undefined).format(now);
    for (const one of counts) {
      const template = one.dataset["wordsLeft"];
      if (template) one.textContent = template.replace("{n}", String(minutesUntil(one.dataset["until"] ?? "", now)));
    }
  };
  window.setInterval(tick, 15_000);
}
