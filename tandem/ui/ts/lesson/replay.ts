// Where one left off, and what to do in a browser that cannot be fed media piece by piece.

import type { Lesson } from "./lesson";
import { byId, make } from "./page";
import { say } from "./words";

const EACH = 2000;

/** Where this tab was when it left the lesson; null when there is nothing to go back to. */
export function resumed(id: string): number | null {
  const at = Number(recall(id));
  return at > 5 ? at : null;
}

/** Remember the place while the lesson is played again. */
export function remember(lesson: Lesson): void {
  const { id } = lesson.page.facts.lesson;
  setInterval(() => {
    const { player } = lesson;
    if (player.live) return;
    keep(id, player.time() >= player.now() - 5 && !player.open ? "0" : player.time().toFixed(1));
  }, EACH);
}

/** No media piece by piece: the whole film as a download where it plays, else slides and talk in time. */
export function withoutMedia(lesson: Lesson, video: HTMLVideoElement | null): void {
  const film = lesson.page.download;
  if (lesson.page.phase === "after" && film && video?.canPlayType('video/webm; codecs="vp8, opus"')) {
    video.controls = true;
    video.src = film;
    const began = (): number => lesson.player.spans.list[0]?.[0] ?? 0;
    video.addEventListener("timeupdate", () => lesson.player.seek(began() + video.currentTime));
    return;
  }
  lesson.notice(say("media.none"));
  if (!film || lesson.page.phase !== "after") return;
  const link = make("a", "", say("media.download"));
  link.href = film;
  byId("notice")?.append(" ", link);
}

function recall(id: string): string {
  try {
    return sessionStorage.getItem(`lesson ${id}`) ?? "";
  } catch {
    return "";
  }
}

function keep(id: string, at: string): void {
  try {
    sessionStorage.setItem(`lesson ${id}`, at);
  } catch {
    // Storage may be refused; then one begins at the beginning.
  }
}
