"""The process that runs a job: devices, memory, threads, settings of libraries, locks."""
