"""The Nemo backend as a client: its HTTP API, its message stream, its draft."""
