"""Which pieces of a lot to inspect, how long that takes, and by when it must be done; ``qspec plan`` prints it."""
