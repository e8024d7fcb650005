/*
 * Builds the app as plain files that work from any folder. Two things of our own: the recorded programs are put beside it,
 * packed, and each built page carries its Content-Security-Policy (not while developing: hot replacement injects styles). The same
 * policy goes out as a header from `vite preview`.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CAPTURES, readCapture, type CaptureName } from '@mm-playground/captures';
import { defineConfig, type Plugin } from 'vite';
import { readScenarios } from './scripts/scenarios.ts';
import { SCENARIO_LIST, scenarioPath } from './src/samples.ts';

/**
 * What a page may do. The one with plugins of strangers executes what it fetched, and fetches from elsewhere; each may bring a copy of
 * Lit.
 */
const policyOf = (page: string): string => [...(page.endsWith(WITH_PLUGINS) ? OPEN : CLOSED), ...POLICY].join('; ');

/** The page with plugins of strangers. */
const WITH_PLUGINS = 'with-plugins.html';
const CLOSED = ["script-src 'self'", 'trusted-types lit-html'];
const OPEN = [
  "script-src 'self' blob:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "trusted-types lit-html 'allow-duplicates'",
];
const POLICY = [
  "default-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
];

/**
 * What is fetched side by side at the start, each with a name that says what it is. The editor, stories and races come later by
 * themselves.
 */
const CHUNKS = [
  {
    name: 'viewers',
    test: /[\\/](packages[\\/]viewers[\\/](?!src[\\/](interleaving|invariants|structs|physical|rmap|tlb)[\\/])|node_modules[\\/](lit|lit-html|lit-element|@lit)[\\/])/,
  },
  {
    name: 'model',
    test: /[\\/](packages[\\/](?!viewers|session[\\/]src[\\/]explore)[\w-]+|node_modules[\\/](rxjs|tslib))[\\/]/,
  },
];

const SAMPLE_NAMES: readonly CaptureName[] = CAPTURES.filter(({ kind }) => kind !== 'random').map(({ name }) => name);
const sampleFile = (name: CaptureName): string => `samples/${name}.strace.gz`;
const packed = (name: CaptureName): Buffer => gzipSync(readCapture(name), { level: 9 });

/** Files below the page by path: recorded programs, packed, and scenarios with their list. Made when they are asked for. */
function sampleFiles(): ReadonlyMap<string, () => string | Buffer> {
  const scenarios = readScenarios();
  return new Map<string, () => string | Buffer>([
    ...SAMPLE_NAMES.map((name) => [sampleFile(name), () => packed(name)] as const),
    ...scenarios.map(({ id, text }) => [scenarioPath(id), () => text] as const),
    [SCENARIO_LIST, () => JSON.stringify(scenarios.map(({ text: _text, ...shown }) => shown))],
  ]);
}

/** The samples as static files. */
const samples: Plugin = {
  name: 'mm-playground:samples',
  generateBundle() {
    for (const [fileName, source] of sampleFiles()) this.emitFile({ type: 'asset', fileName, source: source() });
  },
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const asked = [...sampleFiles()].find(([path]) => request.url?.endsWith(`/${path}`) === true);
      if (asked === undefined) return next();
      response.setHeader('Content-Type', asked[0].endsWith('.gz') ? 'application/gzip' : 'text/plain; charset=utf-8');
      response.end(asked[1]());
    });
  },
};

const policy: Plugin = {
  name: 'mm-playground:policy',
  apply: 'build',
  transformIndexHtml: (_, { filename }) => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policyOf(filename) },
      injectTo: 'head-prepend',
    },
  ],
  configurePreviewServer(server) {
    server.middlewares.use((request, response, next) => {
      const [path = ''] = (request.url ?? '').split('?');
      response.setHeader('Content-Security-Policy', `${policyOf(path)}; frame-ancestors 'self'`);
      next();
    });
  },
};

export default defineConfig({
  // One page and files beside it: what is not there is a 404, and never the page again.
  appType: 'mpa',
  // Relative addresses: the bundle works from any folder, and from a package.
  base: './',
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2024',
    rolldownOptions: {
      input: ['index.html', WITH_PLUGINS].map((page) => join(import.meta.dirname, page)),
      output: { codeSplitting: { groups: CHUNKS } },
    },
  },
  plugins: [samples, policy],
});
