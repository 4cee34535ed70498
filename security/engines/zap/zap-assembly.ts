import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadMavenArtifacts, mavenUnusable } from '../../../fixtures/tools/installers/maven-artifacts.ts';
import { runProgram } from '../../../fixtures/tools/run-program.ts';
import type { Recipe } from '../../../kernel/tool.ts';
import { InfraError } from '../../../kernel/errors.ts';

/** Add-ons by id, with the status that ZAP expects in the file's name. */
const ADD_ONS = { network: 'beta', commonlib: 'release', automation: 'beta', spider: 'release' } as const;

/** The spider asks for it, and works without. It is not in Maven repositories. */
const NOT_TO_BE_HAD = ['database'];

/**
 * Puts ZAP together from Maven artifacts: the proxy, the spider, the API and the automation framework, but none of ZAP's
 * scan rules, which are published elsewhere only.
 */
export function assembledZap(version: string): Recipe {
  return {
    title: `assembly from Maven artifacts ${version} (no scan rules)`,
    key: `maven-${version}-1`,
    unusable: () => mavenUnusable(17),
    async install(into, log, signal) {
      const parts = await mkdtemp(join(into, '.parts-'));
      log('maven downloads the core and four add-ons (about 60 MB)');
      await downloadMavenArtifacts({ folder: join(import.meta.dirname, 'maven'), into: parts }, signal);
      log('assemble');
      await assemble(parts, into);
      await rm(parts, { recursive: true });
      await startOnce(into, version, signal);
      return join(into, 'zap.sh');
    },
  };
}

async function assemble(parts: string, into: string): Promise<void> {
  for (const folder of ['db', 'lang', 'plugin']) await mkdir(join(into, folder));
  await rename(join(parts, 'core'), join(into, 'lib'));
  const core = await readdir(join(into, 'lib'));
  for (const [id, status] of Object.entries(ADD_ONS)) {
    await packAddOn({ id, status, parts: join(parts, id), core, plugins: join(into, 'plugin') });
  }
  // ZAP refuses to start without this one. An empty one also calls nobody.
  const { writeEmptyAddOn } = await import('./zap-add-on.ts');
  await writeEmptyAddOn('Call Home', '0.20.0', join(into, 'plugin', 'callhome-release-0.20.0.zap'));
  await copyFile(join(import.meta.dirname, 'zap.sh'), join(into, 'zap.sh'));
  await chmod(join(into, 'zap.sh'), 0o755);
}

/** Loads the core and every add-on, which the launcher's own answer to `-version` does not. */
async function startOnce(into: string, version: string, signal: AbortSignal): Promise<void> {
  const home = join(into, '.home');
  const args = ['-version', '-silent', '-dir', home];
  const printed = await runProgram({ command: join(into, 'zap.sh'), args, signal });
  await rm(home, { recursive: true, force: true });
  if (!printed.includes(version)) throw new InfraError(`ZAP did not start: ${printed.slice(-500)}`);
}

interface AddOn {
  readonly id: string;
  readonly status: string;
  readonly parts: string;
  readonly core: readonly string[];
  readonly plugins: string;
}

/** What the core has already must not be loaded a second time. */
async function packAddOn(addOn: AddOn): Promise<void> {
  const jars = await readdir(addOn.parts);
  const own = jars.find((name) => new RegExp(`^${addOn.id}-\\d`).test(name));
  if (own === undefined) throw new InfraError(`Maven brought no jar of the add-on ${addOn.id}`);
  const version = own.slice(addOn.id.length + 1, -'.jar'.length);
  const libraries = jars.filter((name) => name !== own && !addOn.core.includes(name)).sort();
  const { writeAddOn } = await import('./zap-add-on.ts');
  await writeAddOn({
    jar: join(addOn.parts, own),
    libraries: Object.fromEntries(libraries.map((name) => [name, join(addOn.parts, name)])),
    without: NOT_TO_BE_HAD,
    file: join(addOn.plugins, `${addOn.id}-${addOn.status}-${version}.zap`),
  });
}
