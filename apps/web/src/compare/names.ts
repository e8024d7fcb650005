/* What the two sides of a comparison are called: by what they differ in. */
import type { Names } from 'mm-playground';
import { branchesNow } from '../time/branches.ts';
import type { AppState } from '../state.ts';

/** The shown side, and the other one; empty where nothing is compared. */
export function namesOf(state: AppState): Names {
  const { comparison, played, branches } = state;
  const [here, there] = [played?.machine, comparison?.played?.machine];
  const other = comparison?.other;
  const nameOf = (id: number | undefined): string => branchesNow(state).find((each) => each.id === id)?.name ?? '';
  switch (other?.kind) {
    case 'kernel':
      return [here?.kernel ?? '', there?.kernel ?? other.id];
    case 'arch':
      return [here?.arch ?? '', there?.arch ?? other.id];
    case 'index':
      return [here?.index ?? '', there?.index ?? other.id];
    case 'branch':
      return [nameOf(branches?.current), nameOf(other.id)];
    case 'recording':
      return ['model', 'recording'];
    case undefined:
      return ['', ''];
  }
}

/** What the other side is called. */
export const nameOfOther = (state: AppState): string => namesOf(state)[1];
