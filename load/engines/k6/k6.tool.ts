import { goModule } from '../../../fixtures/tools/installers/go-module.ts';
import { prebuiltRelease } from '../../../fixtures/tools/installers/prebuilt-release.ts';
import { defineTool } from '../../../kernel/tool.ts';

export const VERSION = '2.2.0';

/** `k6-v2.2.0-linux-amd64.tar.gz` holds `k6-v2.2.0-linux-amd64/k6`. */
function asset(machine: string, archive: 'tar.gz' | 'zip') {
  const name = `k6-v${VERSION}-${machine}`;
  return { file: `${name}.${archive}`, program: `${name}/k6` };
}

export default defineTool({
  name: 'k6',
  variable: 'HARNESS_K6',
  commands: ['k6'],
  version: { args: ['version'], pattern: /\bv(\d+\.\d+\.\d+)/ },
  minimum: '2.0.0',
  // Built first, where Go is: no release has `k6/x/sse` and the output `harness-rows` (./build).
  recipes: [
    goModule({
      title: `build k6 ${VERSION} with k6/x/sse from Go modules`,
      folder: import.meta.dirname,
      package: './build',
      version: VERSION,
      program: 'k6',
      cost: 'about 3 CPU-minutes',
    }),
    prebuiltRelease({
      version: VERSION,
      url: `https://github.com/grafana/k6/releases/download/v${VERSION}`,
      assets: {
        'linux-x64': asset('linux-amd64', 'tar.gz'),
        'linux-arm64': asset('linux-arm64', 'tar.gz'),
        'darwin-x64': asset('macos-amd64', 'zip'),
        'darwin-arm64': asset('macos-arm64', 'zip'),
      },
      checksums: `k6-v${VERSION}-checksums.txt`,
    }),
  ],
});
