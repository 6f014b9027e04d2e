"""What a report carries with it, so that it can be judged again from itself alone: spec, data, options, result."""
