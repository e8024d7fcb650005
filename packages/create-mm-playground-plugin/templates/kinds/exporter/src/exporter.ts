/**
 * Change this first: the lines that are written. This makes a table of the calls: line, name, result, and how many pages are mapped
 * after it.
 *
 * The run is nobody else's: `seek` goes to any moment, and `view` is the address space there.
 */

import { formatResult, type ExporterPlugin, type PlayedRun } from '@mm-playground/api';

/** __name__. */
export const exporter: ExporterPlugin = {
  id: '__name__',
  title: 'A table of the calls',
  what: 'line, call, result, mapped pages',
  ending: '.csv',
  support: [
    { call: 'calls, results, mapped pages', level: 'modelled' },
    { call: 'steps', level: 'refused', note: 'a row is a call' },
  ],
  // `steps` where you need what each call did inside: playing is several times slower then.
  records: 'marks',
  export: rows,
};

function* rows(run: PlayedRun): Generator<string> {
  yield 'line,call,result,pages';
  for (const [call, { item, result }] of run.calls.entries()) {
    run.seek({ call });
    const pages = run.view().vmas.reduce((sum, { start, end }) => sum + end - start, 0);
    yield [item.span.line, item.name, result === undefined ? '' : formatResult(result, 'address'), pages].join();
  }
}
