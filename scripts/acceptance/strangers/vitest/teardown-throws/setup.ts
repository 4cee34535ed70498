// See the configuration.
export default () => () => {
  throw new Error('the tenant stays');
};
