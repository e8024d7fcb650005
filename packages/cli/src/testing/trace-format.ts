/**
 * The rules of the Trace Event Format, as its document has them, for the phases that we write: what keeps a file from being read as meant
 * by Perfetto or Chrome.
 */

interface Event {
  readonly name?: unknown;
  readonly ph?: unknown;
  readonly ts?: unknown;
  readonly pid?: unknown;
  readonly tid?: unknown;
  readonly cat?: unknown;
  readonly s?: unknown;
  readonly args?: Readonly<Record<string, unknown>>;
}

const METADATA = ['process_name', 'process_labels', 'process_sort_index', 'thread_name', 'thread_sort_index'];
const SCOPES = ['g', 'p', 't'];

/** What is wrong with a trace, an event a line; empty where nothing is. */
export function traceErrors(text: string): string[] {
  const trace = JSON.parse(text) as { readonly traceEvents?: readonly Event[]; readonly displayTimeUnit?: unknown };
  if (!Array.isArray(trace.traceEvents)) return ['there is no array traceEvents'];
  const unit = trace.displayTimeUnit;
  const errors = unit === 'ms' || unit === 'ns' ? [] : [`displayTimeUnit is ms or ns, not ${String(unit)}`];
  /** Slices that are open, by thread: the format closes the innermost one. */
  const open = new Map<string, string[]>();
  let last = 0;
  for (const [at, event] of (trace.traceEvents as readonly Event[]).entries()) {
    const wrong = (what: string): void => void errors.push(`event ${at}: ${what}: ${JSON.stringify(event)}`);
    const { name, ph, ts, pid, tid, cat, s, args = {} } = event;
    if (typeof name !== 'string' || name === '') wrong('has no name');
    if (!Number.isInteger(pid) || !Number.isInteger(tid)) wrong('pid and tid are whole numbers');
    if (cat !== undefined && typeof cat !== 'string') wrong('cat is text');
    if (ph !== 'M' && (typeof ts !== 'number' || ts < last)) wrong('ts grows');
    if (typeof ts === 'number') last = ts;
    const slices = open.get(`${String(pid)} ${String(tid)}`) ?? [];
    open.set(`${String(pid)} ${String(tid)}`, slices);
    if (ph === 'B') slices.push(String(name));
    else if (ph === 'E') {
      if (slices.pop() !== name) wrong('ends another slice than the innermost');
    } else if (ph === 'i') {
      if (!SCOPES.includes(String(s))) wrong('an instant has a scope');
    } else if (ph === 'C') {
      if (!Object.values(args).every((value) => typeof value === 'number')) wrong('a counter has numbers');
    } else if (ph === 'M') {
      if (!METADATA.includes(String(name)) || typeof args['name'] !== 'string') wrong('no metadata that is known');
    } else wrong('no phase that is known');
  }
  for (const [thread, slices] of open) if (slices.length > 0) errors.push(`${thread}: ${slices.join(', ')} never ends`);
  return errors;
}
