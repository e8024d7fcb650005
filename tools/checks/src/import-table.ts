/*
 * Who may import whom: the table of the architecture as data, with the reason for each row. A package's manifest and
 * every import statement of its shipped source are compared with it. To change a row, change ARCHITECTURE.md with it.
 */

/** What one package may reach. */
export interface ImportRow {
  /** Packages of this workspace that it may import. */
  readonly may: readonly string[];
  /** Packages from the registry that it may import; `@codemirror/*` stands for a scope. */
  readonly external?: readonly string[];
  /** The same, for its `src/testing` only: what strangers bring along when they run our conformance kits. */
  readonly externalForTesting?: readonly string[];
  /**
   * - `language`: only what ECMAScript itself defines: runs in any engine, in a worker, in a debugger's shell.
   * - `deterministic`: `language` without clock, chance, locale and garbage-collector observation.
   * - `any`: whatever is there, but no `node:` modules.
   * - `node`: Node, with `node:` modules.
   */
  readonly globals: 'language' | 'deterministic' | 'any' | 'node';
  /** Folders of its `src` that are programs, with `node:` modules; nothing else of the package imports them. */
  readonly ofNode?: readonly string[];
  readonly why: string;
}

const API = '@mm-playground/api';
const BUS = '@mm-playground/event-bus';
const CORE = '@mm-playground/core';
const MAPLE_TREE = '@mm-playground/maple-tree';
const ORACLE = '@mm-playground/oracle';
const PLAYGROUND = 'mm-playground';
const SCRIPT = '@mm-playground/script';
const EMBED = '@mm-playground/embed';
const SESSION = '@mm-playground/session';
const VIEWERS = '@mm-playground/viewers';
const ARCHITECTURES = ['@mm-playground/arch-arm64', '@mm-playground/arch-riscv64', '@mm-playground/arch-x86-64'];
const SHELL = [API, BUS, PLAYGROUND, SCRIPT, VIEWERS];

const ARCHITECTURE: ImportRow = {
  may: [API],
  globals: 'deterministic',
  why: "the only place that knows a bit's position; it knows neither the model nor the other architectures",
};

/** The table, by npm name; {@link rowOf} reads it. */
const IMPORT_TABLE: Readonly<Record<string, ImportRow>> = {
  [API]: {
    may: [],
    externalForTesting: ['fast-check', 'vitest'],
    globals: 'deterministic',
    why: 'the contract that everybody shares: whatever it imports, every plugin of every stranger imports too',
  },
  [MAPLE_TREE]: {
    may: [API],
    globals: 'deterministic',
    why: 'a range tree that is useful alone: it knows number ranges, not VMAs',
  },
  [CORE]: {
    may: [API, MAPLE_TREE],
    globals: 'deterministic',
    why: 'the model is a plugin like any other: it does not know who runs it, draws it or decodes its page tables',
  },
  [SCRIPT]: {
    may: [API],
    globals: 'language',
    why: 'a language can be read, checked and formatted without a model',
  },
  [BUS]: {
    may: [API],
    external: ['rxjs'],
    globals: 'any',
    why: 'the only importer of rxjs: everyone else sees events and subscriptions, not a library',
  },
  [SESSION]: {
    may: [API, BUS],
    globals: 'language',
    why: "session knows the `Model` contract of api and not core: a stranger's model goes through the same door",
  },
  [VIEWERS]: {
    may: [API, BUS],
    external: ['lit'],
    globals: 'any',
    why: 'viewers draw frozen snapshots: they work in pages that have no session',
  },
  [PLAYGROUND]: {
    may: [API, BUS, CORE, SCRIPT, SESSION, ...ARCHITECTURES],
    globals: 'any',
    why: 'the composition root, for Node and the browser: the one place that knows all the parts',
  },
  [ORACLE]: {
    may: [API, PLAYGROUND, SCRIPT],
    globals: 'node',
    why: 'judges the model from outside, with real kernels and an independent MMU',
  },
  '@mm-playground/cli': {
    may: [...SHELL, ORACLE],
    external: ['commander'],
    globals: 'node',
    why: 'a thin shell for a terminal',
  },
  [EMBED]: {
    may: SHELL,
    external: [
      'lit',
      // In `./server`.
      '@lit-labs/ssr',
      // Frameworks for their types alone.
      ...['preact', 'react', 'solid-js', 'svelte', 'vue'],
      // Trees of Markdown and HTML, and their types, for the fences.
      ...['@types/hast', '@types/mdast', 'hast', 'hast-util-from-html', 'mdast', 'mdast-util-from-markdown'],
      ...['unist-util-visit', 'vfile'],
    ],
    globals: 'any',
    ofNode: ['commands'],
    why: 'a thin shell for any page',
  },
  'create-mm-playground-plugin': {
    may: [],
    external: ['@clack/prompts', 'commander'],
    globals: 'node',
    why: 'it writes what others import, and imports none of it',
  },
  '@mm-playground/web': {
    may: [...SHELL, EMBED],
    external: ['lit', '@codemirror/*', '@lezer/*', 'mdast-util-from-markdown'],
    globals: 'any',
    why: 'a thin shell for the web: routing, layout, share links',
  },
  '@mm-playground/docs': {
    may: [...SHELL, EMBED],
    external: ['lit'],
    globals: 'any',
    why: 'prose with live embeds',
  },
};

/** Rows of plugins by what their names begin with behind {@link OURS}, as generators name them: a new one needs no line here. */
const PLUGIN_ROWS: Readonly<Record<string, ImportRow>> = {
  'arch-': ARCHITECTURE,
  'exporter-': { may: [API], globals: 'language', why: 'an exporter reads a run, whoever made it' },
  'importer-': { may: [API], globals: 'language', why: 'an importer knows texts, not the model' },
  'index-': { may: [API], globals: 'deterministic', why: 'an index knows ranges of pages, not VMAs' },
  'kernel-': {
    may: [API, CORE],
    globals: 'deterministic',
    why: 'a kernel says what it does otherwise than one of core',
  },
  'scripts-': { may: [API], globals: 'language', why: 'scripts are text' },
  'viewer-': {
    may: [API],
    external: ['lit'],
    globals: 'any',
    why: 'a viewer draws what it is given',
  },
};

/** What a plugin's name begins with: one of `packages/`, or one that was begun outside (`examples/`). */
const OURS = /^(?:@mm-playground\/|mm-playground-)/;

/** The row of a package, if it has one. */
export const rowOf = (name: string): ImportRow | undefined =>
  IMPORT_TABLE[name] ??
  Object.entries(PLUGIN_ROWS).find(([prefix]) => OURS.test(name) && name.replace(OURS, '').startsWith(prefix))?.[1];

/** Whether `row` allows `name` from the registry in shipped code; `testing` for files below `src/testing`. */
export function allowsExternal(row: ImportRow, name: string, testing: boolean): boolean {
  const allowed = [...(row.external ?? []), ...(testing ? (row.externalForTesting ?? []) : [])];
  return allowed.some((entry) => (entry.endsWith('/*') ? name.startsWith(entry.slice(0, -1)) : entry === name));
}
