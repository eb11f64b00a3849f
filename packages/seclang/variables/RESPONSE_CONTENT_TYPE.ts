import { headerOf } from './headerOf.ts';
import { single, type Variable } from './variable.ts';

/** RESPONSE_CONTENT_TYPE: Content-Type of the response (phase 3). */
export const RESPONSE_CONTENT_TYPE: Variable = single((facts) => headerOf(facts.responseHeaders, 'content-type') ?? '');
