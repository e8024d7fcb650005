"""A site of Sphinx with figures."""

import os
import sys

EMBED = os.path.abspath(os.path.join("..", ".."))
# Of one's own: node_modules/@mm-playground/embed/sphinx, and ["npx", "mm-playground-figure"].
sys.path.append(os.path.join(EMBED, "sphinx"))

project = "A site of Sphinx"
extensions = ["mm_playground"]
mm_playground_command = ["node", "--conditions=@mm-playground/source", os.path.join(EMBED, "src/commands/figure-main.ts")]
html_theme = "alabaster"
exclude_patterns = ["_build"]
