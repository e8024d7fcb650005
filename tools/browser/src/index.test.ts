import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findBrowser, findFirefox, launchOptions } from './index.ts';

let folder = '';

const executable = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-browser-test-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('takes $CHROME_PATH before everything else', async () => {
  vi.stubEnv('PATH', folder);
  executable('chromium');
  vi.stubEnv('CHROME_PATH', executable('my-chrome'));
  expect(await findBrowser()).toMatchObject({ executablePath: join(folder, 'my-chrome'), source: 'CHROME_PATH' });
});

it('says so when $CHROME_PATH names no file', async () => {
  vi.stubEnv('CHROME_PATH', join(folder, 'nothing'));
  await expect(findBrowser()).rejects.toThrow(RangeError);
});

it('takes an installed browser next', async () => {
  vi.stubEnv('CHROME_PATH', '');
  vi.stubEnv('PATH', folder);
  executable('google-chrome');
  expect(await findBrowser()).toMatchObject({ executablePath: join(folder, 'google-chrome'), source: 'installed' });
});

it('takes $FIREFOX_PATH before an installed Firefox, and may find none', () => {
  vi.stubEnv('FIREFOX_PATH', '');
  vi.stubEnv('PATH', folder);
  expect(findFirefox()).toBeUndefined();
  executable('firefox-esr');
  expect(findFirefox()).toBe(join(folder, 'firefox-esr'));
  vi.stubEnv('FIREFOX_PATH', executable('my-firefox'));
  expect(findFirefox()).toBe(join(folder, 'my-firefox'));
  vi.stubEnv('FIREFOX_PATH', join(folder, 'nothing'));
  expect(() => findFirefox()).toThrow(RangeError);
});

it('always finds a browser that renders', { timeout: 60_000 }, async () => {
  const browser = await chromium.launch(await launchOptions());
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>mm</h1>');
    expect(await page.textContent('h1')).toBe('mm');
  } finally {
    await browser.close();
  }
});
