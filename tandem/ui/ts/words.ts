// The page's words, written by the server in the reader's language; read when the first is needed.
let words: Record<string, string> | null = null;

function read(): Record<string, string> {
  const scripts = [...document.querySelectorAll("script[data-words]")];
  return Object.assign({}, ...scripts.map((one) => JSON.parse(one.textContent ?? "{}")));
}

export function word(key: string, values: Record<string, string | number> = {}): string {
  words ??= read();
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
