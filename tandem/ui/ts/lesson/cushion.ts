// How much unplayed media live playing aims for: as little as this line allows.

const LEAST = 0.2;
const FIRST = 0.3;
const MOST = 0.9;
/** Seconds more each time the picture stood still for want of media, and less after each calm. */
const MORE = 0.15;
const LESS = 0.05;
/** ms without standing still. */
const CALM = 8000;

export class Cushion {
  /** Seconds. */
  size = FIRST;
  private since: number;

  constructor(now: number) {
    this.since = now;
  }

  /** The picture stood still at `now` (ms). */
  dry(now: number): void {
    this.size = Math.min(MOST, this.size + MORE);
    this.since = now;
  }

  look(now: number): void {
    if (now - this.since < CALM) return;
    this.size = Math.max(LEAST, this.size - LESS);
    this.since = now;
  }
}
