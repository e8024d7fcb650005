import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { given, mm, start } from '../testing/binary.ts';

const CAPTURE = 'brk(NULL) = 0x1000\n';
const canTrace = ((): boolean => {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true']);
    return true;
  } catch {
    return false;
  }
})();
const built = existsSync(new URL('../../../../apps/web/dist/index.html', import.meta.url));

/** The first line that a started binary prints. */
async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk);
    if (printed.includes('\n')) break;
  }
  return printed.trim();
}

describe('mm open', () => {
  it('refuses a file that cannot be read, before anything is served', async () => {
    const { exitCode, stdout, stderr } = await mm(['open', '--no-browser', given('bad.mm', 'mmap(\n')]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(built ? /^bad\.mm:1:\d+: / : /web app is not built/);
  });

  it.runIf(built)('says that a process is not there, before anything is served', async () => {
    const { exitCode, stdout, stderr } = await mm(['open', '--no-browser', '--pid', '4194305']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('there is no process 4194305');
  });

  it.runIf(built && canTrace)('tells what a program does, and ends it where it is interrupted', async () => {
    const child = start(['open', '--no-browser', '--', process.execPath, '-e', 'setInterval(() => 0, 1000)']);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    try {
      const address = new URL(await firstLine(child));
      const told = await fetch(new URL(address.searchParams.get('live') ?? '', address));
      let text = '';
      for await (const chunk of told.body ?? []) {
        text += Buffer.from(chunk).toString();
        if (text.includes(' munmap(')) break;
      }
      expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ kind: 'text' });
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(0);
  });

  it.runIf(built)('serves plugins to the page that is made for them', async () => {
    const text = "export default { id: 'mine', title: 'Mine', version: '1.0.0', api: '^1.0', contributes: {} };";
    const child = start(['open', '--no-browser', '--plugin', given('mine.mjs', text), given('b.strace', CAPTURE)]);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    try {
      const address = new URL(await firstLine(child));
      expect(address.pathname).toMatch(/\/with-plugins\.html$/);
      const answer = await fetch(new URL(address.searchParams.get('plugin') ?? '', address));
      expect([answer.headers.get('content-type'), await answer.text()]).toEqual([
        'text/javascript; charset=utf-8',
        text,
      ]);
      expect(answer.headers.get('content-security-policy')).toMatch(/; trusted-types lit-html 'allow-duplicates'$/);
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(0);
  });

  it.runIf(built)('serves the app and the file until it is interrupted', async () => {
    const child = start(['open', '--no-browser', '--kernel', '6.18', given('a.strace', CAPTURE)]);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    try {
      const address = new URL(await firstLine(child));
      expect(address.hostname).toBe('127.0.0.1');
      expect(address.hash).toBe('#kernel=6.18');
      expect(await (await fetch(address)).text()).toContain('<!doctype html>');
      const capture = new URL(address.searchParams.get('file') ?? '', address);
      expect(await (await fetch(capture)).text()).toBe(CAPTURE);
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(0);
  });
});
