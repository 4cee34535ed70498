// Shows: with a configuration further up the tool runs in the package's folder.
export default { test: {} };
