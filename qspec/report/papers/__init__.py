"""The papers beside the inspection report, one file each: what stands in them, in which order."""
