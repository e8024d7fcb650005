import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Sends the path as it stands: neither `fetch` nor `URL` may tidy it up. */
function ask(path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { hostname, port } = new URL(server.address);
  const headers = options.host === undefined ? {} : { host: options.host };
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

const capturePath = (): string => new URL(server.address).searchParams.get('file') ?? '';

beforeAll(async () => {
  mkdirSync(join(appFolder, 'assets'), { recursive: true });
  writeFileSync(join(appFolder, 'index.html'), '<!doctype html>');
  writeFileSync(join(appFolder, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(appFolder, 'link.txt'));
  server = await serve({ appFolder, name: NAME, bytes: Buffer.from(CAPTURE) });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the server of mm open', () => {
  it('serves the app with its types', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, body: '<!doctype html>' });
    const script = await ask('/assets/app.js?v=1');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('serves the capture at the address that it gives, whatever its name', async () => {
    expect(await ask(capturePath())).toMatchObject({ status: 200, body: CAPTURE });
    expect(capturePath()).toMatch(/^\/capture\/[\w-]{32}\/a%20b%26c%25\.strace$/);
    expect(await ask(capturePath(), { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('keeps the capture from who does not know the token', async () => {
    const [, , token = '', name = ''] = capturePath().split('/');
    for (const path of [`/capture/x/${name}`, `/capture/${'A'.repeat(token.length)}/${name}`, `/capture//${name}`])
      expect((await ask(path)).status).toBe(404);
    expect((await ask(`/capture/${token}/other`)).status).toBe(404);
  });

  it('answers to no other name, so that a rebound name cannot read it', async () => {
    const { port } = new URL(server.address);
    expect((await ask('/', { host: `localhost:${port}` })).status).toBe(200);
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
    const { status, body } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('secret\n');
    expect(body).not.toBe('secret');
  });

  it('only reads', async () => {
    const answer = await ask('/', { method: 'POST' });
    expect(answer).toMatchObject({ status: 405 });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('lets nothing in from elsewhere and the token not out', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
