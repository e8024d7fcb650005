/** A figure as HTML, made on a server or when a site is built: what a page shows whose reader has no script. */
export { figureHtml, figureOf, type Figure, type FigureBeside, type FigureOptions, type Table } from './figure.ts';
export { FigureError, type Place } from './problems.ts';
