"""The parts of the chat page's platform. Must not know any other platform."""
