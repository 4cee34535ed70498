import { tellOfHanging } from './tell-of-hanging.ts';

tellOfHanging(['playwright', 'vitest', 'k6']);
