import { join } from 'node:path';
import { pypiWheel } from '../../../fixtures/tools/installers/pypi-wheel.ts';
import { defineTool } from '../../../kernel/tool.ts';

/** Records Playwright's videos. Optional: Playwright's own download brings its own one. */
export default defineTool({
  name: 'ffmpeg',
  variable: 'HARNESS_FFMPEG',
  commands: ['ffmpeg'],
  version: { args: ['-version'], pattern: /ffmpeg version \D*(\d+(?:\.\d+)+)/ },
  minimum: '4.0',
  recipes: [
    pypiWheel({
      package: 'imageio-ffmpeg',
      version: '0.6.0',
      requirements: join(import.meta.dirname, 'ffmpeg.requirements.txt'),
      program: 'imageio_ffmpeg/binaries/ffmpeg-*',
    }),
  ],
});
