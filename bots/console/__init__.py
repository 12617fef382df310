"""The terminal's side of the console adapter: what is typed, what is drawn, where files land."""
