"""One file for each chat platform. They never import each other."""
