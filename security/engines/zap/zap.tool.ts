import { javaUnusable } from '../../../fixtures/tools/installers/maven-artifacts.ts';
import { prebuiltRelease } from '../../../fixtures/tools/installers/prebuilt-release.ts';
import { defineTool } from '../../../kernel/tool.ts';
import { assembledZap } from './zap-assembly.ts';

const VERSION = '2.17.0';
const LINUX = { file: `ZAP_${VERSION}_Linux.tar.gz`, program: `ZAP_${VERSION}/zap.sh` };

/** OWASP ZAP, started with its `zap.sh`. It needs Java 17 or newer. */
export default defineTool({
  name: 'zap',
  variable: 'HARNESS_ZAP',
  commands: ['zap.sh', 'zaproxy', '/Applications/ZAP.app/Contents/Java/zap.sh'],
  version: { args: ['-version'], pattern: /^(?:D-)?(\d+[.-]\d+[.-]\d+)\s*$/m },
  minimum: '2.16.0',
  recipes: [
    prebuiltRelease({
      version: VERSION,
      url: `https://github.com/zaproxy/zaproxy/releases/download/v${VERSION}`,
      assets: { 'linux-x64': LINUX, 'linux-arm64': LINUX },
      checksums: { [LINUX.file]: 'efe799aaa3627db683b43f00c9c210aea0b75c00cc8f0a0f0434d12bb3ddde5a' },
      unusable: () => javaUnusable(17),
    }),
    assembledZap(VERSION),
  ],
});
