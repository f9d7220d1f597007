// What the page and the server tell each other over the lesson's socket. Times are seconds since the timeline began.

export type Place = "room" | "home" | "projector" | "replay";
export type Level = "full" | "slides" | "sound" | "none";
export type Source = "camera" | "screen";
export type Span = [number, number];

export interface Who {
  id: string;
  name: string;
}

export interface Frame {
  seq: number;
  t: number;
  track: "chat" | "hand" | "slide" | "presence" | "control";
  kind: string;
  by: Who | null;
  key?: string;
  text?: string;
  item?: string;
  page?: number;
  title?: string;
  place?: "room" | "home";
  role?: string;
  name?: string;
  /** Whose hand, when somebody else lowered it. */
  person?: string;
}

export interface Join {
  kind: "join";
  place: Place;
  level: Level;
  at: number | null;
  after: number;
  plays: string[];
}

/** Kept until acknowledged: sent again with the same key after the line came back. */
export type Kept =
  | { kind: "say"; key: string; text: string }
  | { kind: "hand"; key: string; up: boolean; person?: string }
  | { kind: "pause"; key: string; on: boolean }
  | { kind: "close"; key: string };

export type Said =
  | Join
  | Kept
  | { kind: "level"; level: Level }
  | { kind: "seek"; to: number | null; n: number }
  | { kind: "want"; until: number }
  | { kind: "slide"; key: string; item: string; page: number }
  | { kind: "publish"; n: number; mime: string; source: Source }
  | { kind: "unpublish" }
  | { kind: "ping"; t: number };

export interface Epoch {
  n: number;
  begins: number;
  ends: number | null;
  mime: string;
  sound_mime: string;
}

export interface Welcome {
  kind: "welcome";
  you: Who & { role: string; place: Place };
  now: number;
  began: number | string;
  live: boolean;
  /** Whether a teacher gives picture or sound at this moment. */
  publishing: boolean;
  keep: { rule: string; until: string | null; paused: boolean };
  level: Level;
  epochs: Epoch[];
  spans: Span[];
  duration: number;
}

export interface Here {
  kind: "here";
  room?: Who[];
  home?: Who[];
  count: { room: number; home: number };
}

export type Told =
  | Welcome
  | Here
  | { kind: "frames"; frames: Frame[] }
  | { kind: "ack"; key: string; seq: number }
  | { kind: "mark"; n: number }
  | { kind: "media"; epoch: number; mime: string }
  | { kind: "tail"; t: number }
  | { kind: "gap"; from: number | null; to: number | null }
  | { kind: "level"; level: Level; why: "line" | "asked" }
  | { kind: "waiting" }
  | { kind: "opened" }
  | { kind: "publishing"; n: number }
  | { kind: "closed"; reason: "bell" | "teacher" }
  | { kind: "refused"; key?: string; why: string; what?: string }
  | { kind: "gone"; seqs?: number[]; piece?: Span | null }
  | { kind: "pong"; t: number };
