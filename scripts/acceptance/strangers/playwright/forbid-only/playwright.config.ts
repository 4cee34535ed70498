// Shows: a configuration that forbids .only.
export default { forbidOnly: true };
