/*
 * Builds the app as plain files that work from any folder. Two things of our own: the recorded programs are put beside it,
 * packed, and the built page carries a strict Content-Security-Policy (not while developing: hot replacement injects
 * styles). The same policy goes out as a header from `vite preview`.
 */
import { gzipSync } from 'node:zlib';
import { CAPTURES, readCapture, type CaptureName } from '@mm-playground/captures';
import { defineConfig, type Plugin } from 'vite';

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** What is fetched side by side at the start, each with a name that says what it is. The editor comes later by itself. */
const CHUNKS = [
  { name: 'viewers', test: /[\\/](packages[\\/]viewers|node_modules[\\/](lit|lit-html|lit-element|@lit))[\\/]/ },
  { name: 'model', test: /[\\/](packages[\\/](?!viewers)[\w-]+|node_modules[\\/](rxjs|tslib))[\\/]/ },
];

const SAMPLE_NAMES: readonly CaptureName[] = CAPTURES.filter(({ kind }) => kind === 'program').map(({ name }) => name);
const sampleFile = (name: CaptureName): string => `samples/${name}.strace.gz`;
const packed = (name: CaptureName): Buffer => gzipSync(readCapture(name), { level: 9 });

/** The recorded programs as static files; while developing they are packed when asked for. */
const samples: Plugin = {
  name: 'mm-playground:samples',
  generateBundle() {
    for (const name of SAMPLE_NAMES) this.emitFile({ type: 'asset', fileName: sampleFile(name), source: packed(name) });
  },
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const name = SAMPLE_NAMES.find((sample) => request.url?.endsWith(`/${sampleFile(sample)}`) === true);
      if (name === undefined) return next();
      response.setHeader('Content-Type', 'application/gzip');
      response.end(packed(name));
    });
  },
};

const policy: Plugin = {
  name: 'mm-playground:policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
  ],
};

export default defineConfig({
  // One page and files beside it: what is not there is a 404, and never the page again.
  appType: 'mpa',
  // Relative addresses: the bundle works from any folder, and from a package.
  base: './',
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: { target: 'es2024', rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } } },
  preview: { headers: { 'Content-Security-Policy': `${POLICY}; frame-ancestors 'self'` } },
  plugins: [samples, policy],
});
