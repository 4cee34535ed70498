// See the configuration.
export default function tearDown() {
  throw new Error('the tenant stays');
}
