// Shows: a test file in which there is no test.
import { expect, test } from 'vitest';

export const unused = [expect, test];
