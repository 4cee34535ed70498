// Shows: the tool stops at its first failure, and the others do not run.
export default { maxFailures: 1, workers: 1 };
