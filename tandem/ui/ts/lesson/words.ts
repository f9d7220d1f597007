// The words of the page come with the page; here are only the names of those that are used.

export type Word =
  | "state.live" | "state.behind" | "state.replay" | "state.waiting" | "state.paused" | "state.over"
  | "line.again" | "line.back" | "line.gone" | "line.4401" | "line.4403" | "line.4404" | "line.4409" | "line.slow" | "line.teacher"
  | "chat.sending" | "chat.sent" | "chat.refused" | "chat.waiting"
  | "hand.up" | "hand.down" | "hand.lower" | "hand.none"
  | "people.room" | "people.home" | "people.none" | "people.in_room" | "people.at_home"
  | "slide.alt" | "slide.none" | "chapter.now" | "chapter.missed" | "chapter.minutes"
  | "track.label" | "track.at" | "track.behind" | "track.live" | "track.minutes" | "track.seconds"
  | "play" | "pause" | "mute" | "unmute" | "sound.on" | "media.on" | "media.off" | "media.none" | "media.download"
  | "camera.start" | "camera.stop" | "screen.start" | "screen.stop" | "device.denied" | "device.none" | "device.busy" | "device.ended"
  | "device.unable" | "rate.lower" | "rate.sound" | "keep.pause" | "keep.resume" | "keep.paused" | "close" | "close.sure"
  | "publish.taken" | "closed.bell" | "closed.teacher" | "gone";

export type Fill = Record<string, string | number>;

let words: Record<string, string> = {};

export function learn(all: Record<string, string>): void {
  words = all;
}

/** The words for `name`, with {placeholders} filled in. */
export function say(name: Word, fill: Fill = {}): string {
  const text = words[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(fill[key] ?? whole));
}
