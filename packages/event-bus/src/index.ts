/** Typed streams of what a session does. The only package that knows RxJS. */
export * from './bus.ts';
export * from './events.ts';
