// The page's words, written by the server in the reader's language.
const words: Record<string, string> = Object.assign({}, ...[...document.querySelectorAll("script[data-words]")].map((one) => JSON.parse(one.textContent ?? "{}")));

export function word(key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
