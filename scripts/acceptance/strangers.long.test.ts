import { tellOfStrangers } from './tell-of-strangers.ts';
import { STRANGERS } from './stranger-table.ts';

tellOfStrangers(STRANGERS);
