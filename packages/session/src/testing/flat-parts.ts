/** The other parts that a flat machine is built from: a kernel, an architecture without page tables, an index. */

import {
  bytes,
  NotModelled,
  pageShift,
  vpn,
  type Architecture,
  type ArchitecturePlugin,
  type Kernel,
  type VmaIndexPlugin,
} from '@mm-playground/api';

export const FLAT_KERNEL: Kernel = {
  id: '6.18',
  title: 'Flat 6.18',
  model: 'flat',
  release: [6, 18],
  proof: 'derived',
};

/** The same with a defect where a mapping fails: see `flat-failures.ts`. */
export const FLAT_LOSSY_KERNEL: Kernel = { ...FLAT_KERNEL, id: '6.17', title: 'Flat 6.17, lossy', release: [6, 17] };

const refuse = (): never => {
  throw new NotModelled('a page-table entry');
};

/** An architecture of which only the page size matters. */
export const flatArch = (spec = 'flat', shift = 12): Architecture => ({
  id: 'flat',
  spec,
  title: 'Flat',
  geometry: { pageShift: pageShift(shift), levels: [], userBits: 47, physicalBits: 40 },
  layout: {
    taskSize: vpn(2 ** (47 - shift)),
    mapWindow: vpn(2 ** (47 - shift)),
    stackTop: vpn(2 ** (47 - shift)),
    mmapBase: () => vpn(2 ** (40 - shift)),
    isLegacy: () => false,
    unmappedBase: vpn(0),
    map32bit: null,
    mmapRandomBits: 0,
    genericSearch: false,
    specialMappings: [],
    gate: null,
  },
  prefaultsOld: false,
  imageConfig: {},
  fields: () => [],
  decode: refuse,
  encodeTable: refuse,
  mkLeaf: refuse,
  withLeafState: refuse,
  modifyLeaf: refuse,
  afterAccess: refuse,
  encodeSwap: refuse,
  faultCode: () => bytes(0n),
});

export const FLAT_ARCH: ArchitecturePlugin = {
  id: 'flat',
  title: 'Flat',
  uname: ['flat64'],
  options: [],
  support: [],
  configure: () => flatArch(),
};

/** The flat model keeps its ranges itself. */
export const FLAT_INDEX: VmaIndexPlugin = {
  id: 'none',
  title: 'No index',
  support: [],
  create: () => {
    throw new NotModelled('an index');
  },
};
