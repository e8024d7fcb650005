/**
 * Trace: what the model tells whoever listens. Procedures hand out what they have: page numbers, VMAs, results. What a kernel
 * reader sees of it (addresses, names) is made when somebody reads it; that costs several times what the step itself does.
 *
 * Requires: what is handed out stays what it is, or, of an object, its {@link Identified.describe} does.
 */

import {
  addrOf,
  isErrno,
  ready,
  type Architecture,
  type Deferred,
  type PageShift,
  type StepDetail,
  type StepValue,
  type Tracepoint,
  type Tracer,
  type Vpn,
} from '@mm-playground/api';

/** An object that is told by its name: `vma#12`. The name never changes. */
export interface Identified {
  describe(): string;
}

/** Values of a step as procedures have them. */
export type TraceDetail = Readonly<Record<string, StepValue | Identified>>;

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

class ShownDetail implements Deferred<StepDetail> {
  readonly #detail: TraceDetail;
  readonly #shift: PageShift;

  constructor(detail: TraceDetail, shift: PageShift) {
    this.#detail = detail;
    this.#shift = shift;
  }

  read(): StepDetail {
    return Object.fromEntries(Object.entries(this.#detail).map(([name, value]) => [name, this.#shown(name, value)]));
  }

  #shown(name: string, value: StepValue | Identified): StepValue {
    if (typeof value === 'object') return value.describe();
    // Of anonymous memory it is a page number: read in hex, as everywhere.
    if (typeof value === 'number' && name === 'pgoff') return BigInt(value);
    return typeof value === 'number' && PAGE_DETAILS.has(name) ? addrOf(value as Vpn, this.#shift) : value;
  }
}

/** What a procedure returned: errnos by name, objects by their own description. */
class ShownResult implements Deferred<StepValue | undefined> {
  readonly #name: string;
  readonly #result: unknown;
  readonly #shift: PageShift;

  constructor(name: string, result: unknown, shift: PageShift) {
    this.#name = name;
    this.#result = result;
    this.#shift = shift;
  }

  read(): StepValue | undefined {
    const result = this.#result;
    if (typeof result === 'number' && RETURN_PAGES.has(this.#name)) return addrOf(result as Vpn, this.#shift);
    if (typeof result !== 'object') return result as StepValue | undefined;
    if (result === null) return 'NULL';
    if ('describe' in result) return (result as Identified).describe();
    return isErrno(result) ? `-${result.name}` : undefined;
  }
}

/** See the file's comment. */
export class Trace {
  readonly #tracer: Tracer;
  readonly #shift: PageShift;

  constructor(tracer: Tracer, { geometry }: Architecture) {
    this.#tracer = tracer;
    this.#shift = geometry.pageShift;
  }

  /** A procedure is entered. */
  enter(name: string, detail?: TraceDetail): void {
    this.#tracer.enter(name, detail && new ShownDetail(detail, this.#shift));
  }

  /** It returns. */
  exit(name: string, result?: unknown): void {
    this.#tracer.exit(result === undefined ? undefined : new ShownResult(name, result, this.#shift));
  }

  /** A decision or mutation inside of it. */
  step(name: string, detail?: TraceDetail): void {
    this.#tracer.step(name, detail && new ShownDetail(detail, this.#shift));
  }

  /** A tracepoint fired. */
  tracepoint(event: Tracepoint): void {
    this.#tracer.tracepoint(ready(event));
  }

  /** One that is not worth making before somebody reads it. */
  deferred(event: Deferred<Tracepoint>): void {
    this.#tracer.tracepoint(event);
  }
}
