/* The interleavings of a race as a matrix: once the race was explored on the shown kernel, every schedule with one interruption. */
import { schedules, type FollowedSchedule } from '@mm-playground/viewers';
import { html, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { viewer } from '../shell/viewer.ts';
import type { AppState } from '../state.ts';
import { kernelOf } from './race-effects.ts';

/** What the pane draws. */
export function matrixPane(state: AppState): TemplateResult {
  const { races, played, position, followed, stale } = state;
  const kernel = kernelOf(state);
  const run = races[kernel];
  if (run?.status !== 'done')
    return html`<p class="empty">
      ${run?.status === 'running' ? `Exploring ${kernel}…` : `Explore the race on ${kernel} to compare its schedules.`}
    </p>`;
  const isHere = !stale && played?.race?.words === followed && position.call === played?.race?.call;
  return html`<div class="fill" @mm-follow=${follow}>
    ${viewer(schedules, { schedules: run.report.matrix, followed, current: isHere ? position.step : -1 })}
  </div>`;
}

function follow(event: CustomEvent<FollowedSchedule>): void {
  const { words, move } = event.detail;
  if (event.currentTarget instanceof HTMLElement) ask(event.currentTarget, { type: 'follow', words, move });
}
