import { expect, it } from 'vitest';
import chromium from './chromium.tool.ts';
import ffmpeg from './ffmpeg.tool.ts';

it.each([
  ['Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)', '156.0.8078'],
  ['Google Chrome for Testing 159.0.8154.6', '159.0.8154'],
  ['Google Chrome 158.0.1.2', '158.0.1'],
  ['Mozilla Firefox 159.0', undefined],
])('%s is read as %s', (printed, version) => {
  expect(chromium.version.pattern.exec(printed)?.[1]).toBe(version);
});

it.each([
  ['ffmpeg version 7.0.2-static https://example.test/', '7.0.2'],
  ['ffmpeg version n7.1 Copyright', '7.1'],
  ['ffmpeg version 5.1.6-0+deb12u1 Copyright', '5.1.6'],
])('%s is read as %s', (printed, version) => {
  expect(ffmpeg.version.pattern.exec(printed)?.[1]).toBe(version);
});

it('Playwright’s own build is preferred to the system’s browsers', () => {
  expect(chromium.commands[0]).toMatch(/chromium-\d+/);
  expect(chromium.commands).toContain('google-chrome');
});
