import { tellOfHanging } from './tell-of-hanging.ts';

// The hardest: it hears no signal. Of every tool: hanging.long.test.ts.
tellOfHanging(['vitest']);
