import { ANY_CHAR, ANY_DASH, ANY_RUN, type PatternPart, type Test } from '../model.ts';

/** What a test asks for, as a person would write it in a rule: wildcards as `*` and `?`, a dash of any kind as `-`. */
export function describeTest(test: Test): string {
  switch (test.kind) {
    case 'equals':
      return test.text;
    case 'startswith':
      return `${test.text}*`;
    case 'endswith':
      return `*${test.text}`;
    case 'contains':
      return `*${test.text}*`;
    case 'glob':
      return test.parts.map(partText).join('');
    case 'present':
      return '*';
    case 'null':
      return 'null';
    case 'exists':
      return `exists: ${test.wanted}`;
    case 'regex':
      return `/${test.source}/`;
    case 'cidr':
      return test.network.text;
    case 'compare':
      return `${test.op} ${test.number}`;
    case 'date':
      return `${test.part} ${test.op} ${test.number}`;
    case 'fieldref':
      return `${test.mode} %${test.field}%`;
  }
}

function partText(part: PatternPart): string {
  if (part === ANY_RUN) return '*';
  if (part === ANY_CHAR) return '?';
  return part === ANY_DASH ? '-' : part;
}
