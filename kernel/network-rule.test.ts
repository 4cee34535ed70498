import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNoNetworkRules } from './network-rule.ts';
import { refuseImpossible } from './refuse-undo.ts';
import { say } from './sentence.ts';

const capable = 'CapEff:\t0000000000001000\n';

describe("the network's rules", () => {
  it.each([
    ['there is no tc', ['/nowhere'], capable, /there is no tc\. Fix: install iproute2/],
    ['this user may not', undefined, 'CapEff:\t0000000000000000\n', /(may not be changed|there is no tc)/],
    ['there is no /proc', undefined, '', /(may not be changed|there is no tc)/],
  ])('cannot be changed where %s, and it is said why', (_, folders, status, said) => {
    expect(say(whyNoNetworkRules(folders, status) ?? 'they can')).toMatch(said);
  });

  const why = whyNoNetworkRules();
  it.runIf(why !== undefined)('are refused here before anything is done, for that reason', () => {
    expect(() => refuseImpossible({ kind: 'network-rule', device: 'lo', handle: '8a5e:' })).toThrow(why);
  });

  // In a network of its own, which nobody else is in.
  it.runIf(why === undefined)('are taken away by handle, once or twice, and others are left', () => {
    const code = `
      import { execFileSync } from 'node:child_process';
      import { rulesOn } from ${JSON.stringify(join(import.meta.dirname, 'network-rule.ts'))};
      import { performUndo } from ${JSON.stringify(join(import.meta.dirname, 'perform-undo.ts'))};
      const tbf = ['tbf', 'rate', '1mbit', 'burst', '32kbit', 'latency', '400ms'];
      execFileSync('tc', ['qdisc', 'add', 'dev', 'lo', 'root', 'handle', '8a5e:', ...tbf]);
      const said = [await rulesOn('lo')];
      for (const [device, handle] of [['lo', '1:'], ['lo', '8a5e:'], ['lo', '8a5e:'], ['gone0', '8a5e:']]) {
        await performUndo({ kind: 'network-rule', device, handle });
        said.push(await rulesOn('lo'));
      }
      console.log(JSON.stringify(said));`;
    const args = ['-n', process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module'];
    const said = execFileSync('unshare', args, { input: code, encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual([['8a5e:'], ['8a5e:'], [], [], []]);
  });
});
