// Shows: every test counts once for each project.
export default {
  test: {
    projects: [
      { test: { name: 'one', include: ['*.check.ts'] } },
      { test: { name: 'two', include: ['*.check.ts'] } },
    ],
  },
};
