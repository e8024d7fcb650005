/** The order of kernels on the generated pages. */
import { compareRelease, type Kernel } from '@mm-playground/api';

/** In the order of history: candidates before the release, patches after what they are for. */
export const byHistory = (a: Kernel, b: Kernel): number =>
  compareRelease(a.release, b.release) || rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1);

/** Of kernels with the number of one release: a series that became its candidates, these, the release. */
const rankOf = ({ id }: Kernel): number => (id.startsWith('series-') ? 0 : id.includes('-rc') ? 1 : 2);
