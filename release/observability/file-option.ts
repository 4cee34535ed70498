import { z } from 'zod';

/** A file or folder of the product's checkout, as suites name it. */
export const fileOption = z.string().regex(/^(?!\/)(?!.*\.\.)/, 'a path inside of the folder');
