// Shows: a set-up that throws; no test runs.
export default { globalSetup: './setup.ts' };
