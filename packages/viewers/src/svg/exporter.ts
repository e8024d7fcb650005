/** The picture of an address space as what a program can be exported to. */

import type { ExporterPlugin, PlayedRun } from '@mm-playground/api';
import { stateSvg } from './state-svg.ts';

/** The address map, and the tree below it. */
export const svg: ExporterPlugin = {
  id: 'svg',
  title: 'The address space as a picture',
  what: 'SVG: the map, and the tree below it',
  ending: '.svg',
  support: [{ call: 'the address map, and the index where it is a tree', level: 'modelled' }],
  records: 'marks',
  export: (run) => stateSvg(run.view(), { title: titleOf(run) }),
};

/** What a picture shows: the scenario's own words, or the file, and until where it was played. */
function titleOf({ program, calls, position }: PlayedRun): string {
  const line = calls[position.call]?.item.span.line;
  return `${program.story.title ?? program.file}${line === undefined ? '' : `, after line ${line}`}`;
}
