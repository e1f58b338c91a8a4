// A test worker whose main process is gone must not go on starting containers.
process.once('disconnect', () => process.exit(1));
