import { Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { batchFrames, latestInFrame } from './index.ts';

const batches = (): {
  source: Subject<number>;
  scheduler: VirtualTimeScheduler;
  seen: (readonly number[])[];
  stop: () => void;
} => {
  const source = new Subject<number>();
  const scheduler = new VirtualTimeScheduler();
  const seen: (readonly number[])[] = [];
  const subscription = source.pipe(batchFrames(scheduler)).subscribe((batch) => seen.push(batch));
  return { source, scheduler, seen, stop: () => subscription.unsubscribe() };
};

describe('batchFrames', () => {
  it('passes on what came since the last frame as one batch', () => {
    const { source, scheduler, seen } = batches();
    for (const n of [1, 2, 3]) source.next(n);
    expect(seen).toEqual([]);
    scheduler.flush();
    source.next(4);
    scheduler.flush();
    expect(seen).toEqual([[1, 2, 3], [4]]);
  });

  it('asks for no frame while nothing comes', () => {
    const { scheduler, seen } = batches();
    expect(scheduler.actions).toHaveLength(0);
    scheduler.flush();
    expect(seen).toEqual([]);
  });

  it('passes on the rest at once when the source completes', () => {
    const { source, scheduler, seen } = batches();
    source.next(1);
    source.complete();
    expect(seen).toEqual([[1]]);
    scheduler.flush();
    expect(seen).toEqual([[1]]);
  });

  it('passes on nothing after its listener left', () => {
    const { source, scheduler, seen, stop } = batches();
    source.next(1);
    stop();
    scheduler.flush();
    expect(seen).toEqual([]);
  });

  it('passes an error on', () => {
    const source = new Subject<number>();
    const errors: unknown[] = [];
    source.pipe(batchFrames(new VirtualTimeScheduler())).subscribe({ error: (error) => errors.push(error) });
    source.error(new Error('gone'));
    expect(errors).toEqual([new Error('gone')]);
  });

  it('keeps what comes while a batch is handled for the next frame', () => {
    const source = new Subject<number>();
    const scheduler = new VirtualTimeScheduler();
    const seen: (readonly number[])[] = [];
    source.pipe(batchFrames(scheduler)).subscribe((batch) => {
      seen.push(batch);
      if (seen.length === 1) source.next(9);
    });
    source.next(1);
    scheduler.flush();
    expect(seen).toEqual([[1], [9]]);
  });
});

describe('latestInFrame', () => {
  it('passes on the newest value of each frame', () => {
    const source = new Subject<number>();
    const scheduler = new VirtualTimeScheduler();
    const seen: number[] = [];
    source.pipe(latestInFrame(scheduler)).subscribe((value) => seen.push(value));
    source.next(1);
    source.next(2);
    scheduler.flush();
    expect(seen).toEqual([2]);
  });
});
