// See the configuration.
export default function setUp() {
  throw new Error('no tenant');
}
