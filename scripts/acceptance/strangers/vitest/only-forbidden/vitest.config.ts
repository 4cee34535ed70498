// Shows: a configuration that forbids .only.
export default { test: { allowOnly: false } };
