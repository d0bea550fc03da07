"""Django's SQLite backend with one thing more: the threads of a process take turns at writing, first come, first served."""
