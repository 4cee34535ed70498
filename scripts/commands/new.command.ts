import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'new',
  description: 'write the files of a new suite, engine, fault, rule, target, environment, report, kind …',
  build(command) {
    command
      .argument(
        '<sort>',
        'suite, engine, fault, rule, target, environment, report, kind, publisher, tool or command',
      )
      .argument('<name>', 'in kebab-case; of a suite or an engine <kind>/<name>')
      .option('--engine <name>', 'of a suite: what runs it, where its kind has several engines')
      .option('--target <name>', 'of an environment: what is tested there; "remote" unless told')
      .action(async (sort: string, name: string, options: { engine?: string; target?: string }) => {
        const { HERE } = await import('../../kernel/project.ts');
        const { writeNew } = await import('../new/new.ts');
        const { files, next } = await writeNew({ ...HERE, sort, name, ...options });
        for (const file of files) console.log(`wrote ${file}`);
        for (const [index, step] of next.entries()) console.log(`${index === 0 ? 'next' : 'then'}: ${step}`);
      });
  },
});
