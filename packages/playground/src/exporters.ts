/** What the playground itself makes of a program that was played, as a plugin like any other. */

import { definePlugin, type ExporterPlugin, type Plugin } from '@mm-playground/api';
import { captureLines } from './reports/capture.ts';
import { markdownLines } from './reports/markdown.ts';
import { traceLines } from './reports/trace-events.ts';
import { VERSION } from './version.ts';

const perfetto: ExporterPlugin = {
  id: 'perfetto',
  title: 'A trace for Perfetto',
  what: 'calls, functions, steps and counters over time',
  ending: '.json',
  support: [
    { call: 'calls, functions, steps, tracepoints, counters', level: 'modelled' },
    { call: 'time', level: 'partly', note: 'a microsecond is a step: the model has no clock' },
    { call: 'a race that nobody has scheduled', level: 'partly', note: 'what comes before it' },
  ],
  records: 'steps',
  export: traceLines,
};

const markdown: ExporterPlugin = {
  id: 'markdown',
  title: 'Markdown with an embed',
  what: 'the script in a fence, and what it comes to',
  ending: '.md',
  support: [{ call: 'the script, and the last state as a strip', level: 'modelled' }],
  records: 'marks',
  export: markdownLines,
};

const capture: ExporterPlugin = {
  id: 'capture',
  title: 'A capture',
  what: 'results and snapshots, to hold another kernel to',
  ending: '.strace',
  support: [
    { call: 'results, the first state and the last', level: 'modelled' },
    { call: 'races, #@ fail, #@ driver', level: 'refused', note: 'no kernel does that by itself, or not always' },
  ],
  records: 'marks',
  export: captureLines,
};

/** What this package contributes. */
export const plugin: Plugin = definePlugin({
  id: 'mm-playground',
  title: 'The playground',
  version: VERSION,
  api: '^1.0',
  contributes: { exporters: [perfetto, markdown, capture] },
});
