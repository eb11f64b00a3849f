import { CORRELATION_TYPES } from './model.ts';
import { MODIFIERS } from './parse/modifiers.ts';

/** What of the Sigma specification 2.1.0 is supported and what is rejected; the page of the documentation is made from it. */
export const SUPPORT = {
  modifiers: MODIFIERS,
  correlations: CORRELATION_TYPES,
  /** What a rule may not have, and why. The rule is then rejected with a code, never loaded in part. */
  rejected: {
    'aggregation after a pipe (`| count() by …`)': 'withdrawn from the specification; write a correlation rule',
    '`near`': 'withdrawn from the specification; write a temporal correlation',
    'placeholders without a configured value': 'the rule would match nothing or everything',
    'regular expressions that cannot run in linear time': 'back references and look-around over unbounded text',
    'taxonomies other than `sigma`': 'their field names are not known',
  },
} as const;
