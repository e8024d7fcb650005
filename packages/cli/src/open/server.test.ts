import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveFeed } from './live-feed.ts';
import { serve, type OpenServer } from './server.ts';

const NAME = 'a b&c%.strace';
const CAPTURE = 'brk(NULL) = 0x1000\n';

const folder = mkdtempSync(join(tmpdir(), 'mm-open-'));
const appFolder = join(folder, 'app');
let server: OpenServer;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Options {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly of?: OpenServer;
}

/** Sends the path as it stands: neither `fetch` nor `URL` may tidy it up. */
function ask(path: string, options: Options = {}): Promise<Answer> {
  const { hostname, port } = new URL((options.of ?? server).address);
  const headers = { ...options.headers, ...(options.host !== undefined && { host: options.host }) };
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method: options.method ?? 'GET', headers }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    })
      .on('error', reject)
      .end();
  });
}

/** What everything stands below. */
const base = (): string => new URL(server.address).pathname;
const capturePath = (): string => base() + contentOf(server, 'file');
const contentOf = ({ address }: OpenServer, what: string): string => /[?]\w+=(.*)$/.exec(address)?.[1] ?? what;

beforeAll(async () => {
  mkdirSync(join(appFolder, 'assets'), { recursive: true });
  writeFileSync(join(appFolder, 'index.html'), '<!doctype html>');
  writeFileSync(join(appFolder, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(appFolder, 'link.txt'));
  server = await serve({ appFolder, name: NAME, content: Buffer.from(CAPTURE) });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the server of mm open', () => {
  it('serves the app with its types', async () => {
    expect(await ask(base())).toMatchObject({ status: 200, body: '<!doctype html>' });
    const script = await ask(`${base()}assets/app.js?v=1`);
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('serves the capture at the address that it gives, whatever its name', async () => {
    expect(await ask(capturePath())).toMatchObject({ status: 200, body: CAPTURE });
    expect(capturePath()).toMatch(/^\/[\w-]{32}\/content\/a%20b%26c%25\.strace$/);
    expect(await ask(capturePath(), { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('keeps everything from who does not know the token', async () => {
    const [, token = '', , name = ''] = capturePath().split('/');
    for (const given of ['x', 'A'.repeat(token.length), ''])
      for (const path of ['', `content/${name}`, 'assets/app.js', 'index.html'])
        expect((await ask(`/${given}/${path}`)).status).toBe(404);
    expect((await ask('/')).status).toBe(404);
    expect((await ask(`${base()}content/other`)).status).toBe(404);
  });

  it('answers to no page of another site, whatever it knows', async () => {
    const { origin } = new URL(server.address);
    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await ask(capturePath(), { headers })).status;
    expect(await asked({ origin })).toBe(200);
    expect(await asked({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await asked({ 'sec-fetch-site': 'none' })).toBe(200);
    expect(await asked({ origin: 'https://evil.example' })).toBe(403);
    expect(await asked({ origin: 'null' })).toBe(403);
    expect(await asked({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('tells what a program that is followed says, from its beginning and as it comes', async () => {
    const feed = new LiveFeed(20);
    const live = await serve({ appFolder, name: 'ls.strace', content: feed });
    try {
      feed.tell('brk(0) = 0x1000\n');
      const whole = ask(new URL(live.address).pathname + contentOf(live, 'live'), { of: live });
      feed.tell('brk(0) = 0x1000\n');
      const messages = (await whole).body.trimEnd().split('\n');
      expect(messages.map((line): unknown => JSON.parse(line))).toEqual([
        { kind: 'text', text: 'brk(0) = 0x1000\n' },
        { kind: 'ended', how: 'it told more than 20 characters: nothing after that is shown', warnings: [] },
      ]);
    } finally {
      await live.close();
    }
  });

  it('answers to no other name, so that a rebound name cannot read it', async () => {
    const { port } = new URL(server.address);
    expect((await ask(base(), { host: `localhost:${port}` })).status).toBe(200);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`])
      expect((await ask(capturePath(), { host })).status).toBe(403);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '//../secret.txt',
    '/link.txt',
    '/assets',
    '/nothing.js',
    '/index.html%00.js',
    '/%zz',
    '/..\\secret.txt',
  ])('serves nothing for %s', async (path) => {
    const { status, body } = await ask(`${base()}${path.slice(1)}`);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('secret\n');
    expect(body).not.toBe('secret');
  });

  it('only reads', async () => {
    const answer = await ask(base(), { method: 'POST' });
    expect(answer).toMatchObject({ status: 405 });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('lets nothing in from elsewhere and the token not out', async () => {
    const { headers } = await ask(base());
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toMatch(/; require-trusted-types-for 'script'; trusted-types lit-html$/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
