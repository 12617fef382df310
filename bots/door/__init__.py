"""The door: a page of ours at which what a chat's platform does not hand out is dropped for it."""
