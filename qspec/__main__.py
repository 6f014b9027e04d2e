"""``python -m qspec``."""

from qspec.cli import main

if __name__ == "__main__":
    main()
