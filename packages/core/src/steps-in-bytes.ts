/**
 * What a kernel reader sees of a step: addresses. Procedures work in page numbers and hand them out as they are; on the way
 * to the listener a number under one of these names becomes the address of the page's first byte.
 */

import { addrOf, type StepDetail, type StepValue, type Tracer, type Vpn } from '@mm-playground/api';
import type { System } from './system.ts';
import type { Task } from './task.ts';

/** Names of details that are virtual page numbers where they are numbers. */
const PAGE_DETAILS: ReadonlySet<string> = new Set([
  'start',
  'end',
  'page',
  'addr',
  'hint',
  'from',
  'to',
  'floor',
  'ceiling',
]);

/** Functions that return a page number. */
const RETURN_PAGES: ReadonlySet<string> = new Set(['get_unmapped_area']);

/** A tracer that hands everything on to `tracer`, with addresses instead of page numbers. */
export function stepsInBytes(tracer: Tracer, sys: System): Tracer {
  const { geometry } = sys.arch;
  const inBytes = (detail: StepDetail | undefined): StepDetail | undefined => {
    if (detail === undefined) return undefined;
    const shown: Record<string, StepValue> = {};
    for (const name in detail) {
      const value = detail[name] as StepValue;
      const isPage = typeof value === 'number' && PAGE_DETAILS.has(name);
      shown[name] = isPage ? addrOf(value as Vpn, geometry.pageShift) : value;
    }
    return shown;
  };
  /** Tasks run in each other's steps: each has functions of its own that it is in. */
  const entered = new Map<Task, string[]>();
  const ofCurrent = (): string[] => {
    const known = entered.get(sys.current);
    if (known !== undefined) return known;
    const none: string[] = [];
    entered.set(sys.current, none);
    return none;
  };
  return {
    enter: (name, detail) => {
      ofCurrent().push(name);
      tracer.enter(name, inBytes(detail));
    },
    exit: (result) => {
      const isPage = RETURN_PAGES.has(ofCurrent().pop() ?? '') && typeof result === 'number';
      tracer.exit(isPage ? addrOf(result as Vpn, geometry.pageShift) : result);
    },
    step: (name, detail) => tracer.step(name, inBytes(detail)),
    tracepoint: (event) => tracer.tracepoint(event),
  };
}
