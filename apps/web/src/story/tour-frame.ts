/*
 * Where the map looks while a tour is taken: at what the step marks, with as much around it as it is wide itself, or at everything.
 */
import { vpn, type Vpn } from '@mm-playground/api';
import type { AppState } from '../state.ts';

/** A range of pages. */
export interface Frame {
  readonly start: Vpn;
  readonly end: Vpn;
}

/** Fewer pages than this would be blown up beyond recognition. */
const FEWEST_PAGES = 12;

/** What the map is to show; null for everything. */
export function frameOfTour({ selection }: Pick<AppState, 'selection'>): Frame | null {
  if (selection === null) return null;
  const around = Math.max(FEWEST_PAGES, selection.end - selection.start);
  return { start: vpn(Math.max(0, selection.start - around)), end: vpn(selection.end + around) };
}
