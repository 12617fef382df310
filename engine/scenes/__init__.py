"""Background scenes of the embedded engine: the pictures, their catalogue and their models."""
