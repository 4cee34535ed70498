import { createRequire } from 'node:module';

const require = createRequire(import.meta.filename);

/** From its own file: the library as a whole brings what writes logs, and with it the data of Intl, which delays each load. */
export const { default: Int32Histogram } =
  require('hdr-histogram-js/dist/Int32Histogram.js') as typeof import('hdr-histogram-js/dist/Int32Histogram.js');
export type Int32Histogram = InstanceType<typeof Int32Histogram>;
