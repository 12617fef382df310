"""From the agent's words to words for a person in a chat: pure functions, one subject a file."""
