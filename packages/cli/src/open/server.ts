/**
 * The server behind `mm open`: the built web app, and one capture or what is told of a program that is followed, on the
 * loopback interface, for one browser.
 *
 * Everything is served below a random token that stands in the address only. A page of another site cannot read it: the
 * Host header must name this very server (so no rebound DNS name reaches it), a request that another site made is
 * refused, nothing allows another origin, and the token does not leave with a Referer. Only GET and HEAD are answered, and no path
 * leads out of the app's folder, not through links either.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import type { LiveFeed } from './live-feed.ts';

/** What is served. */
export interface Served {
  /** The folder of the built app. */
  readonly appFolder: string;
  /** Its base name, for the address and the app's title. */
  readonly name: string;
  /** A file as it stands, or what is told of a program. */
  readonly content: Uint8Array | LiveFeed;
  /** Files of plugins that the page is to load; each is all of its plugin. */
  readonly plugins?: readonly Uint8Array[];
}

/** A running server. */
export interface OpenServer {
  /** What to open in a browser. */
  readonly address: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const TOKEN_BYTES = 24;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const BYTES = 'application/octet-stream';

/**
 * Everything from this server and nothing from elsewhere; the app draws with `style` properties, never with markup, and no text
 * becomes code (Trusted Types).
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** Each plugin may bring a copy of Lit. */
const policyOf = ({ plugins = [] }: Served): string =>
  plugins.length === 0 ? CONTENT_SECURITY_POLICY : `${CONTENT_SECURITY_POLICY} 'allow-duplicates'`;

const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Starts the server on a free port of the loopback interface. */
export async function serve(served: Served): Promise<OpenServer> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const server = createServer((request, response) => void answer(served, token, request, response));
  const port = await listen(server);
  const what = served.content instanceof Uint8Array ? 'file' : 'live';
  const plugins = served.plugins ?? [];
  const page = plugins.length === 0 ? '' : 'with-plugins.html';
  const words = [...plugins.keys()].map((at) => `plugin=${PLUGINS}${at}.js&`).join('');
  return {
    address: `http://${LOOPBACK}:${port}/${token}/${page}?${words}${what}=${CONTENT}${encodeURIComponent(served.name)}`,
    close: () => close(server),
  };
}

/** Where the content is, and the plugins are, below the token. */
const CONTENT = 'content/';
const PLUGINS = 'plugins/';

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  served: Served,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', policyOf(served));
  if (!isOurHost(request)) return send(request, response, 403, 'this server answers to its own address only');
  if (isFromElsewhere(request)) return send(request, response, 403, 'this server answers to its own page only');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return send(request, response, 405, 'only GET and HEAD are answered');
  }
  const path = decodedPath(request.url ?? '/');
  if (path === undefined) return send(request, response, 400, 'the address is malformed');
  const below = pathBelow(token, path);
  if (below === undefined) return send(request, response, 404, 'no such file');
  if (below.startsWith(CONTENT)) return sendContent(served, below.slice(CONTENT.length), request, response);
  const plugin = below.startsWith(PLUGINS) ? pluginAt(served, below) : undefined;
  if (plugin !== undefined) return send(request, response, 200, plugin, CONTENT_TYPES['.js']);
  const found = await readAppFile(served.appFolder, below === '' ? 'index.html' : below);
  if (found === undefined) return send(request, response, 404, 'no such file');
  send(request, response, 200, found.content, CONTENT_TYPES[extname(found.file)] ?? BYTES);
}

/** Whether the browser was sent to this server by its own name: no other name may lead here. */
function isOurHost({ headers, socket }: IncomingMessage): boolean {
  const port = socket.localPort;
  return headers.host === `${LOOPBACK}:${port}` || headers.host === `localhost:${port}`;
}

/** The path of a request without its query, decoded; undefined where it is none. */
function decodedPath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
    return path.startsWith('/') && !path.includes('\0') ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a browser says that another site asks: what a link elsewhere leads to has no token anyway. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const isOurOrigin = origin === undefined || origin === `http://${host}`;
  return !isOurOrigin || (site !== undefined && site !== 'same-origin' && site !== 'none');
}

/** The rest of a path that begins with the token; undefined where it does not. */
function pathBelow(token: string, path: string): string | undefined {
  const [, given = '', ...rest] = path.split('/');
  return rest.length > 0 && sameToken(given, token) ? rest.join('/') : undefined;
}

function sendContent(
  { name, content }: Served,
  asked: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (asked !== name) return send(request, response, 404, 'no such file');
  if (content instanceof Uint8Array) return send(request, response, 200, content, BYTES);
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  if (request.method === 'HEAD') response.end();
  else content.sendTo(response);
}

const pluginAt = ({ plugins = [] }: Served, path: string): Uint8Array | undefined =>
  plugins.find((_, at) => path === `${PLUGINS}${at}.js`);

function sameToken(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A file of the app, or undefined where there is none or the path leads out of its folder. */
async function readAppFile(folder: string, path: string): Promise<{ file: string; content: Uint8Array } | undefined> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? { file, content: await readFile(file) } : undefined;
  } catch {
    return undefined;
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  content: string | Uint8Array,
  type = 'text/plain; charset=utf-8',
): void {
  const body = typeof content === 'string' ? Buffer.from(`${content}\n`) : content;
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : body);
}
