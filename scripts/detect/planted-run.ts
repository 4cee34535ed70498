/**
 * One run of a detection, in a process of its own: what a run leaves in memory goes with it, and nothing that a defect does to
 * it reaches the next one. `detect` starts it and holds a pipe to it: the request is one line on stdin, and the end of stdin
 * means that `detect` is dead, so that the run stops, cleans up and seals. Started by hand it waits for a line that never comes.
 */
import { createInterface } from 'node:readline';
import { explain } from '../explain.ts';
import { nameOurselves } from '../own-name.ts';
import { runCommand } from '../run/run-command.ts';
import { plantIn } from './plant-in.ts';
import { plantedRequestSchema, type PlantedRequest } from './planted-request.ts';
import { guardOutput } from '../terminal/output.ts';

guardOutput();
nameOurselves();
const lines = createInterface({ input: process.stdin });
const [line] = (await Promise.race([
  new Promise<[string]>((resolve) => lines.once('line', (text) => resolve([text]))),
  new Promise<[]>((resolve) => lines.once('close', () => resolve([]))),
])) as [string?];
if (line === undefined) process.exit(0);
lines.once('close', () => process.kill(process.pid, 'SIGTERM'));
try {
  process.exitCode = await conduct(plantedRequestSchema.parse(JSON.parse(line)));
} catch (error) {
  process.exitCode = explain(error);
}
process.exit();

async function conduct({
  detection,
  defect,
  environment,
  suites,
  result,
  command,
}: PlantedRequest): Promise<number> {
  const options = { env: environment, tag: [], json: true, allure: false, install: true, result };
  using planted = plantIn(defect);
  return await runCommand({
    names: suites,
    options,
    special: {
      command,
      facts: {
        detection: { id: detection, ...(defect && { defect: { id: defect.id, title: defect.title } }) },
      },
      around: (surroundings) => planted.around(surroundings),
    },
  });
}
