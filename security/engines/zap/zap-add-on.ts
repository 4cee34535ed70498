import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';

const MANIFEST = 'ZapAddOn.xml';

export interface AddOnParts {
  /** The add-on's own jar, as Maven has it. */
  readonly jar: string;
  /** Further jars by file name: what the add-on needs beyond ZAP's core. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Add-ons that its manifest asks for and that are not to be had; ZAP would refuse to load it. */
  readonly without: readonly string[];
  readonly file: string;
}

/** Writes a `.zap` file: the add-on's jar, its libraries under `libs/`, and a manifest that lists them. */
export async function writeAddOn(parts: AddOnParts): Promise<void> {
  const zip = new ZipFile();
  const jar = await yauzl.openPromise(parts.jar);
  for await (const entry of jar.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const content = await bytesOf(await jar.openReadStreamPromise(entry));
    zip.addBuffer(entry.fileName === MANIFEST ? manifestFor(content, parts) : content, entry.fileName);
  }
  for (const [name, path] of Object.entries(parts.libraries)) zip.addFile(path, `libs/${name}`);
  await finish(zip, parts.file);
}

/** Writes an add-on that has a manifest and nothing else. */
export async function writeEmptyAddOn(name: string, version: string, file: string): Promise<void> {
  const zip = new ZipFile();
  const manifest = `<zapaddon><name>${name}</name><version>${version}</version><status>release</status><not-before-version>2.17.0</not-before-version></zapaddon>`;
  zip.addBuffer(Buffer.from(manifest), MANIFEST);
  await finish(zip, file);
}

async function finish(zip: ZipFile, file: string): Promise<void> {
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function manifestFor(original: Buffer, parts: AddOnParts): Buffer {
  return Buffer.from(withLibraries(original.toString(), Object.keys(parts.libraries), parts.without));
}

/** The manifest with exactly these libraries, and without the add-ons that are not to be had. */
export function withLibraries(
  manifest: string,
  libraries: readonly string[],
  without: readonly string[],
): string {
  const list = libraries.map((name) => `<lib>libs/${name}</lib>`).join('');
  const bare = manifest.replace(/<libs>[\s\S]*?<\/libs>/, '');
  const loadable = without.reduce((xml, id) => xml.replace(addOnWithId(id), ''), bare);
  return loadable.replace('</zapaddon>', `<libs>${list}</libs></zapaddon>`);
}

function addOnWithId(id: string): RegExp {
  return new RegExp(`<addon>\\s*<id>${id}</id>(?:(?!</addon>)[\\s\\S])*</addon>`);
}
