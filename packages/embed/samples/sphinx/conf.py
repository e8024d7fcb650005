"""A site of Sphinx with figures."""

import os
import sys

# Of one's own: node_modules/@mm-playground/embed/sphinx, and ["npx", "mm-playground-figure"].
EMBED = os.path.abspath(os.path.join("..", ".."))
sys.path.append(os.path.join(EMBED, "sphinx"))

project = "A site of Sphinx"
extensions = ["mm_playground"]
mm_playground_command = ["node", os.path.join(EMBED, "dist", "commands", "figure-main.js")]
html_theme = "alabaster"
exclude_patterns = ["_build"]
