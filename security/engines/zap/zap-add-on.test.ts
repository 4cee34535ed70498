import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../fixtures/tools/testing/fake-tool.ts';
import { withLibraries, writeAddOn, writeEmptyAddOn } from './zap-add-on.ts';

const MANIFEST = `<zapaddon>
  <name>Spider</name>
  <dependencies><addons>
    <addon><id>commonlib</id><version>&gt;= 1.0</version></addon>
    <addon>
      <id>database</id>
    </addon>
    <addon><id>network</id></addon>
  </addons></dependencies>
  <libs><lib>libs/old.jar</lib></libs>
</zapaddon>`;

describe('an add-on’s manifest', () => {
  it('lists exactly the libraries that are packed', () => {
    const manifest = withLibraries(MANIFEST, ['a.jar', 'b.jar'], []);
    expect(manifest).toContain('<libs><lib>libs/a.jar</lib><lib>libs/b.jar</lib></libs></zapaddon>');
    expect(manifest).not.toContain('old.jar');
  });

  it('loses the one add-on that is not to be had, and keeps its neighbours', () => {
    const manifest = withLibraries(MANIFEST, [], ['database']);
    expect(manifest).not.toContain('database');
    expect(manifest).toContain('<id>commonlib</id><version>&gt;= 1.0</version></addon>');
    expect(manifest).toContain('<addon><id>network</id></addon>');
  });
});

describe('a written add-on', () => {
  it('holds its jar’s files, its libraries and the new manifest', async () => {
    using folder = temporaryFolder();
    const jar = new ZipFile();
    jar.addBuffer(Buffer.from(MANIFEST), 'ZapAddOn.xml');
    jar.addBuffer(Buffer.from('bytes'), 'org/Spider.class');
    jar.addEmptyDirectory('org/empty');
    jar.end();
    await pipeline(jar.outputStream, createWriteStream(join(folder.path, 'spider.jar')));
    const library = join(folder.path, 'yaml.jar');
    writeFileSync(library, 'library');
    const file = join(folder.path, 'spider.zap');
    await writeAddOn({
      jar: join(folder.path, 'spider.jar'),
      libraries: { 'yaml.jar': library },
      without: [],
      file,
    });
    const content = await contentOf(file);
    expect(Object.keys(content)).toEqual(['ZapAddOn.xml', 'org/Spider.class', 'libs/yaml.jar']);
    expect(content['libs/yaml.jar']).toBe('library');
    expect(content['ZapAddOn.xml']).toContain('<lib>libs/yaml.jar</lib>');
  });

  it('may have a manifest and nothing else', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'callhome-release-1.0.0.zap');
    await writeEmptyAddOn('Call Home', '1.0.0', file);
    const content = await contentOf(file);
    expect(Object.keys(content)).toEqual(['ZapAddOn.xml']);
    expect(content['ZapAddOn.xml']).toContain('<name>Call Home</name><version>1.0.0</version>');
  });
});

async function contentOf(file: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  const zip = await yauzl.openPromise(file);
  for await (const entry of zip.eachEntry()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    content[entry.fileName] = Buffer.concat(chunks).toString();
  }
  return content;
}
