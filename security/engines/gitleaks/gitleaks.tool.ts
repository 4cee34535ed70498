import { goModule } from '../../../fixtures/tools/installers/go-module.ts';
import { prebuiltRelease } from '../../../fixtures/tools/installers/prebuilt-release.ts';
import { defineTool } from '../../../kernel/tool.ts';

const VERSION = '8.30.1';

/** Looks for secrets in files and in commits. */
export default defineTool({
  name: 'gitleaks',
  variable: 'HARNESS_GITLEAKS',
  commands: ['gitleaks'],
  version: { args: ['version'], pattern: /v?(\d+\.\d+\.\d+)/ },
  minimum: '8.28.0',
  recipes: [
    prebuiltRelease({
      version: VERSION,
      url: `https://github.com/gitleaks/gitleaks/releases/download/v${VERSION}`,
      assets: {
        'linux-x64': { file: `gitleaks_${VERSION}_linux_x64.tar.gz`, program: 'gitleaks' },
        'linux-arm64': { file: `gitleaks_${VERSION}_linux_arm64.tar.gz`, program: 'gitleaks' },
        'darwin-x64': { file: `gitleaks_${VERSION}_darwin_x64.tar.gz`, program: 'gitleaks' },
        'darwin-arm64': { file: `gitleaks_${VERSION}_darwin_arm64.tar.gz`, program: 'gitleaks' },
      },
      checksums: `gitleaks_${VERSION}_checksums.txt`,
    }),
    goModule({
      folder: import.meta.dirname,
      package: 'github.com/zricethezav/gitleaks/v8',
      version: VERSION,
      program: 'gitleaks',
      ldflags: `-X github.com/zricethezav/gitleaks/v8/version.Version=${VERSION}`,
      cost: 'about 1 CPU-minute',
    }),
  ],
});
