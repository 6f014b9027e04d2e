"""Pictures that stand beside figures: drawn once, saved as SVG, PDF or PNG."""
