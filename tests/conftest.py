"""Whatever way the packages under test are found here, programs started by a test find them too."""

import os
import sys

# The README's command names its folder relative to the checkout; a test may start qspec in another folder.
os.environ["PYTHONPATH"] = os.pathsep.join(os.path.abspath(path) for path in sys.path if path)
# With lxml openpyxl reads by another parser than qspec does, and writes other bytes than the samples hold.
os.environ["OPENPYXL_LXML"] = "False"
