// The lesson page: lays the line, what happened, the player and the controls together.

import { bar } from "./bar";
import { chapters } from "./chapters";
import { talk } from "./chat";
import { Events } from "./events";
import { hands } from "./hands";
import type { Lesson } from "./lesson";
import { plays } from "./media";
import { byId, clockOf, readPage, write, type Page } from "./page";
import { people } from "./people";
import { Player } from "./player";
import type { Join, Told } from "./protocol";
import { publisher } from "./publisher";
import { remember, resumed, withoutMedia } from "./replay";
import { saver } from "./saver";
import { slides } from "./slides";
import { Line, type State } from "./socket";
import { stateLine } from "./state";
import { track } from "./track";
import { say } from "./words";

const element = byId("lesson");
if (element?.dataset.socket) lesson(readPage(element));

function lesson(page: Page): void {
  const video = byId<HTMLVideoElement>("video") ?? document.createElement("video");
  const events = new Events();
  const errors: string[] = [];
  const wall = clockOf(page.facts);
  const able = plays().length > 0;
  let began = Date.parse(page.facts.lesson.starts) / 1000 || 0;

  const line = new Line(socketUrl(page.socket), {
    join,
    told: (message) => hear(message),
    bytes: (data) => player.data(data),
    state: (state, code) => lined(state, code),
  });
  const player = new Player(video, {
    say: (message) => void line.say(message),
    silenced: () => (video.dataset.silenced = "yes"),
    trouble: (why) => void errors.push(why),
  });
  const shared: Lesson = {
    page,
    line,
    events,
    player,
    place: page.place,
    chosen: quiet(page) ? "none" : page.level,
    here: null,
    errors,
    wall: (t) => wall(began + t),
    notice: (text) => write("notice", text),
  };
  if (!able) shared.chosen = "none";
  player.level = shared.chosen;
  begin(shared);

  const parts = {
    talk: talk(shared),
    hands: hands(shared),
    people: people(shared),
    slides: slides(shared),
    track: track(shared),
    chapters: chapters(shared),
    saver: saver(shared),
    bar: bar(shared),
    state: stateLine(shared),
    publisher: publisher(shared, byId<HTMLVideoElement>("video")),
  };
  if (!able) withoutMedia(shared, video);
  remember(shared);
  setInterval(moved, 200);
  expose(shared);
  line.open();

  function moved(): void {
    if (shared.line.state === "again" && events.last < 0) return;
    parts.talk?.moved();
    parts.hands.moved();
    parts.people.moved();
    parts.slides.moved();
    parts.track?.moved();
    parts.chapters?.moved();
    parts.saver.moved();
    parts.bar.moved();
    parts.state.moved(parts.people.counts());
  }

  function join(): Join {
    const level = parts.publisher.on() ? "none" : player.level;
    return { kind: "join", place: shared.place, level, at: player.joinAt(), after: events.last, plays: plays() };
  }

  function lined(state: State, code: number): void {
    parts.state.line(state, code);
    parts.talk?.line(state === "open");
    if (state !== "open") parts.publisher.line(false);
    if (state === "stop") line.talkative = false;
  }

  function hear(message: Told): void {
    switch (message.kind) {
      case "welcome":
        began = typeof message.began === "number" ? message.began : Date.parse(message.began) / 1000;
        line.talkative = message.live;
        player.welcome(message);
        parts.state.gap(message.live && !message.publishing);
        parts.publisher.line(true);
        return moved();
      case "frames":
        events.add(message.frames);
        parts.talk?.frames();
        return moved();
      case "here":
        shared.here = message;
        return;
      case "media":
        return player.init(message.epoch, message.mime);
      case "mark":
        return player.marked(message.n);
      case "tail":
        return player.open ? player.tail(message.t) : undefined;
      case "gap":
        player.spans.gap(message.from, message.to);
        return parts.state.gap(message.from !== null && message.to === null);
      case "level":
        return message.why === "line" ? parts.saver.lowered(message.level) : undefined;
      case "refused":
        return refused(message);
      case "opened":
        return page.phase === "before" ? location.reload() : line.restart();
      case "closed":
        return over(message.reason);
      case "gone":
        return gone();
    }
  }

  function refused(message: Extract<Told, { kind: "refused" }>): void {
    if (message.what === "publish" && message.why === "taken") return parts.publisher.taken();
    if (message.what === "publish") parts.publisher.taken();
    if (message.key) parts.talk?.refused(message.key, message.why);
    shared.notice(message.why);
  }

  /** The bell: who follows live gets the page anew, as a replay; who is earlier plays on. */
  function over(reason: "bell" | "teacher"): void {
    player.open = false;
    player.spans.onAir = false;
    line.talkative = false;
    if (parts.publisher.on()) parts.publisher.taken();
    shared.notice(say(`closed.${reason}`));
    page.main.dataset.phase = "after";
    if (player.live) setTimeout(() => location.reload(), 1500 + Math.random() * 2500);
    else shared.place = "replay";
  }

  /** Something was cut out: forget everything and ask again for what is left. */
  function gone(): void {
    events.clear();
    parts.talk?.frames();
    player.stop();
    shared.notice(say("gone"));
    line.restart();
  }
}

/** Thirty pages in one room must not howl: there, only slides and talk unless it is asked for. */
function quiet(page: Page): boolean {
  return page.place === "room" || page.place === "projector" || (page.teacher && page.place !== "replay");
}

/** Where the reader begins: live, at the moment asked for, or where this tab left off. */
function begin({ page, player }: Lesson): void {
  const from = page.from ?? (page.phase === "after" ? (resumed(page.facts.lesson.id) ?? 0) : null);
  if (from === null) return;
  player.begin(from, page.phase !== "after");
}

function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** Read-only figures for tests and for whoever helps from afar. */
function expose({ player, errors }: Lesson): void {
  const figures = {
    time: () => player.time(),
    live: () => player.live,
    level: () => player.level,
    epoch: () => player.epoch,
    latency: () => player.now() - player.time(),
    errors,
  };
  Object.defineProperty(window, "tandem", { value: Object.freeze(figures) });
}
