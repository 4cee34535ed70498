import { goModule } from '../../../fixtures/tools/installers/go-module.ts';
import { prebuiltRelease } from '../../../fixtures/tools/installers/prebuilt-release.ts';
import { defineTool } from '../../../kernel/tool.ts';

const VERSION = '2.5.1';

/** Compares lockfiles with advisories. 2.5.0 did not when it was told to stay offline. */
export default defineTool({
  name: 'osv-scanner',
  variable: 'HARNESS_OSV_SCANNER',
  commands: ['osv-scanner'],
  version: { args: ['--version'], pattern: /osv-scanner version: (\d+\.\d+\.\d+)/ },
  minimum: VERSION,
  onDemand: true,
  recipes: [
    prebuiltRelease({
      version: VERSION,
      url: `https://github.com/google/osv-scanner/releases/download/v${VERSION}`,
      assets: {
        'linux-x64': { file: 'osv-scanner_linux_amd64' },
        'linux-arm64': { file: 'osv-scanner_linux_arm64' },
        'darwin-x64': { file: 'osv-scanner_darwin_amd64' },
        'darwin-arm64': { file: 'osv-scanner_darwin_arm64' },
      },
      checksums: 'osv-scanner_SHA256SUMS',
    }),
    goModule({
      folder: import.meta.dirname,
      package: 'github.com/google/osv-scanner/v2/cmd/osv-scanner',
      version: VERSION,
      program: 'osv-scanner',
      cost: 'about 4 CPU-minutes',
    }),
  ],
});
