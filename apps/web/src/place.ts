/*
 * Where time stands: in a program that was just played, at a line of its text, and so many calls, steps or functions on. Pure
 * functions of what was played; the state says which place is the present one.
 */
import {
  endOf,
  graphMove,
  INITIAL,
  nextCall,
  nextStep,
  previousCall,
  previousStep,
  type GraphMove,
  type Position,
} from '@mm-playground/viewers';
import { keepLine } from './keep-line.ts';
import type { Played } from './played.ts';

/**
 * Where to stand in a program that was played anew: where one stood, by the call's line where the text changed, by its number where
 * only the machine did. Another architecture has other steps, so "after the call" stays "after the call". The first program that is
 * played (`before` is null) is shown where its link says, or where there is most to see.
 */
export const placeAfter = (position: Position, before: Played | null, now: Played): Position =>
  before === null ? firstPlace(position, now) : keptPlace(position, before, now);

/** At its end, before the program took everything down. */
function firstPlace(position: Position, now: Played): Position {
  if (position !== INITIAL) return position;
  const last = now.calls.length - 1;
  const ends = /^exit(_group)?\(/.test(now.calls[last]?.text ?? '');
  return endOf(now.calls, ends ? last - 1 : last);
}

function keptPlace({ call: old, step }: Position, before: Played, now: Played): Position {
  const call = before.text === now.text ? old : callOfKeptLine(old, before, now);
  return step === endOf(before.calls, old).step ? endOf(now.calls, call) : { call, step };
}

function callOfKeptLine(call: number, before: Played, now: Played): number {
  const line = before.calls[call]?.line;
  if (line === undefined) return -1;
  return callAtLine(now, keepLine(before.text, now.text, line));
}

/** The last call at or above a line; -1 above the first. */
export function callAtLine(played: Played | null, line: number): number {
  const calls = played?.calls ?? [];
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.line ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the call of a line has returned; null where none begins there. */
export function placeOfLine(played: Played | null, line: number): Position | null {
  const call = callAtLine(played, line);
  return played?.calls[call]?.line === line ? endOf(played.calls, call) : null;
}

/** So many calls or steps on; back, where `count` is negative. */
export function movedBy(played: Played | null, from: Position, by: 'call' | 'step', count: number): Position {
  const calls = played?.calls ?? [];
  const [on, back] = by === 'call' ? [nextCall, previousCall] : [nextStep, previousStep];
  const move = count > 0 ? on : back;
  let at = from;
  for (let left = Math.min(Math.abs(count), calls.length + 1); left > 0; left--) at = move(calls, at);
  return at;
}

/** Over, into or out of a function. */
export const movedInGraph = (played: Played | null, from: Position, move: GraphMove): Position =>
  graphMove(played?.calls ?? [], (call) => played?.stepsOf(call) ?? [], from, move);
