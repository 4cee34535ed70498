import './settle-project.ts';
import { keptList } from './kept-list.ts';
import { guardOutput } from './terminal/output.ts';
import { nameOurselves } from './own-name.ts';
import { loadZodWhole } from './whole-zod.ts';

guardOutput();
const kept = process.argv[2] === 'list' ? keptList() : undefined;
if (kept === undefined) {
  await loadZodWhole();
  nameOurselves();
  await import('./command-line.ts');
} else console.log(kept);
