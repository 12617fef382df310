/**
 * The appearance that the visitor chose, put on before the page is painted.
 *
 * A classic script in the head on purpose: a module would run after the first paint, and the page
 * would flash in the wrong colours. Must not know anything else of the page.
 */
(() => {
  const KEY = "backdrop-theme";
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      // A browser that keeps nothing for us: the device's appearance.
      return null;
    }
  };
  const put = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  put(kept());
  // Another tab chose.
  addEventListener("storage", (event) => {
    if (event.key === KEY) put(event.newValue);
  });
})();
