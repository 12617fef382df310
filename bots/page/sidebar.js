// The list of projects at the side; on a narrow page a drawer over it. Owns the list, the drawer and
// the question before a project is deleted. Must not know what is in a project.

import { iconButton, make } from "./dom.js";
import { ago, say } from "./words.js";

/** How often "5 min. ago" is told anew. */
const RETELL_MS = 60_000;

export class Sidebar {
  /** @type {Map<string, {element: HTMLElement, show: (project: any) => void}>} */
  #entries = new Map();
  /** @type {any[]} */
  #projects = [];
  #current = "";
  /** @type {any} the project that would be deleted */
  #asked = null;

  /** @param {{onDelete: (conversation: string) => void, onNew: () => void}} on */
  constructor(on) {
    this.on = on;
    this.element = document.getElementById("sidebar");
    this.main = document.getElementById("main");
    this.scrim = document.getElementById("scrim");
    this.list = document.getElementById("projects");
    this.none = document.getElementById("no-projects");
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("delete-dialog"));
    this.openButton = document.getElementById("open-sidebar");
    this.isNarrow = matchMedia("(max-width: 56rem)");
    this.openButton.addEventListener("click", () => this.#open());
    document.getElementById("close-sidebar").addEventListener("click", () => this.close());
    this.scrim.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      // What lies over the drawer is shut first.
      const isCovered = document.querySelector("dialog[open], :popover-open");
      if (event.key === "Escape" && this.#isOpen && !isCovered) this.close();
    });
    this.isNarrow.addEventListener("change", () => this.#put(false));
    for (const button of document.querySelectorAll("[data-new]")) {
      button.addEventListener("click", () => on.onNew());
    }
    document.getElementById("delete-yes").addEventListener("click", () => this.#onYes());
    document.getElementById("delete-no").addEventListener("click", () => this.dialog.close());
    this.newButton = /** @type {HTMLElement} */ (this.element.querySelector("[data-new]"));
    // The project may have gone while the question stood, and the button that asked with it.
    this.dialog.addEventListener("close", () => {
      if (document.activeElement === document.body) this.newButton.focus();
    });
    setInterval(() => this.#showAll(), RETELL_MS);
    this.#put(false);
  }

  get #isOpen() {
    return this.element.classList.contains("is-open");
  }

  /** @param {any[]} projects newest first */
  show(projects) {
    this.#projects = projects;
    this.#showAll();
  }

  /** @param {string} conversation which one is open */
  setCurrent(conversation) {
    this.#current = conversation;
    this.#showAll();
  }

  /** Shut the drawer; where the list stands beside the page nothing changes. */
  close() {
    if (!this.#isOpen) return;
    this.#put(false);
    this.openButton.focus();
  }

  #open() {
    this.#put(true);
    document.getElementById("close-sidebar").focus();
  }

  /** @param {boolean} isOpen */
  #put(isOpen) {
    const isDrawer = this.isNarrow.matches;
    this.element.classList.toggle("is-open", isDrawer && isOpen);
    this.openButton.setAttribute("aria-expanded", String(isDrawer && isOpen));
    this.scrim.hidden = !(isDrawer && isOpen);
    this.element.inert = isDrawer && !isOpen;
    this.main.inert = isDrawer && isOpen;
  }

  #showAll() {
    const ids = new Set(this.#projects.map(({ id }) => id));
    let lost = -1;
    for (const [id, entry] of this.#entries) {
      if (ids.has(id)) continue;
      if (entry.element.contains(document.activeElement)) {
        lost = [...this.list.children].indexOf(entry.element);
      }
      entry.element.remove();
      this.#entries.delete(id);
    }
    this.#projects.forEach((project, place) => {
      const entry = this.#entries.get(project.id) ?? this.#make(project);
      entry.show(project);
      // Moving an element takes the focus from it, so only what stands elsewhere is moved.
      const there = this.list.children[place] ?? null;
      if (there !== entry.element) this.list.insertBefore(entry.element, there);
    });
    this.none.hidden = this.#projects.length > 0;
    if (lost >= 0) this.#focusNear(lost);
  }

  /**
   * The entry with the focus went: whoever is there by the keyboard goes on beside it.
   * @param {number} place where it stood
   */
  #focusNear(place) {
    const near = this.list.children[Math.min(place, this.list.childElementCount - 1)];
    const target = /** @type {HTMLElement | null} */ (near?.querySelector("a")) ?? this.newButton;
    target.focus();
  }

  /** @param {any} project */
  #make({ id }) {
    const title = make("span", { class: "project-title", dir: "auto" });
    const told = make("span", { class: "project-told small quiet" });
    const link = make("a", { class: "project", href: `#${id}` }, title, told);
    link.addEventListener("click", () => this.close());
    const remove = iconButton("delete", "", () => this.#ask(id));
    const element = make("li", { class: "project-entry" }, link, remove);
    const show = (/** @type {any} */ project) => {
      const name = titleOf(project);
      const when = ago(new Date(project.changed_at));
      const words = project.is_working ? say("page-working") : when;
      element.classList.toggle("is-working", project.is_working);
      if (id === this.#current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (title.textContent !== name) title.textContent = name;
      if (told.textContent !== words) told.textContent = words;
      remove.setAttribute("aria-label", say("page-delete", { title: name }));
      remove.title = say("page-delete", { title: name });
    };
    this.#entries.set(id, { element, show });
    return this.#entries.get(id);
  }

  /** @param {string} id */
  #ask(id) {
    this.#asked = this.#projects.find((project) => project.id === id);
    const question = say("page-delete-ask", { title: titleOf(this.#asked) });
    document.getElementById("delete-question").textContent = question;
    this.dialog.showModal();
  }

  #onYes() {
    this.dialog.close();
    this.on.onDelete(this.#asked.id);
  }
}

/** @param {any} project */
export function titleOf(project) {
  return project.title || say("project-untitled");
}
