/* What strangers write with our packages, and what they then see. */

/** Plays a script, shows maps and an entry, steps through a call; in Node. */
export const PLAYS = `import { createPlayground, mapsLines } from 'mm-playground';
import { x8664 } from '@mm-playground/arch-x86-64';
import { viewers } from '@mm-playground/viewers';
import '@mm-playground/embed';

const playground = createPlayground({ kernel: '6.18', arch: 'arm64' });
const { session, diagnostics } = await playground.load('mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)');
if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
session.run();
console.log(mapsLines(session.view()).find((line) => line.startsWith('10000000')));
console.log(session.calls[0]?.steps.some(({ name }) => name === 'mmap_region'), x8664.configure({}).spec, viewers.length > 10);
`;

/** What that prints. */
export const PLAYED = /^10000000-10003000 r--p 00000000 00:00 0 *\ntrue x86-64:levels=4 true\n$/;

/** A page that shows a figure, through a bundler. */
export const FIGURE = `import { definePlayground } from '@mm-playground/embed';
definePlayground();
const figure = document.createElement('mm-playground');
figure.script = 'p = mmap(NULL, 8*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)';
figure.views = 'maps-table';
document.body.append(figure);
`;

/** A page around a script. */
export const pageWith = (head: string, body = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>fresh</title>${head}</head><body>${body}</body></html>\n`;

/** The same figure in markup, with what a CDN has. */
export const CDN_PAGE = pageWith(
  '<link rel="stylesheet" href="cdn/mm-playground.css"><script type="module" src="cdn/mm-playground.js"></script>',
  '<mm-playground views="maps-table"><pre>p = mmap(NULL, 8*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)</pre></mm-playground>',
);
