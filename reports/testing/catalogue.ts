import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Catalogue } from '../model/input.ts';

const shape = z.object({
  areas: z.array(z.object({ code: z.string(), title: z.string() })),
  requirements: z.array(z.object({ id: z.string(), area: z.string(), sentence: z.string() })),
});

/** The real catalogue, read as data: reports know no fixture. */
export function loadCatalogue(): Catalogue {
  const file = new URL('../../fixtures/requirements/requirements.json', import.meta.url);
  return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
}
