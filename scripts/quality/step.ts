import { spawn } from 'node:child_process';
import { ROOT } from '../root.ts';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Show its output as it comes: for steps that take minutes. */
  readonly live?: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
}

/** Runs one step; prints a line, and the whole output if it failed. */
export async function runStep(step: Step): Promise<StepResult> {
  const began = performance.now();
  const { code, output } = await outputOf(step);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (code !== 0 && !step.live) console.log(output.trimEnd());
  console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
  return { name: step.name, passed: code === 0 };
}

function outputOf(step: Step): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      cwd: ROOT,
      env: { ...process.env, ...(!step.live && { NO_COLOR: '1' }) },
      stdio: step.live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) =>
      resolve({ code: -1, output: `cannot start ${step.command}: ${error.message}` }),
    );
    child.once('close', (code) => resolve({ code, output }));
  });
}
