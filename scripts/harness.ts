import { keptList } from './kept-list.ts';
import { guardOutput } from './terminal/output.ts';
import { loadZodWhole } from './whole-zod.ts';

guardOutput();
const kept = process.argv[2] === 'list' ? keptList() : undefined;
if (kept === undefined) {
  loadZodWhole();
  await import('./command-line.ts');
} else console.log(kept);
