// Shows: every test passes, then the tear-down throws: the tool fails.
export default { globalTeardown: './teardown.ts' };
