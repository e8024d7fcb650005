import { describe, expect, it } from 'vitest';
import { CONDITION_FORMS, type Clause } from './condition.ts';
import { parseCondition } from './parse-condition.ts';

function read(text: string): readonly (readonly Clause[])[] {
  const answer = parseCondition(text);
  if ('error' in answer) throw new Error(`${answer.error.column}: ${answer.error.message}`);
  return answer.condition.alternatives;
}

const mistake = (text: string): string => {
  const answer = parseCondition(text);
  return 'error' in answer ? `${answer.error.column}: ${answer.error.message.split(':')[0]}` : 'no mistake';
};

describe('a condition', () => {
  it('is alternatives of clauses that hold together', () => {
    expect(read('call mmap and vma count>=1_0 or errno ENOMEM')).toEqual([
      [
        { kind: 'call', name: 'mmap' },
        { kind: 'counter', counter: 'vma count', is: '>=', value: 10 },
      ],
      [{ kind: 'errno', errno: 'ENOMEM' }],
    ]);
  });

  it('tells a counter from an invariant of the same name by what follows', () => {
    expect(read('map_count = 3')).toEqual([[{ kind: 'counter', counter: 'map_count', is: '=', value: 3 }]]);
    expect(read('map_count changes')).toEqual([[{ kind: 'counter changes', counter: 'map_count' }]]);
    expect(read('map_count knowingly broken')).toEqual([
      [{ kind: 'invariant', invariant: 'map_count', state: 'knowingly broken' }],
    ]);
    expect(read('ptes holds')).toEqual([[{ kind: 'invariant', invariant: 'ptes', state: 'holds' }]]);
  });

  it('takes addresses with underscores and names in quotes', () => {
    expect(read('address 0x7fff_f7fc_0000 is present')).toEqual([
      [{ kind: 'address', address: 0x7fff_f7fc_0000n, fact: 'present' }],
    ]);
    expect(read('step "vm_ops->open" or step maple_tree:ma_write')).toEqual([
      [{ kind: 'step', name: 'vm_ops->open' }],
      [{ kind: 'step', name: 'maple_tree:ma_write' }],
    ]);
  });

  it('reads every form that help shows', () => {
    for (const { example } of CONDITION_FORMS) expect(read(example)).toHaveLength(1);
  });

  it.each([
    [
      '',
      '1: expected call, line, step, split, merge, fault, errno, signal, divergence, address, a counter (vma count, map_count, total_vm, data_vm, exec_vm, stack_vm, locked_vm, hiwater_vm, anon_rss, file_rss, shmem_rss, page_tables, committed), or an invariant (tree, attached, map_count, total_vm, locked_vm, committed, ptes)',
    ],
    ['mmap', '1: `mmap` is none of'],
    [
      'split and',
      '10: expected call, line, step, split, merge, fault, errno, signal, divergence, address, a counter (vma count, map_count, total_vm, data_vm, exec_vm, stack_vm, locked_vm, hiwater_vm, anon_rss, file_rss, shmem_rss, page_tables, committed), or an invariant (tree, attached, map_count, total_vm, locked_vm, committed, ptes)',
    ],
    ['split merge', '7: `merge` is too much'],
    ['vma > 10', '5: expected `count` after `vma`, not `>`'],
    ['vma count', '10: expected a comparison (> >= < <= = !=) or `changes`'],
    ['vma count >', '12: expected a number to compare with'],
    ['vma count > ten', '13: expected a number to compare with, not `ten`'],
    ['map_count knowingly', '20: expected `broken` after `knowingly`'],
    ['tree > 3', '6: expected `holds`, `broken` or `knowingly broken`, not `>`'],
    ['errno ENOPE', '7: there is no errno `ENOPE`'],
    ['address here changes', '9: expected an address, not `here`'],
    ['address 0x1000', '15: expected `changes`, or `is` and `mapped`, `unmapped`, `present` or `absent`'],
    ['address 0x1000 is gone', '19: an address is mapped, unmapped, present, absent, not `gone`'],
    ['line twelve', '6: expected the number of a line, not `twelve`'],
    ['call 12', '6: expected the name of a call, not `12`'],
    ['split %', '7: `%` is too much'],
  ])('says where %j goes wrong', (text, expected) => {
    expect(mistake(text)).toBe(expected);
  });
});
