// Files and links that are dropped anywhere on the page, or pasted into it. Owns the overlay.
// Must not know what becomes of them.

/**
 * @param {{onFiles: (files: File[]) => void, onWords: (words: string) => void}} on
 */
export function takeDrops({ onFiles, onWords }) {
  const overlay = document.getElementById("drop-overlay");
  // Entering a child comes before leaving its parent, so both are counted.
  let depth = 0;
  const put = (/** @type {number} */ now) => {
    depth = Math.max(0, now);
    overlay.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    put(depth + 1);
  });
  addEventListener("dragover", (event) => {
    if (isForUs(event)) event.preventDefault();
  });
  addEventListener("dragleave", (event) => {
    if (isForUs(event)) put(depth - 1);
  });
  addEventListener("drop", (event) => {
    put(0);
    if (!isForUs(event)) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const link = event.dataTransfer.getData("text/uri-list").split("\n")[0].trim();
    if (files.length) onFiles(files);
    else if (link) onWords(link);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const isInField = event.target instanceof Element && event.target.closest("input, textarea");
    const words = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length) onFiles(files);
    else if (!isInField && words) onWords(words);
    else return;
    event.preventDefault();
  });
}

/** @param {DragEvent} event */
function isForUs({ dataTransfer }) {
  const types = dataTransfer?.types ?? [];
  return types.includes("Files") || types.includes("text/uri-list");
}
