// Shows: a set-up file that throws.
export default { test: { setupFiles: ['./setup.ts'] } };
