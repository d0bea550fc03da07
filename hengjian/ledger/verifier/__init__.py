"""What leaves the house: one file that an outsider runs on an exported bundle. It imports nothing of the house."""
