/*
 * The layout from one visit to the next, as JSON. What is read is checked piece by piece, because it may come from an older version
 * of the page, or from anybody: what does not fit is dropped, and the preset stands.
 */
import { isRecord, parsed } from '../kept-json.ts';
import { initialLayout, type Layout } from './layout.ts';
import type { PaneId, Part } from './parts.ts';
import { PRESETS, type Page } from './presets.ts';

/** What is kept of a layout. */
export const storedText = ({ preset, made }: Layout): string => JSON.stringify({ preset, made });

/** The layout that was kept, with the panes that there are today. */
export function layoutOfText(text: string | null, isKnown: (pane: PaneId) => boolean): Layout {
  const stored = parsed(text);
  if (!isRecord(stored)) return initialLayout;
  const preset = PRESETS.find(({ id }) => id === stored['preset'])?.id ?? initialLayout.preset;
  const made = isRecord(stored['made']) ? stored['made'] : {};
  const pages = Object.entries(made).flatMap(([key, value]) => {
    const read = pagesOfValue(value, isKnown);
    return read === null ? [] : [[key, read] as const];
  });
  return { ...initialLayout, preset, made: Object.fromEntries(pages) };
}

function pagesOfValue(value: unknown, isKnown: (pane: PaneId) => boolean): readonly Page[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const pages = value.map((page: unknown) => {
    const part = isRecord(page) ? partOfValue(page['part'], isKnown, MOST_DEEP) : null;
    return part === null || !isRecord(page) ? null : { title: String(page['title']), part };
  });
  return pages.every((page) => page !== null) ? pages : null;
}

/** Nobody divides a window as often; keeps what is read from going deeper than the stack does. */
const MOST_DEEP = 16;

function partOfValue(value: unknown, isKnown: (pane: PaneId) => boolean, deep: number): Part | null {
  if (!isRecord(value) || deep === 0) return null;
  const { kind } = value;
  if (kind === 'stack') return stackOfValue(value, isKnown);
  if (kind !== 'row' && kind !== 'column') return null;
  const [parts, shares] = [value['parts'], value['shares']];
  if (!Array.isArray(parts) || !Array.isArray(shares) || parts.length < 2 || parts.length !== shares.length)
    return null;
  if (!shares.every((share): share is number => typeof share === 'number' && share > 0 && share < 1)) return null;
  const read = parts.map((part: unknown) => partOfValue(part, isKnown, deep - 1));
  return read.every((part) => part !== null) ? { kind, parts: read, shares } : null;
}

function stackOfValue({ panes, chosen }: Record<string, unknown>, isKnown: (pane: PaneId) => boolean): Part | null {
  if (!Array.isArray(panes)) return null;
  const known = panes.filter((pane): pane is PaneId => typeof pane === 'string' && isKnown(pane));
  const [first] = known;
  if (first === undefined) return null;
  return { kind: 'stack', panes: known, chosen: known.find((pane) => pane === chosen) ?? first };
}
