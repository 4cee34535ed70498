// Shows: a spec in which there is no test.
import { expect, test } from '@playwright/test';

export const unused = [expect, test];
