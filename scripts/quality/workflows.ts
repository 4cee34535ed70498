/** `npm run workflows`: writes the files of CI from scripts/ci. That they are fresh `npm run check` sees (workflow-files.test.ts). */
import { ROOT } from '../root.ts';
import { writeWorkflows } from '../ci/workflow-files.ts';

for (const line of writeWorkflows(ROOT)) console.log(line);
