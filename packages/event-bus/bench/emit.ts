/*
 * What emitting costs with nobody listening, against the same loop without a bus. Prints nanoseconds an event.
 *
 *     node --conditions=@mm-playground/source bench/emit.ts
 */
import { createBus, type BusEvent } from '../src/index.ts';

const EVENTS = 2_000_000;
const ROUNDS = 15;

/** Work of about the size of a model's step: the event is built, and something that depends on it is kept. */
const make = (i: number): BusEvent => ({
  type: 'step',
  call: i,
  task: '',
  step: { kind: 'step', name: 'vma_merge', depth: i & 7, detail: { start: i, end: i + 1 }, mark: i },
});

let kept: BusEvent = make(0);
const keep = (event: BusEvent): void => {
  kept = event;
};

function nanosecondsAnEvent(send: (event: BusEvent) => void): number {
  const began = process.hrtime.bigint();
  for (let i = 0; i < EVENTS; i++) {
    const event = make(i);
    keep(event);
    send(event);
  }
  return Number(process.hrtime.bigint() - began) / EVENTS;
}

const median = (xs: number[]): number => xs.toSorted((a, b) => a - b)[xs.length >> 1] as number;

const silent = createBus();
const heard = createBus();
let count = 0;
heard.events$.subscribe(() => count++);

const loops: Record<string, (event: BusEvent) => void> = {
  'plain loop': () => {},
  'bus, nobody listens': (event) => silent.emit(event),
  'bus, one listener': (event) => heard.emit(event),
};
const times = new Map<string, number[]>(Object.keys(loops).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++)
  for (const [name, send] of Object.entries(loops)) times.get(name)?.push(nanosecondsAnEvent(send));

const plain = median(times.get('plain loop') ?? []);
for (const [name, ns] of times) {
  const more = (median(ns) / plain - 1) * 100;
  console.log(
    `${name.padEnd(20)} ${median(ns).toFixed(2).padStart(7)} ns  ${more >= 0 ? '+' : ''}${more.toFixed(1)} %`,
  );
}
if (kept.type !== 'step' || count === 0) throw new Error('the loops did not run');
