// Shows: the tool runs in its configuration's folder, where it looks for one.
export default { testDir: 'shop/tests' };
