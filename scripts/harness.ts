import { keptList } from './kept-list.ts';
import { guardOutput } from './terminal/output.ts';

guardOutput();
const kept = process.argv[2] === 'list' ? keptList() : undefined;
if (kept === undefined) await import('./command-line.ts');
else console.log(kept);
