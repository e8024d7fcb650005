/*
 * The five layouts that come along, as data: for a narrow window pages of one or two panes, for a wide one everything that the
 * task needs, for a very wide one without tabs between what belongs together. Names of panes are those of `shell/panes.ts`.
 */
import { column, row, stack, type Part, type Stack } from './parts.ts';

/** How much room there is; where the limits are says `layout-effects.ts`. */
export type Room = 'narrow' | 'wide' | 'ultra';

/** What is in view at once. */
export interface Page {
  /** How a narrow window calls it. */
  readonly title: string;
  readonly part: Part;
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What one would do with it. */
  readonly what: string;
  /** In large type, for a room full of people. */
  readonly isLarge: boolean;
  /** A window that is not narrow has one page. */
  readonly pages: Readonly<Record<Room, readonly [Page, ...Page[]]>>;
}

const PROGRAM = stack('story', 'script', 'calls');
const SPACE = stack('maps', 'tree', 'memory', 'compare', 'race', 'schedules', 'proc');
const MACHINE = stack('tables', 'steps', 'counters', 'events', 'graph', 'failures');
/** Everything but the program. */
const BELOW_MAP = stack(
  'maps',
  'tree',
  'tables',
  'memory',
  'steps',
  'counters',
  'events',
  'graph',
  'compare',
  'race',
  'proc',
);
const PICTURES = stack('map', ...BELOW_MAP.panes);

const whole = (part: Part): readonly [Page] => [{ title: '', part }];

/** The pages of a narrow window: the program, the space, the tables, the steps. */
const narrow = (space: Stack): readonly [Page, ...Page[]] => [
  { title: 'Program', part: PROGRAM },
  { title: 'Map', part: column([1, stack('map')], [1, space]) },
  { title: 'Tables', part: stack('tables') },
  { title: 'Steps', part: column([1, stack('steps', 'events', 'graph', 'failures')], [1, stack('counters')]) },
];

/** The presets, in the order in which they are offered; the first one is what a new visitor sees. */
export const PRESETS = [
  {
    id: 'debug',
    title: 'Debug',
    what: 'script, address space, page tables and steps',
    isLarge: false,
    pages: {
      narrow: narrow(SPACE),
      wide: whole(row([26, PROGRAM], [41, column([47, stack('map')], [53, SPACE])], [33, MACHINE])),
      ultra: whole(
        row(
          [21, PROGRAM],
          [37, column([42, stack('map')], [58, SPACE])],
          [23, stack('tables')],
          [19, column([58, stack('steps', 'events', 'graph', 'failures')], [42, stack('counters')])],
        ),
      ),
    },
  },
  {
    id: 'learn',
    title: 'Learn',
    what: 'the story on the left, one picture',
    isLarge: false,
    pages: {
      narrow: narrow(SPACE),
      wide: whole(row([38, PROGRAM], [62, PICTURES])),
      // Where there is room for it, the map stands above whatever else is looked at.
      ultra: whole(row([30, PROGRAM], [70, column([1, stack('map')], [1, BELOW_MAP])])),
    },
  },
  {
    id: 'compare',
    title: 'Compare',
    what: 'two machines beside each other, one timeline',
    isLarge: false,
    pages: {
      narrow: [
        { title: 'Program', part: PROGRAM },
        { title: 'This', part: column([1, stack('map')], [1, stack('maps', 'tables', 'tree')]) },
        { title: 'Other', part: column([1, stack('other-map')], [1, stack('other-maps', 'other-tables')]) },
        { title: 'Both', part: stack('compare') },
      ],
      // What is the same is on top, what differs below it, over the width of both.
      wide: whole(
        row(
          [24, PROGRAM],
          [
            76,
            column(
              [
                39,
                row([1, stack('map', 'maps', 'tables', 'tree')], [1, stack('other-map', 'other-maps', 'other-tables')]),
              ],
              [61, stack('compare', 'steps', 'counters', 'events', 'graph', 'failures', 'proc')],
            ),
          ],
        ),
      ),
      ultra: whole(
        row(
          [16, PROGRAM],
          [
            22,
            column(
              [42, stack('map')],
              [58, stack('maps', 'tables', 'tree', 'steps', 'counters', 'events', 'graph', 'failures', 'proc')],
            ),
          ],
          [22, column([42, stack('other-map')], [58, stack('other-maps', 'other-tables')])],
          [40, stack('compare')],
        ),
      ),
    },
  },
  {
    id: 'explore',
    title: 'Explore',
    what: 'races: schedules, and what each reader saw',
    isLarge: false,
    pages: {
      narrow: [
        { title: 'Program', part: PROGRAM },
        { title: 'Race', part: stack('race', 'schedules') },
        { title: 'Map', part: column([1, stack('map')], [1, stack('maps', 'tree', 'memory', 'proc')]) },
        { title: 'Inside', part: stack('steps', 'tables', 'counters', 'events', 'graph', 'failures') },
      ],
      wide: whole(
        row(
          [28, PROGRAM],
          [40, stack('race', 'schedules')],
          [
            32,
            column(
              [47, stack('map')],
              [53, stack('tree', 'maps', 'tables', 'steps', 'counters', 'events', 'graph', 'failures', 'proc')],
            ),
          ],
        ),
      ),
      ultra: whole(
        row(
          [20, PROGRAM],
          [32, stack('race', 'schedules')],
          [28, column([42, stack('map')], [58, stack('tree', 'maps', 'tables', 'proc')])],
          [20, column([58, stack('steps', 'events', 'graph', 'failures')], [42, stack('counters')])],
        ),
      ),
    },
  },
  {
    id: 'present',
    title: 'Present',
    what: 'large type, for a room full of people',
    isLarge: true,
    pages: {
      narrow: [
        { title: 'Program', part: PROGRAM },
        { title: 'Map', part: stack('map') },
        { title: 'VMAs', part: SPACE },
        { title: 'Tables', part: stack('tables') },
        { title: 'Steps', part: stack('steps', 'counters') },
      ],
      // Large letters leave room for one picture.
      wide: whole(
        row(
          [34, PROGRAM],
          [66, stack('map', 'maps', 'tree', 'tables', 'steps', 'counters', 'race', 'schedules', 'proc')],
        ),
      ),
      ultra: whole(
        row(
          [26, PROGRAM],
          [44, column([48, stack('map')], [52, stack('tree', 'maps', 'memory', 'race', 'schedules', 'proc')])],
          [30, stack('tables', 'steps')],
        ),
      ),
    },
  },
] as const satisfies readonly Preset[];

export type PresetId = (typeof PRESETS)[number]['id'];

/** A preset by its name. */
export function presetOf(id: PresetId): Preset {
  return PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
}
