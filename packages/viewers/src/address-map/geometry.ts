/**
 * Where the bands of the address map lie, top to bottom, in CSS pixels. The lane takes what the others leave, so a taller
 * element shows a taller lane; a low one has fewer rows of names, never a half one.
 */

/** A horizontal band. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

/** All bands. */
export interface Bands {
  /** All of user space, honestly linear, with nothing folded. */
  readonly truth: Band;
  /** From the true scale to the overview. */
  readonly truthFlare: Band;
  /** Everything mapped, holes folded. */
  readonly overview: Band;
  /** From the overview to the lane. */
  readonly flare: Band;
  /** Addresses. */
  readonly ruler: Band;
  /** What changed since the previous view. */
  readonly changes: Band;
  /** The VMAs. */
  readonly lane: Band;
  /** One rail each for read, write and execute. */
  readonly rails: readonly Band[];
  /** Pages that are present. */
  readonly pages: Band;
  /** Names of groups of VMAs, in so many rows. */
  readonly names: Band;
  readonly nameRows: number;
  readonly height: number;
}

/** Pixels between two rails, and their height. */
const RAIL = { height: 4, pitch: 7 } as const;
const MOST_NAME_ROWS = 2;
/** Height of one row of names. */
export const NAME_ROW_PX = 17;
const MIN_LANE_PX = 40;

/** Lays the bands out in a height. `pages` leaves room for present pages, where the view has page tables. */
export function bandsIn(height: number): Bands {
  let top = 4;
  const take = (size: number, gap = 0): Band => {
    const band = { top, height: size };
    top += size + gap;
    return band;
  };
  const truth = take(6);
  const truthFlare = take(16);
  const overview = take(22);
  const flare = take(16);
  const ruler = take(18);
  const changes = take(7, 2);
  const below = 4 + 3 * RAIL.pitch + 2 + 18 + 6;
  const spare = height - top - below - MIN_LANE_PX;
  const nameRows = Math.max(0, Math.min(MOST_NAME_ROWS, Math.floor(spare / NAME_ROW_PX)));
  const lane = take(MIN_LANE_PX + Math.max(0, spare - nameRows * NAME_ROW_PX), 4);
  const gap = RAIL.pitch - RAIL.height;
  const rails = [take(RAIL.height, gap), take(RAIL.height, gap), take(RAIL.height, 5)];
  const pages = take(18, 6);
  const names = take(nameRows * NAME_ROW_PX);
  return { truth, truthFlare, overview, flare, ruler, changes, lane, rails, pages, names, nameRows, height: top };
}

/** Whether y lies in a band, with some tolerance. */
export const inBand = (band: Band, y: number, slack = 2): boolean =>
  y >= band.top - slack && y < band.top + band.height + slack;
