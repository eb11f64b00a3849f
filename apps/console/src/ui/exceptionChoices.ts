import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { flatten } from './flatten.ts';

/** What may be declared normal. */
interface Choice {
  /** The source's own field, as rules write it. */
  readonly field: string;
  readonly value: string;
}

/** The API's limit of an exception's value, in characters. */
const MAX_VALUE = 1024;
/** Names that an exception may have (platform/api/schemas/rules.ts). */
const FIELD = /^[A-Za-z0-9_@.-]{1,128}$/;
/** Fields that change with every event: declaring one normal would never match again. */
const FLEETING = /time|guid|sequence|recordid|^eventid$|processid$|^pid$|^keywords$|version$/i;

/** Fields of an event that could be normal: those that the rule itself looks at first, then the others. */
export function exceptionChoices(event: EventRow, ruleYaml: string): Choice[] {
  const choices = flatten(event.native)
    .map(({ name, value }) => ({ field: name, value }))
    .filter(({ field, value }) => FIELD.test(field) && value !== '' && value !== '-' && value.length <= MAX_VALUE);
  const looked = choices.filter(({ field }) => isFieldOf(ruleYaml, field));
  const others = choices.filter((choice) => !looked.includes(choice) && !FLEETING.test(choice.field));
  return [...looked.filter(({ field }) => !FLEETING.test(field)), ...others];
}

/** Whether a rule's source has the field as a key: `Image:` or `Image|endswith:`. */
function isFieldOf(yaml: string, field: string): boolean {
  return yaml.includes(` ${field}:`) || yaml.includes(` ${field}|`);
}
