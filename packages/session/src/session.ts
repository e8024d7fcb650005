/** Sessions: a program in the course of being played on a machine. */

import type { Program } from '@mm-playground/api';
import type { Session, SessionOptions } from './types.ts';

/** Makes a session at its initial state; nothing has run yet. */
export declare function openSession(program: Program, options: SessionOptions): Session;
