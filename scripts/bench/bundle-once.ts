/** What a load run does in its own, fresh process: loads the bundler and reads one script, the file that is named. */
import { prepareScript } from '../../load/engines/k6/process/script.ts';

const [, , file = ''] = process.argv;
const { problem } = await prepareScript(file);
if (problem !== undefined) throw new Error(problem);
