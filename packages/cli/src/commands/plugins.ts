/** `mm plugins`: what is loaded: kernels, architectures, indexes, viewers, importers, exporters and scripts, with versions and what each models. */

import { plugin as viewers } from '@mm-playground/viewers';
import { pluginsLines, type PluginsReport } from 'mm-playground';
import { outputForm, type CommonOptions } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { openPlayground, tell } from '../replay.ts';
import type { ExitCode } from '../exit.ts';

/** Prints everything that the loaded plugins bring. The viewers are only listed; a terminal cannot draw them. */
export async function plugins(options: CommonOptions): Promise<ExitCode> {
  const playground = await openPlayground(options, 'off');
  playground.registry.add(viewers);
  const report = playground.plugins();
  const printer = new Printer(outputForm(options));
  printer.part({ text: () => pluginsLines(report), events: () => pluginEvents(report) });
  printer.end(() => report);
  const { failures } = playground.registry;
  for (const { plugin, message } of failures) tell(`plugin ${plugin} is cut off: ${message}`);
  return failures.length === 0 ? 0 : 1;
}

function* pluginEvents(report: PluginsReport): Generator<OutputEvent> {
  for (const plugin of report.plugins) yield { event: 'plugin', ...plugin };
  for (const kernel of report.kernels) yield { event: 'kernel', ...kernel };
  for (const architecture of report.architectures) yield { event: 'architecture', ...architecture };
  for (const index of report.indexes) yield { event: 'index', ...index };
  for (const viewer of report.viewers) yield { event: 'viewer', ...viewer };
  for (const importer of report.importers) yield { event: 'importer', ...importer };
  for (const exporter of report.exporters) yield { event: 'exporter', ...exporter };
  for (const pack of report.scripts) yield { event: 'script-pack', ...pack };
  for (const failure of report.failures) yield { event: 'failure', ...failure };
}
