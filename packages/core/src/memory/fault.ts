import type { AccessKind, CallResult } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';

export function handleFault(_mm: MmStruct, _page: number, _access: AccessKind, _addr: bigint): CallResult {
  return { kind: 'value', value: 0n };
}
