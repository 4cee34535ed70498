// Shows: the tool stops at its first failure.
export default { test: { bail: 1 } };
