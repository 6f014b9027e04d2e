"""Capability indices of a lot: asked for by a spec, computed from its readings, told with their bounds."""
