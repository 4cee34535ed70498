import { defineConfig } from '@playwright/test';

export default defineConfig({
  testMatch: '*.spec.ts',
  workers: 1,
  reporter: 'line',
  use: { baseURL: process.env['BASE_URL'] ?? 'http://127.0.0.1' },
});
