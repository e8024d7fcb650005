/**
 * Batching to frames: a session emits more in a frame than anybody can see, so who draws takes one batch a frame. Nothing
 * is lost and nothing is reordered; with no events no frame is asked for.
 */

import { animationFrameScheduler, Observable } from 'rxjs';
import type { MonoTypeOperatorFunction, OperatorFunction, SchedulerLike, Subscriber, Subscription } from 'rxjs';

/**
 * Collects what comes until the next frame and passes it on as one array, never an empty one. What is collected when the
 * source completes is passed on at once.
 *
 * @param scheduler when a frame is; animation frames in a browser, a virtual scheduler in tests.
 */
export function batchFrames<T>(scheduler: SchedulerLike = animationFrameScheduler): OperatorFunction<T, readonly T[]> {
  return (source) =>
    new Observable<readonly T[]>((subscriber) => {
      const frames = new Frames(subscriber, scheduler);
      const subscription = source.subscribe({
        next: (value) => frames.add(value),
        error: (error) => subscriber.error(error),
        complete: () => {
          frames.flush();
          subscriber.complete();
        },
      });
      return () => {
        subscription.unsubscribe();
        frames.cancel();
      };
    });
}

/** Passes on only the newest value of each frame: for who draws states, not events. */
export function latestInFrame<T>(scheduler: SchedulerLike = animationFrameScheduler): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable<T>((subscriber) =>
      source.pipe(batchFrames(scheduler)).subscribe({
        next: (batch) => subscriber.next(batch[batch.length - 1] as T),
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
}

class Frames<T> {
  readonly #subscriber: Subscriber<readonly T[]>;
  readonly #scheduler: SchedulerLike;
  #batch: T[] = [];
  #frame: Subscription | undefined;

  constructor(subscriber: Subscriber<readonly T[]>, scheduler: SchedulerLike) {
    this.#subscriber = subscriber;
    this.#scheduler = scheduler;
  }

  add(value: T): void {
    this.#batch.push(value);
    this.#frame ??= this.#scheduler.schedule(() => this.flush());
  }

  flush(): void {
    const batch = this.#batch;
    this.cancel();
    if (batch.length > 0) this.#subscriber.next(batch);
  }

  cancel(): void {
    this.#frame?.unsubscribe();
    this.#frame = undefined;
    this.#batch = [];
  }
}
