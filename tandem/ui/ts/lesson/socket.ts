// The line to the server: opens, joins, comes back by itself, and sends again what was not acknowledged.

import { fate, wait } from "./backoff";
import { Outbox } from "./outbox";
import type { Join, Kept, Said, Told } from "./protocol";

const PING = 15_000;
/** While a lesson is live the server speaks every second: this long without a word means the line is dead. */
const SILENCE = 8000;

export type State = "open" | "again" | "stop";

export interface Ears {
  join(): Join;
  told(message: Told): void;
  bytes(data: ArrayBuffer): void;
  state(state: State, code: number): void;
}

export class Line {
  readonly outbox = new Outbox();
  state: State = "again";
  /** Set while the server is expected to speak each second. */
  talkative = false;
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer = 0;
  private heard = 0;

  constructor(
    private readonly url: string,
    private readonly ears: Ears,
  ) {
    setInterval(() => this.say({ kind: "ping", t: Math.round(performance.now()) }), PING);
    setInterval(() => this.listen(), 1000);
    addEventListener("online", () => this.again(0));
  }

  open(): void {
    clearTimeout(this.timer);
    if (this.state === "stop") return;
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.heard = performance.now();
    socket.onopen = () => this.joined(socket);
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.hear(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  /** Send now, or not at all: for what means nothing later. */
  say(message: Said): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Send, and again after each return of the line until it is acknowledged. */
  keep(message: Kept): void {
    this.outbox.add(message);
    this.say(message);
  }

  bytes(data: Blob | ArrayBuffer): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data);
    return true;
  }

  /** Bytes given to the browser and not yet on the wire. */
  get pending(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  /** Begin anew with a fresh join, as after something was cut out. */
  restart(): void {
    this.drop();
    this.again(0);
  }

  private joined(socket: WebSocket): void {
    socket.send(JSON.stringify(this.ears.join()));
    for (const message of this.outbox.waiting()) socket.send(JSON.stringify(message));
  }

  private hear(socket: WebSocket, data: string | ArrayBuffer): void {
    if (socket !== this.socket) return;
    this.heard = performance.now();
    if (typeof data !== "string") return this.ears.bytes(data);
    const message = JSON.parse(data) as Told;
    if (message.kind === "welcome") {
      this.attempt = 0;
      this.change("open", 0);
    }
    if (message.kind === "ack") this.outbox.done(message.key);
    if (message.kind === "refused" && message.key) this.outbox.done(message.key);
    this.ears.told(message);
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = null;
    if (fate(code) === "stop") return this.change("stop", code);
    this.change("again", code);
    this.again(wait(this.attempt++, Math.random()));
  }

  private again(delay: number): void {
    if (this.state === "stop" || this.socket) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), delay);
  }

  private listen(): void {
    if (!this.talkative || !this.socket || performance.now() - this.heard < SILENCE) return;
    this.drop();
    this.change("again", 1006);
    this.again(wait(this.attempt++, Math.random()));
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private change(state: State, code: number): void {
    this.state = state;
    this.ears.state(state, code);
  }
}
