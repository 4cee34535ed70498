import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'list',
  description: 'the suites that exist: kind, stages, tags, owner, what they prove',
  build(command) {
    command
      .argument('[name...]', 'kinds, suite names or patterns of them (`contract/*`); all without')
      .option('--stage <stage>', 'only suites of this stage')
      .option('--tag <tag...>', 'only suites that carry every one of these tags', [])
      .option('--json', 'print JSON')
      .action(async (names: string[], options: { stage?: string; tag: string[]; json?: boolean }) => {
        const { keepList, keyOfList } = await import('../kept-list.ts');
        const key = keyOfList();
        const { loadSuites } = await import('../../kernel/load-suites.ts');
        const { select } = await import('../../kernel/select.ts');
        const { requirementOf } = await import('../../kernel/reference.ts');
        const { HERE } = await import('../../kernel/project.ts');
        const selection = { names, stage: options.stage, tags: options.tag };
        const { suites } = select(await loadSuites(HERE), selection);
        const say = (text: string) => {
          console.log(text);
          keepList(key, text);
        };
        if (options.json) {
          say(JSON.stringify(suites.map(({ value, file }) => ({ ...value, file }))));
          return;
        }
        const { tableByKind } = await import('../terminal/by-kind.ts');
        const { terminalWidth } = await import('../terminal/fit.ts');
        const { count } = await import('../../reports/format.ts');
        const rows = suites.map(
          ({ value }) =>
            [
              value.name,
              value.title,
              value.stages.join(' '),
              value.tags.join(' '),
              [...new Set(value.proves.map(requirementOf))].join(' '),
              value.owner,
            ] as const,
        );
        const head = ['suite', 'shows', 'stages', 'tags', 'thresholds prove', 'owner'];
        const listed = tableByKind(head, rows, terminalWidth());
        say(`${listed}\n\n${count(suites.length, 'suite')}; what is cut here --json says whole`);
      });
  },
});
