// Lengths of time in words that can be read out, and moments as figures.

import { say } from "./words";

/** "2 min 10 s" */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  if (whole >= 60) parts.push(say("track.minutes", { n: Math.floor(whole / 60) }));
  if (whole < 60 || whole % 60) parts.push(say("track.seconds", { n: whole % 60 }));
  return parts.join(" ");
}

/** "1:02:03" or "2:03": a place in the lesson. */
export function figure(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
