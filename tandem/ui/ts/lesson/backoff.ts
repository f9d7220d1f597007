// How long to wait before the next attempt: doubling to 5 s, and never the whole class at the same moment.

const FIRST = 250;
const MOST = 5000;

/** Milliseconds before attempt number `attempt` (from 0); `chance` in [0, 1) spreads thirty pages over time. */
export function wait(attempt: number, chance: number): number {
  const full = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + chance / 2));
}

export type Fate = "again" | "stop";

/** Whether a socket closed with this code is worth opening again. */
export function fate(code: number): Fate {
  return code === 4401 || code === 4403 || code === 4404 || code === 4409 ? "stop" : "again";
}
