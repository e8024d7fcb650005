/** Typed streams of what a session does. The only package that knows RxJS: the operators that others need stand here. */
export * from './batch-frames.ts';
export * from './bus.ts';
export * from './events.ts';
export * from './record.ts';
export { filter, map, merge, Observable, share, Subscription, type SchedulerLike } from 'rxjs';
