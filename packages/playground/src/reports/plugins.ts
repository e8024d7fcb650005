/**
 * What is loaded: every plugin with its version, and what it contributes, each with the matrix of what it models, so that what is
 * refused is known before a replay stops at it.
 */

import type {
  ArchitecturePlugin,
  Kernel,
  Model,
  Plugin,
  ScriptPack,
  SupportMatrix,
  SupportRow,
} from '@mm-playground/api';
import type { PluginFailure } from '@mm-playground/session';

/** What `mm plugins` prints. */
export interface PluginsReport {
  readonly plugins: readonly { readonly id: string; readonly title: string; readonly version: string }[];
  readonly kernels: readonly KernelRow[];
  readonly architectures: readonly ArchitectureRow[];
  readonly indexes: readonly SupportedRow[];
  readonly viewers: readonly SupportedRow[];
  readonly importers: readonly SupportedRow[];
  readonly exporters: readonly SupportedRow[];
  readonly scripts: readonly PackRow[];
  /** Plugins that were cut off, and why. */
  readonly failures: readonly PluginFailure[];
}

/** A contribution, and the plugin that it comes from. */
export interface NamedRow {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly version: string;
}

/** One that says what of its subject it has. */
export interface SupportedRow extends NamedRow {
  readonly support: SupportMatrix;
}

/** A kernel generation. */
export interface KernelRow extends SupportedRow {
  readonly model: string;
  readonly proof: Kernel['proof'];
}

/** An architecture with its options. */
export interface ArchitectureRow extends SupportedRow {
  readonly uname: readonly string[];
  readonly options: ArchitecturePlugin['options'];
}

/** Scripts that come along, by the names that a command line takes. */
export interface PackRow extends NamedRow {
  readonly scripts: readonly string[];
}

/** Everything that these plugins contribute, in their order. */
export function pluginsReport(plugins: readonly Plugin[], failures: readonly PluginFailure[] = []): PluginsReport {
  const each = <T, R>(list: (plugin: Plugin) => readonly T[] | undefined, row: (item: T, from: Plugin) => R): R[] =>
    plugins.flatMap((plugin) => (list(plugin) ?? []).map((item) => row(item, plugin)));
  return {
    plugins: plugins.map(({ id, title, version }) => ({ id, title, version })),
    kernels: each(
      ({ contributes }) => contributes.models?.flatMap((model) => model.kernels.map((kernel) => ({ model, kernel }))),
      kernelRow,
    ),
    architectures: each(({ contributes }) => contributes.architectures, architectureRow),
    indexes: each(({ contributes }) => contributes.indexes, supportedRow),
    viewers: each(({ contributes }) => contributes.viewers, supportedRow),
    importers: each(({ contributes }) => contributes.importers, supportedRow),
    exporters: each(({ contributes }) => contributes.exporters, supportedRow),
    scripts: each(({ contributes }) => contributes.scripts, packRow),
    failures,
  };
}

const namedRow = ({ id, title }: { id: string; title: string }, from: Plugin): NamedRow => ({
  id,
  title,
  plugin: from.id,
  version: from.version,
});

const supportedRow = (
  { support = [], ...part }: { id: string; title: string; support?: SupportMatrix },
  from: Plugin,
): SupportedRow => ({ ...namedRow(part, from), support });

const packRow = (pack: ScriptPack, from: Plugin): PackRow => ({
  ...namedRow(pack, from),
  scripts: pack.scripts.map(({ id }) => `${pack.id}/${id}`),
});

const kernelRow = ({ model, kernel }: { model: Model; kernel: Kernel }, from: Plugin): KernelRow => ({
  ...supportedRow({ ...kernel, support: model.support(kernel) }, from),
  model: model.id,
  proof: kernel.proof,
});

const architectureRow = (arch: ArchitecturePlugin, from: Plugin): ArchitectureRow => ({
  ...supportedRow(arch, from),
  uname: arch.uname,
  options: arch.options,
});

/** The report as text: a heading a kind, a line an item, and under it what it models. */
export function pluginsLines(report: PluginsReport): string[] {
  return [
    ...section('kernels', report.kernels, (row) => [`model ${row.model}, ${row.proof}`, ...supportLines(row.support)]),
    ...section('architectures', report.architectures, (row) => [
      `uname: ${row.uname.join(', ')}`,
      ...row.options.map(
        ({ name, meaning, values, default: usual }) => `${name}=${values.join('|')} (${usual}): ${meaning}`,
      ),
      ...supportLines(row.support),
    ]),
    ...(['indexes', 'viewers', 'importers', 'exporters'] as const).flatMap((name) =>
      section(name, report[name], ({ support }) => supportLines(support)),
    ),
    ...section('scripts', report.scripts, ({ scripts }) => scripts),
  ];
}

function section<R extends NamedRow>(name: string, rows: readonly R[], more: (row: R) => readonly string[]): string[] {
  const lines = rows.flatMap((row) => [
    `  ${row.id}: ${row.title} (${row.plugin} ${row.version})`,
    ...more(row).map((line) => `    ${line}`),
  ]);
  return [`${name}:`, ...(lines.length === 0 ? ['  none'] : lines)];
}

/**
 * One line a level for calls as a whole (`modelled: mmap, munmap`), and one a call for what is to be said of it
 * (`partly: madvise MADV_FREE (freed at once), MADV_COLD`).
 */
function supportLines(matrix: SupportMatrix): string[] {
  return (['modelled', 'partly', 'refused'] as const).flatMap((level) => {
    const rows = matrix.filter((row) => row.level === level);
    const whole = rows.filter((row) => itemText(row) === '').map(({ call }) => call);
    const parts = Map.groupBy(
      rows.filter((row) => itemText(row) !== ''),
      ({ call }) => call,
    );
    return [
      ...(whole.length === 0 ? [] : [`${level}: ${whole.join(', ')}`]),
      ...Array.from(parts, ([call, about]) => `${level}: ${call} ${about.map(itemText).join(', ')}`),
    ];
  });
}

const itemText = ({ item = '', note }: SupportRow): string =>
  [item, note === undefined ? '' : `(${note})`].filter((text) => text !== '').join(' ');
