import { readFileSync } from 'node:fs';
import { areaSchema, requirementsFrom, type Requirements } from '../../kernel/requirement.ts';

const AREAS = ['fun', 'con', 'per', 'res', 'sec', 'obs', 'rel', 'doc', 'evi'];

/** The real requirements, read as data: reports know no fixture. Each is its own aspect, whatever aspects it really has. */
export function loadCatalogue(): Requirements {
  const files = AREAS.map((name) => {
    const file = new URL(`../../fixtures/requirements/${name}.json`, import.meta.url);
    return areaSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  });
  const { areas, requirements } = requirementsFrom(files);
  return { areas, requirements: requirements.map((one) => ({ ...one, aspects: [aspectOf(one)] })) };
}

function aspectOf({ id, sentence }: Requirements['requirements'][number]) {
  return { reference: id, says: sentence, by: 'suite' as const };
}
