// data-tabs: links to panels become tabs (WAI-ARIA). Without script every panel shows, under its heading.
export function start(root: ParentNode): void {
  for (const list of root.querySelectorAll<HTMLElement>("[data-tabs]")) {
    const tabs = [...list.querySelectorAll<HTMLAnchorElement>("a[href^='#']")];
    const panels = tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
    list.setAttribute("role", "tablist");
    const choose = (index: number, focus: boolean) => {
      tabs.forEach((tab, n) => {
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-selected", String(n === index));
        tab.setAttribute("aria-controls", tab.hash.slice(1));
        tab.tabIndex = n === index ? 0 : -1;
        const panel = panels[n];
        if (panel) {
          panel.hidden = n !== index;
          panel.setAttribute("role", "tabpanel");
        }
      });
      if (focus) tabs[index]?.focus();
    };
    tabs.forEach((tab, n) => {
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        choose(n, false);
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        choose((n + step + tabs.length) % tabs.length, true);
      });
    });
    choose(0, false);
  }
}
