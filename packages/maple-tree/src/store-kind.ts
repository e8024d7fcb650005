/** The ways to store. @kernel 6.18 enum store_type */

/** In the order of the kernel's enum. */
export type StoreKind =
  | 'new_root'
  | 'store_root'
  | 'exact_fit'
  | 'spanning_store'
  | 'split_store'
  | 'rebalance'
  | 'append'
  | 'node_store'
  | 'slot_store';
