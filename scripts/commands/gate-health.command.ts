import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'gate-health',
  description:
    'list the checks and limits of a run that no kept run, planted defect or mutant ever turned red',
  build(command) {
    command
      .argument('[run]', 'a run id', 'latest')
      .option('--full', 'name each of them')
      .option('--json', 'print JSON')
      .action(async (id: string, { json, full }: { json?: boolean; full?: boolean }) => {
        const { gateHealth } = await import('../gate/health/gate-health.ts');
        const { sayHealth } = await import('../gate/health/say-health.ts');
        const { findRun } = await import('../session/find-run.ts');
        const { DETECTION_REPORTS, EVIDENCE } = await import('../session/places.ts');
        const places = { evidence: EVIDENCE, detections: DETECTION_REPORTS };
        const health = gateHealth(findRun(id), places);
        console.log(json ? JSON.stringify(health) : sayHealth(health, { full: full === true }));
      });
  },
});
