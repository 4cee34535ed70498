// Shows: a configuration of Vite that says how to test.
export default { test: { globals: true } };
