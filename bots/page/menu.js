// The settings: language and appearance, and where the browser keeps them; logging out, with the
// question before all is deleted with it.

import { choose, chosen } from "./choices.js";
import { config, root } from "./config.js";
import { make } from "./dom.js";
import { say } from "./words.js";

const THEME_KEY = "backdrop-theme";
const LANGUAGE_COOKIE = "backdrop-language";
const YEAR_S = 365 * 86_400;

export class Menu {
  /** @param {{mayReload: () => boolean}} on asked before another language is put */
  constructor({ mayReload }) {
    this.element = document.getElementById("menu");
    const themes = [
      { value: "system", words: say("page-theme-system") },
      { value: "light", words: say("page-theme-light") },
      { value: "dark", words: say("page-theme-dark") },
    ];
    const theme = chosen(THEME_KEY) ?? "system";
    this.#choices("themes", themes, theme, putTheme);
    const languages = config.languages.map(({ tag, name }) => ({ value: tag, words: name, lang: tag }));
    this.#choices("languages", languages, config.language, (value) => {
      if (mayReload()) putLanguage(value);
      else document.querySelector(`#languages [value="${config.language}"]`).checked = true;
    });
    document.getElementById("log-out").hidden = !config.is_password;
    this.#askBeforeAllIsDeleted();
  }

  #askBeforeAllIsDeleted() {
    const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("log-out-dialog"));
    document.getElementById("log-out-all").addEventListener("click", () => {
      this.element.hidePopover();
      dialog.showModal();
    });
    document.getElementById("log-out-no").addEventListener("click", () => dialog.close());
    // What had the focus before is in the settings, which are shut by now.
    dialog.addEventListener("close", () => document.getElementById("open-menu").focus());
  }

  /**
   * @param {string} id of the fieldset, and the name of its radios
   * @param {{value: string, words: string, lang?: string}[]} options
   * @param {string} chosen
   * @param {(value: string) => void} put
   */
  #choices(id, options, chosen, put) {
    const fieldset = document.getElementById(id);
    for (const { value, words, lang } of options) {
      const radio = make("input", { type: "radio", name: id, value, checked: value === chosen });
      radio.addEventListener("change", () => put(value));
      fieldset.append(make("label", { class: "choice", lang }, radio, words));
    }
  }
}

/** @param {string} value */
function putTheme(value) {
  const isOwn = value !== "system";
  choose(THEME_KEY, isOwn ? value : null);
  if (isOwn) document.documentElement.dataset.theme = value;
  else delete document.documentElement.dataset.theme;
}

/** The server says all sentences, so it is told, and asked for the page anew. */
function putLanguage(/** @type {string} */ value) {
  const isSecure = location.protocol === "https:" ? "; Secure" : "";
  const place = `Path=${root.pathname}; Max-Age=${YEAR_S}; SameSite=Lax${isSecure}`;
  document.cookie = `${LANGUAGE_COOKIE}=${value}; ${place}`;
  location.reload();
}
