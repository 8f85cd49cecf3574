"""The wiring: settings, addresses, the task queue, the servers that come along, and how all of it starts and stops."""
