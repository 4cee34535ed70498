// Shows: with a retry, a test that fails first is flaky, and the tool's exit code is 0.
export default { retries: 1 };
