// Making elements. Text gets in as text only: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with its attributes, listeners (`onclick: …`) and children. `class` and `text` are what
 * they say; null, undefined and false are left out.
 * @param {string} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child || child === ""));
  return element;
}

/**
 * A picture of the sprite in index.html; it says nothing to screen readers.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * A button that is only a picture: its words are its name and its tooltip.
 * @param {string} picture
 * @param {string} words
 * @param {(event: Event) => void} onclick
 */
export function iconButton(picture, words, onclick) {
  const given = { type: "button", class: "button-icon", "aria-label": words, title: words, onclick };
  return make("button", given, icon(picture));
}

/**
 * Change a button's picture and words in place, so that it keeps the focus.
 * @param {HTMLElement} button
 * @param {string} picture
 * @param {string} words
 */
export function relabel(button, picture, words) {
  button.querySelector("use").setAttribute("href", `#icon-${picture}`);
  button.setAttribute("aria-label", words);
  button.title = words;
}

/** A bar of progress; `label` says of what. */
export class Bar {
  /** @param {string} label */
  constructor(label) {
    this.fill = make("div", { class: "bar-fill" });
    const given = { class: "bar", role: "progressbar", "aria-label": label };
    this.element = make("div", { ...given, "aria-valuemin": "0", "aria-valuemax": "100" }, this.fill);
  }

  /** @param {number | null} fraction 0 … 1; null: nobody knows */
  show(fraction) {
    this.element.classList.toggle("is-indeterminate", fraction === null);
    if (fraction === null) {
      this.element.removeAttribute("aria-valuenow");
      this.fill.style.removeProperty("transform");
      return;
    }
    this.element.setAttribute("aria-valuenow", String(Math.floor(fraction * 100)));
    this.fill.style.transform = `scaleX(${fraction})`;
  }
}

/** @type {WeakMap<Element, () => void>} */
const waiting = new WeakMap();
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      waiting.get(target)?.();
      waiting.delete(target);
    }
  },
  { rootMargin: "800px" },
);

/**
 * Do something once the element comes near to what is seen: a long history asks for no video that
 * nobody looks at.
 * @param {Element} element
 * @param {() => void} act
 */
export function whenNear(element, act) {
  waiting.set(element, act);
  near.observe(element);
}
