// Files and links that are dropped anywhere on the page, or pasted into it; behind an open dialog
// nothing is. Owns the overlay.
// Must not know what becomes of them.

/**
 * @param {{onFiles: (files: File[]) => void, onWords: (words: string) => void}} on
 */
export function takeDrops({ onFiles, onWords }) {
  const overlay = document.getElementById("drop-overlay");
  // Entering a child comes before leaving its parent, so both are counted.
  let depth = 0;
  const isShut = () => document.querySelector("dialog[open]") !== null;
  const put = (/** @type {number} */ now) => {
    depth = Math.max(0, now);
    overlay.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    if (!isShut()) put(depth + 1);
  });
  addEventListener("dragover", (event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    // Or the browser would leave the page for the file.
    if (isShut()) event.dataTransfer.dropEffect = "none";
  });
  addEventListener("dragleave", (event) => {
    if (isForUs(event)) put(depth - 1);
  });
  addEventListener("drop", (event) => {
    put(0);
    if (!isForUs(event)) return;
    event.preventDefault();
    if (isShut()) return;
    const files = [...event.dataTransfer.files];
    const links = linksOf(event.dataTransfer.getData("text/uri-list"));
    if (files.length) onFiles(files);
    else if (links) onWords(links);
  });
  addEventListener("paste", (event) => {
    if (isShut()) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const isInField = event.target instanceof Element && event.target.closest("input, textarea");
    const words = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length) onFiles(files);
    else if (!isInField && words) onWords(words);
    else return;
    event.preventDefault();
  });
}

/**
 * The links of a list as RFC 2483 has it: one a line, and lines of comment.
 * @param {string} list
 */
function linksOf(list) {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line && !line.startsWith("#")).join(" ");
}

/** @param {DragEvent} event */
function isForUs({ dataTransfer }) {
  const types = dataTransfer?.types ?? [];
  return types.includes("Files") || types.includes("text/uri-list");
}
