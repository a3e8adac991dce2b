"""What the command answers to scripts: its exit status."""

FAULTS_EXIT, USAGE_EXIT, INTERRUPTED_EXIT = 1, 2, 130
