// Shows: every test passes, and a coverage limit does not hold: the tool fails. It leaves no coverage folder.
export default {
  test: { coverage: { enabled: true, provider: 'v8', include: ['net.ts'], thresholds: { lines: 90 } } },
};
