// How much the teacher's line carries: lower at once when it chokes, higher again only after a long calm.

export interface Rung {
  /** bit/s */
  picture: number;
  sound: number;
  /** Pixels and pictures a second to ask of the camera. */
  width: number;
  rate: number;
}

export const CAMERA: Rung[] = [
  { picture: 600_000, sound: 32_000, width: 640, rate: 25 },
  { picture: 300_000, sound: 32_000, width: 480, rate: 20 },
  { picture: 130_000, sound: 24_000, width: 320, rate: 12 },
  { picture: 0, sound: 24_000, width: 0, rate: 0 },
];

export const SCREEN: Rung[] = [
  { picture: 900_000, sound: 32_000, width: 1280, rate: 12 },
  { picture: 450_000, sound: 32_000, width: 1280, rate: 8 },
  { picture: 200_000, sound: 24_000, width: 960, rate: 4 },
  { picture: 0, sound: 24_000, width: 0, rate: 0 },
];

/** Seconds' worth of bytes that may wait on the line. */
const CHOKED = 1.5;
const FIRST_CALM = 60_000;

export class Ladder {
  private at = 0;
  private calm = FIRST_CALM;
  private since = 0;

  constructor(
    private readonly rungs: Rung[],
    now: number,
  ) {
    this.since = now;
  }

  get rung(): Rung {
    return this.rungs[this.at] as Rung;
  }

  /** Look at the bytes that wait at `now` (ms). True when the rung changed: the recorder is to begin anew. */
  look(waiting: number, now: number): boolean {
    const seconds = (waiting * 8) / (this.rung.picture + this.rung.sound);
    if (seconds > CHOKED) {
      this.since = now;
      if (this.at === this.rungs.length - 1) return false;
      this.at += 1;
      this.calm *= 2;
      return true;
    }
    if (seconds > CHOKED / 4) this.since = now;
    if (this.at === 0 || now - this.since < this.calm) return false;
    this.at -= 1;
    this.since = now;
    return true;
  }
}
