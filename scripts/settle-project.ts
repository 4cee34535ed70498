import { settleProject } from './project-option.ts';

/** By being imported: all that is imported after it finds the project settled. */
settleProject();
