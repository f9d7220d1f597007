// Camera, screen and microphone of the teacher: asked for, mixed, and let go.

import type { Source } from "./protocol";
import type { Word } from "./words";

export interface Taken {
  stream: MediaStream;
  release(): void;
}

const VOICE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Ask for the camera, or the screen with the microphone over it. Rejects with a DOMException. */
export async function take(source: Source): Promise<Taken> {
  return source === "camera" ? camera() : screen();
}

async function camera(): Promise<Taken> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: VOICE,
    video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 25 } },
  });
  return { stream, release: () => stop(stream) };
}

async function screen(): Promise<Taken> {
  const shown = await navigator.mediaDevices.getDisplayMedia({ video: { width: { max: 1280 }, frameRate: { max: 12 } }, audio: true });
  const voice = await navigator.mediaDevices.getUserMedia({ audio: VOICE }).catch(() => null);
  const sounds = [shown, voice].filter((one) => one !== null).filter((one) => one.getAudioTracks().length);
  const mixed = sounds.length > 1 ? mix(sounds) : null;
  const audio = mixed ? mixed.tracks : (sounds[0]?.getAudioTracks() ?? []);
  return {
    stream: new MediaStream([...shown.getVideoTracks(), ...audio]),
    release() {
      stop(shown);
      if (voice) stop(voice);
      mixed?.close();
    },
  };
}

function mix(streams: MediaStream[]): { tracks: MediaStreamTrack[]; close(): void } {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  for (const stream of streams) context.createMediaStreamSource(stream).connect(out);
  return { tracks: out.stream.getAudioTracks(), close: () => void context.close() };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What went wrong with a device, in a word of the page. */
export function trouble(error: unknown): Word {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "device.denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "device.none";
  return name === "NotReadableError" || name === "AbortError" ? "device.busy" : "device.unable";
}
