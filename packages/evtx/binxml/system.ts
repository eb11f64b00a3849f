import { OP, type Op } from './program.ts';

/** What the event schema declares as a number below `Event/System`. */
const NUMBERS: ReadonlySet<string> = new Set([
  'EventID',
  'Version',
  'Level',
  'Task',
  'Opcode',
  'EventRecordID',
  'ProcessID',
  'ThreadID',
  'Qualifiers',
]);
const DECIMAL = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Records without a template hold the numbers of `System` as text; JSON gives them as numbers all the same, so that
 * `EventID` has one type everywhere. Works on one element below `System`: `ops[first]` to the end.
 */
export function typeNumbers(ops: Op[], first: number): void {
  let owner = ops[first]!.key;
  for (let i = first + 1; i < ops.length; i++) {
    const op = ops[i]!;
    if (op.code === OP.attributeOpen) owner = op.key;
    else if (op.code === OP.attributeClose) owner = ops[first]!.key;
    else if (op.code === OP.text && NUMBERS.has(owner) && DECIMAL.test(String(op.value)))
      ops[i] = { ...op, value: Number(op.value) };
  }
}
