/*
 * What tours ask the model: the address space before and after, and the few measures that exercises are made of. Everything is read
 * from views, as the viewers read it, so that an answer is what the reader can find on the screen.
 */
import {
  vpn,
  vpnOf,
  type MmView,
  type Selection,
  type SmapsSize,
  type StatusField,
  type VmaView,
} from '@mm-playground/api';
import { endOf, INITIAL, type Position } from '@mm-playground/viewers';
import type { Played } from '../played.ts';
import type { Mark, Moment } from './tour.ts';

/** What an exercise is answered from. */
export interface Look {
  readonly before: MmView;
  readonly after: MmView;
  /** What the call at the later moment returned, as strace prints it. */
  readonly result: string;
  /** The steps of the call at the later moment, by name, in their order. */
  readonly steps: readonly string[];
}

/** The place of a moment; null where the program has none such, as on a machine on which it does not come that far. */
export function placeOf(played: Played, moment: Moment): Position | null {
  const { calls } = played;
  if (moment === 'start') return INITIAL;
  if (moment === 'end') return endOf(calls, calls.length - 1);
  const { call, nth = 1, step } = moment;
  const row = calls.filter(({ text }) => text.includes(call))[nth - 1];
  if (row === undefined) return null;
  if (step === undefined) return endOf(calls, row.index);
  const at = played.stepsOf(row.index).findIndex(({ name }) => name === step);
  return at < 0 ? null : { call: row.index, step: at };
}

/** What there is to see at two places; null where there is no address space to look at. */
export function lookAt(played: Played, before: Position, after: Position): Look | null {
  const [earlier, later] = [played.view(before), played.view(after)];
  if (earlier === null || later === null) return null;
  return {
    before: earlier,
    after: later,
    result: played.calls[after.call]?.result ?? '',
    steps: played.stepsOf(after.call).flatMap(({ name, kind }) => (kind === 'exit' ? [] : [name])),
  };
}

/** What a mark selects in a view; null where it is not there. */
export function selectionOf({ vmas, arch }: MmView, mark: Mark): Selection | null {
  if ('name' in mark) return rangeOf(vmas.filter(({ name }) => name.endsWith(mark.name)));
  const page = vpnOf(mark.address, arch.geometry.pageShift);
  if (mark.pages !== undefined) {
    const end = vpn(page + mark.pages);
    return { kind: mark.pages === 1 ? 'page' : 'range', start: page, end };
  }
  const vma = vmas.find(({ start, end }) => start <= page && page < end);
  return vma === undefined ? null : { kind: 'vma', id: vma.id, start: vma.start, end: vma.end };
}

function rangeOf(vmas: readonly VmaView[]): Selection | null {
  const [first, last] = [vmas[0], vmas.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first === last) return { kind: 'vma', id: first.id, start: first.start, end: first.end };
  return { kind: 'range', start: first.start, end: last.end };
}

/** How many VMAs more there are afterwards; below 0 where there are fewer. */
export const moreMappings = ({ before, after }: Look): number => after.vmas.length - before.vmas.length;

/** How many VMAs have a name that ends so. */
export const mappingsOf = ({ vmas }: MmView, name: string): number =>
  vmas.filter((vma) => vma.name.endsWith(name)).length;

/** How much more of a line of /proc/PID/status there is afterwards, in kB. */
export const moreOf = ({ before, after }: Look, field: StatusField): number =>
  (after.status()[field] ?? 0) - (before.status()[field] ?? 0);

/** A size of the mapping at an address, in kB, as smaps says it; 0 where nothing is mapped. */
export function sizeAt(view: MmView, address: bigint, size: SmapsSize): number {
  const row = view.smaps().find(({ maps }) => maps.start <= address && address < maps.end);
  return row?.sizes[size] ?? 0;
}

/** The VMA at an address. */
export function mappingAt({ vmas, arch }: MmView, address: bigint): VmaView | undefined {
  const page = vpnOf(address, arch.geometry.pageShift);
  return vmas.find(({ start, end }) => start <= page && page < end);
}

/** The letter of /proc/PID/pagemap for the page of an address (see the format of captures). */
export const pageLetter = (view: MmView, address: bigint): string =>
  view.pagemap(vpnOf(address, view.arch.geometry.pageShift), 1);

/** The name of the errno or signal in a result; `success` where there is none. */
export const failureOf = ({ result }: Look): string => /\b(E[A-Z]+|SIG[A-Z]+)\b/.exec(result)?.[1] ?? 'success';

/** How often the call visited a step. */
export const visitsOf = ({ steps }: Look, step: string): number => steps.filter((name) => name === step).length;
