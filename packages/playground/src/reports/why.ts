/**
 * Why two kernels differ, where their data know it: what each says of itself in the functions in which it does, and the rows of the
 * support matrix that are other ones.
 */

import type { CallItem, Kernel, KernelNote, Step, SupportRow } from '@mm-playground/api';
import { openSession, type Session } from '@mm-playground/session';
import { functionsApart } from './functions-apart.ts';

/** What one kernel says. */
export interface Said {
  /** The kernel. */
  readonly kernel: string;
  readonly note: string;
  /** Who says so; null of a row of the support matrix. */
  readonly source: string | null;
}

/** A reason: what it is about, and what each side that speaks says. */
export interface Reason {
  /** A function of the kernel, or a call with the flag that it is about. */
  readonly about: string;
  readonly said: readonly Said[];
}

/**
 * Why two sessions differ in a call, as far as their kernels say: of what it asks for, and else of the functions in which they part ways.
 *
 * @param call its place in the first, `partner` that in the second.
 */
export function callReasons(a: Session, b: Session, call: number, partner: number): Reason[] {
  const item = a.calls[call]?.item;
  if (item === undefined || a.options.kernel.id === b.options.kernel.id) return [];
  const asked = supportReasons(a, b, item);
  return asked.length > 0 ? asked : noteReasons(a, b, functionsApart(stepsOf(a, call), stepsOf(b, partner)));
}

/** The steps of a call; a session that keeps none is played again up to it. */
function stepsOf({ options, program, calls }: Session, call: number): readonly Step[] {
  const played = calls[call];
  if (played === undefined || options.record === 'steps' || options.record === undefined) return played?.steps ?? [];
  const { bus: _bus, ...silent } = options;
  const again = openSession(program, { ...silent, record: 'steps' });
  again.run({ untilLine: played.item.span.line });
  return again.calls[call]?.steps ?? [];
}

/** What the kernels of two sessions say of these functions, in their order. */
export function noteReasons(
  { options: a }: Session,
  { options: b }: Session,
  functions: ReadonlySet<string>,
): Reason[] {
  const kernels = [a.kernel, b.kernel];
  const order = [...functions];
  return (a.model.differences?.(a.kernel, b.kernel) ?? [])
    .flatMap((notes) => {
      const about = order.find((name) => notes.some((note) => note?.in.includes(name)));
      const said = kernels.flatMap((kernel, side) => noteOf(kernel, notes[side]));
      return about === undefined ? [] : [{ about, said }];
    })
    .sort((one, other) => order.indexOf(one.about) - order.indexOf(other.about));
}

const noteOf = ({ id }: Kernel, note: KernelNote | null | undefined): Said[] =>
  note === null || note === undefined ? [] : [{ kernel: id, note: note.note, source: note.source }];

/** Rows of the call that the two kernels do not have in common. */
export function supportReasons({ options: a }: Session, { options: b }: Session, item: CallItem): Reason[] {
  const [here, there] = [rowsOf(a.model.support(a.kernel), item), rowsOf(b.model.support(b.kernel), item)];
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((about) => ({ about, rows: [here.get(about), there.get(about)] }))
    .filter(({ rows: [row, other] }) => row !== other && (row?.note !== other?.note || row?.level !== other?.level))
    .map(({ about, rows }) => ({
      about,
      said: [a.kernel, b.kernel].flatMap((kernel, side) => rowSaid(kernel, rows[side])),
    }));
}

/** What a kernel's matrix says of a call beyond that it is modelled: why the model may say something else than was recorded. */
export const partlyModelled = ({ options: { model, kernel } }: Session, item: CallItem): Reason[] =>
  [...rowsOf(model.support(kernel), item)]
    .filter(([, { level }]) => level !== 'modelled')
    .map(([about, row]) => ({ about, said: rowSaid(kernel, row) }));

/** The rows of a call and of the flags that it is written with, by what they are about. */
const rowsOf = (rows: readonly SupportRow[], { name, text }: CallItem): Map<string, SupportRow> =>
  new Map(
    rows
      .filter(({ call, item }) => call === name && (item === undefined || text.includes(item)))
      .map((row) => [row.item === undefined ? row.call : `${row.call} ${row.item}`, row]),
  );

const rowSaid = ({ id }: Kernel, row: SupportRow | undefined): Said[] =>
  row?.note === undefined ? [] : [{ kernel: id, note: row.note, source: null }];
