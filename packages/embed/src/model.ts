/** Everything of a figure that knows the model, fetched as one piece when the first figure plays. */
export { playgroundFor } from 'mm-playground';
export { PlayedSession } from './player/played-session.ts';
