// Where there is media on the timeline, and small questions about intervals.

import type { Epoch, Span } from "./protocol";

/** The interval that holds `t`, allowing for `slack` seconds before its start. */
export function around(spans: Span[], t: number, slack = 0): Span | null {
  return spans.find(([from, to]) => from - slack <= t && t < to) ?? null;
}

/** The first interval that begins after `t`. */
export function next(spans: Span[], t: number): Span | null {
  return spans.find(([from]) => from > t) ?? null;
}

/** What lies between the intervals, from 0 to `end`; holes shorter than `least` seconds do not count. */
export function gaps(spans: Span[], end: number, least = 2): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from - at >= least) found.push([at, from]);
    at = Math.max(at, to);
  }
  if (end - at >= least) found.push([at, end]);
  return found;
}

/** Playback rate that brings `lead` seconds of unplayed media to the target without being heard. */
export function nudge(lead: number, target: number): number {
  if (lead > Math.max(0.8, target + 0.4)) return 1.25;
  if (lead > target + 0.15) return 1.06;
  return lead < target * 0.4 ? 0.97 : 1;
}

/** Where there is media, kept up to date while the lesson goes on. */
export class Spans {
  list: Span[] = [];
  onAir = false;

  set(spans: Span[], epochs: Epoch[], onAir: boolean): void {
    this.list = spans.map(([from, to]) => [from, to]);
    this.onAir = onAir;
    const last = epochs.at(-1);
    if (this.onAir && last && !this.list.some(([, to]) => to > last.begins)) this.list.push([last.begins, last.begins]);
  }

  gap(from: number | null, to: number | null): void {
    const last = this.list.at(-1);
    if (from !== null && to === null) {
      if (last && this.onAir) last[1] = Math.max(last[0], Math.min(last[1], from));
      this.onAir = false;
    } else if (to !== null) {
      this.list.push([to, to]);
      this.onAir = true;
    }
  }

  tail(t: number): void {
    const last = this.list.at(-1);
    if (this.onAir && last) last[1] = Math.max(last[1], t);
  }
}
