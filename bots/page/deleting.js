// Having the server delete a project. Must not know where it is shown.

import { problemOf } from "./answers.js";
import { root } from "./config.js";

/**
 * @param {string} conversation
 * @returns {Promise<import("./answers.js").Problem | null>} null: it is gone
 */
export async function deleteProject(conversation) {
  try {
    const address = new URL(`api/conversations/${conversation}`, root);
    const answer = await fetch(address, { method: "DELETE" });
    // Deleted before, perhaps by another tab.
    if (answer.ok || answer.status === 404) return null;
    return problemOf(answer.status, answer.headers.get("Content-Type"), await answer.text());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { code: "no-line", sentence: null };
  }
}
