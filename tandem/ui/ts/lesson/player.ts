// Where the reader is on the timeline and what is seen and heard there: live at the edge, or anywhere before it.
//
// Live, the video element leads and is nudged towards the edge. Earlier, the video leads where there is media and a
// clock leads where there is none, so that slides and chat go on through a gap, or without any media at all.

import { Cushion } from "./cushion";
import { Media } from "./media";
import type { Level, Said, Welcome } from "./protocol";
import { around, next, nudge, Spans } from "./spans";

/** Further behind the edge than this is jumped, not caught up (seconds). */
const JUMP = 3;
const AHEAD = 30;
const BEHIND = 30;
const TICK = 100;
/** Waiting longer than this for media that should be there, ask again (ms). */
const PATIENCE = 4000;

export interface Hooks {
  say(message: Said): void;
  /** The browser plays only without sound until it is asked by hand. */
  silenced(): void;
  trouble(why: string): void;
}

export class Player {
  readonly spans = new Spans();
  live = true;
  playing = true;
  level: Level = "full";
  rate = 1;
  /** Where the lesson is now, or ended (seconds). */
  edge = 0;
  /** False once the lesson is over: there is no live to go back to. */
  open = false;
  waiting = false;
  /** Something else has the video element, as the teacher's own preview. */
  lent = false;
  private readonly media: Media;
  private readonly cushion = new Cushion(performance.now());
  private head = 0;
  private edgeAt = performance.now();
  private before = performance.now();
  private started = false;
  private led: "video" | "clock" = "clock";
  private mark = 0;
  private holding = false;
  /** Whether the server's cursor for this page is at the end. */
  private following = true;
  private wanted = 0;
  private stuckSince = 0;
  private falls: number[] = [];

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly hooks: Hooks,
  ) {
    this.media = new Media(video, {
      grew: () => this.grew(),
      busy: () => !this.live && this.playing && this.lead() > 0.2,
      trouble: (why) => this.fell(why),
    });
    video.addEventListener("error", () => this.started && this.fell(video.error?.message ?? "video"));
    video.addEventListener("waiting", () => this.live && this.started && !video.seeking && this.cushion.dry(performance.now()));
    setInterval(() => this.tick(), TICK);
  }

  get epoch(): number {
    return this.media.epoch;
  }

  /** Seconds since the timeline began, of what is on the screen. */
  time(): number {
    return this.live ? (this.started && this.sees ? Math.min(this.video.currentTime, this.now()) : this.now()) : this.head;
  }

  /** Where live is at this moment, between two words of the server. */
  now(): number {
    return this.open ? this.edge + Math.min(2, (performance.now() - this.edgeAt) / 1000) : this.edge;
  }

  get sees(): boolean {
    return this.level !== "none";
  }

  /** The line is there (again). `at` of the join was `joinAt()`. */
  welcome(message: Welcome): void {
    this.open = message.live;
    this.spans.set(message.spans, message.epochs, message.publishing);
    this.level = message.level;
    this.tail(Math.max(message.duration, message.live ? message.now : 0));
    this.following = this.live;
    this.holding = false;
    this.wanted = 0;
    this.media.forget();
    this.want();
  }

  /** Before the line is there: begin at a moment instead of live. */
  begin(at: number, playing: boolean): void {
    this.live = false;
    this.head = at;
    this.playing = playing;
  }

  joinAt(): number | null {
    return this.live ? null : this.head;
  }

  tail(t: number): void {
    this.edge = t;
    this.edgeAt = performance.now();
    this.spans.tail(t);
  }

  init(epoch: number, mime: string): void {
    if (!this.holding && this.sees && !this.lent) this.media.init(mime, epoch);
  }

  data(data: ArrayBuffer): void {
    if (!this.holding && this.sees && !this.lent) this.media.data(data);
  }

  marked(n: number): void {
    if (n !== this.mark) return;
    this.holding = false;
    this.media.forget();
  }

  /** Go to a moment; null is live. */
  seek(to: number | null): void {
    this.stuckSince = 0;
    if (to === null || (this.open && to > this.now() - 1)) return this.goLive();
    this.live = false;
    this.head = Math.max(0, Math.min(to, this.edge));
    this.video.playbackRate = this.rate;
    this.led = "clock";
    const buffered = this.sees && around(this.media.ranges(), this.head);
    if (buffered) this.lead_by_video(this.head);
    else this.ask(this.head);
  }

  play(on: boolean): void {
    this.playing = on;
    if (!on) {
      if (this.live) this.head = this.time();
      this.live = false;
      this.video.pause();
    } else if (this.led === "video") this.start();
  }

  faster(rate: number): void {
    this.rate = rate;
    if (!this.live) this.video.playbackRate = rate;
  }

  /** Another level of data: asked of the server, and from here on again. */
  choose(level: Level): void {
    const before = this.level;
    this.level = level;
    if (level === before) return;
    this.hooks.say({ kind: "level", level });
    this.lowered(level);
  }

  /** The level is another now; the server knows. */
  lowered(level: Level): void {
    this.level = level;
    if (level === "none") this.stop();
    else if (!this.live) this.ask(this.head);
  }

  /** Let go of all media, as when something was cut out or the element is lent. */
  stop(): void {
    this.media.reset();
    this.started = false;
    this.led = "clock";
  }

  private goLive(): void {
    this.live = true;
    this.playing = true;
    this.rate = 1;
    const last = this.media.ranges().at(-1);
    if (this.following && this.started && last) this.video.currentTime = Math.max(last[0], last[1] - this.cushion.size);
    else if (!this.following) this.ask(null);
    if (this.started && this.following) this.start();
  }

  /** Move the server's cursor; what arrives before its mark is from the old place. */
  private ask(to: number | null): void {
    if (!this.sees) return;
    this.holding = true;
    this.following = to === null;
    this.hooks.say({ kind: "seek", to, n: ++this.mark });
    this.wanted = 0;
    this.want();
    if (to === null) this.started = false;
  }

  private want(): void {
    if (this.following || !this.sees) return;
    const until = this.head + (this.playing ? AHEAD * Math.max(1, this.rate) : 3);
    if (until < this.wanted + (this.playing ? 5 : 1)) return;
    this.wanted = until;
    this.hooks.say({ kind: "want", until });
  }

  private grew(): void {
    const ranges = this.media.ranges();
    const last = ranges.at(-1);
    if (!last) return;
    if (this.live && !this.started) {
      this.started = true;
      this.video.currentTime = Math.max(last[0], last[1] - this.cushion.size);
      this.start();
    }
  }

  private tick(): void {
    const now = performance.now();
    const passed = (now - this.before) / 1000;
    this.before = now;
    this.media.pump();
    if (this.lent) this.led = "clock";
    if (this.live) this.follow();
    else this.replay(Math.min(passed, 5), now);
    this.media.trim(this.video.currentTime - BEHIND);
  }

  private follow(): void {
    const last = this.media.ranges().at(-1);
    if (!this.started || !last || !this.sees) return;
    const at = this.video.currentTime;
    const lead = last[1] - at;
    const outside = (at < last[0] || at > last[1]) && last[1] - last[0] > this.cushion.size;
    if (lead > JUMP || outside) this.video.currentTime = Math.max(last[0], last[1] - this.cushion.size);
    this.cushion.look(performance.now());
    this.video.playbackRate = nudge(lead, this.cushion.size);
    if (this.video.paused) this.start();
  }

  private replay(passed: number, now: number): void {
    const end = this.now();
    this.want();
    const covered = this.sees && !this.lent && around(this.spans.list, this.head);
    if (!covered) return this.through(passed, end);
    if (this.led === "video") this.watch(covered[1], now);
    else this.enter(now);
    if (this.playing && this.head >= end - 0.05 && !this.open) this.play(false);
  }

  /** No media here: the clock leads. */
  private through(passed: number, end: number): void {
    if (this.led === "video") this.video.pause();
    this.led = "clock";
    this.waiting = false;
    if (!this.playing) return;
    this.head = Math.min(end, this.head + passed * this.rate);
    if (this.head >= end && !this.open) this.play(false);
  }

  /** There should be media here: begin when it is buffered. */
  private enter(now: number): void {
    const ranges = this.media.ranges();
    const here = around(ranges, this.head, 1);
    if (here) return this.lead_by_video(Math.max(this.head, here[0]));
    this.stuck(now);
  }

  private watch(end: number, now: number): void {
    if (this.video.seeking) return this.stuck(now);
    const at = this.video.currentTime;
    const moving = at !== this.head || this.video.paused;
    this.head = at;
    if (this.playing && this.video.paused) this.start();
    const ranges = this.media.ranges();
    const here = around(ranges, at, 0.1);
    if (here && here[1] - at > 0.15) return moving ? this.unstuck() : this.stuck(now);
    if (!this.playing) return this.unstuck();
    if (end - at < 1.5 && !(this.spans.onAir && end >= this.edge - 2)) return this.leave(end);
    const after = next(ranges, at);
    if (after && after[0] - at < 1.5) this.video.currentTime = after[0];
    else if (after) this.ask(at);
    else this.stuck(now);
  }

  /** The media ends a little before its interval does: go on by the clock. */
  private leave(end: number): void {
    this.head = end + 0.001;
    this.led = "clock";
    this.video.pause();
    this.unstuck();
  }

  private stuck(now: number): void {
    this.stuckSince ||= now;
    this.waiting = this.playing && now - this.stuckSince > 500;
    if (now - this.stuckSince < PATIENCE) return;
    this.stuckSince = now;
    this.led = "clock";
    this.ask(this.head);
  }

  private unstuck(): void {
    this.stuckSince = 0;
    this.waiting = false;
  }

  private lead_by_video(at: number): void {
    this.led = "video";
    this.started = true;
    this.head = at;
    this.video.currentTime = at;
    this.video.playbackRate = this.rate;
    this.unstuck();
    if (this.playing) this.start();
  }

  private lead(): number {
    const here = around(this.media.ranges(), this.video.currentTime);
    return here ? here[1] - this.video.currentTime : 0;
  }

  private start(): void {
    this.video.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError" || this.video.muted) return;
      this.video.muted = true;
      this.hooks.silenced();
      this.video.play().catch(() => undefined);
    });
  }

  /** Something cannot be decoded: begin again from here, but not for ever. */
  private fell(why: string): void {
    this.hooks.trouble(why);
    const now = performance.now();
    this.falls = this.falls.filter((at) => now - at < 30_000);
    this.falls.push(now);
    this.stop();
    if (this.falls.length <= 3) this.ask(this.live ? null : this.head);
  }
}
