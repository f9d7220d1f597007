// data-confirm="words": asks before a form is sent. Without script the form is sent as it is; the server can undo.
export function start(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-confirm]"))
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset["confirm"])) event.preventDefault();
    });
}
