import type { MmStruct } from '../mm-struct.ts';
import type { VmArea } from '../vm-area.ts';

export function copyPageRange(_child: MmStruct, _parentVma: VmArea, _childVma: VmArea): void {}
