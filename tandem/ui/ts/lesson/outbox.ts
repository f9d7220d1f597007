// What was said and not yet acknowledged, in the order it was said.

import type { Kept } from "./protocol";

export class Outbox {
  private readonly kept = new Map<string, Kept>();

  add(message: Kept): void {
    this.kept.set(message.key, message);
  }

  /** The server has it, or will never take it. True when it was waiting here. */
  done(key: string): boolean {
    return this.kept.delete(key);
  }

  waiting(): Kept[] {
    return [...this.kept.values()];
  }

  get size(): number {
    return this.kept.size;
  }
}
